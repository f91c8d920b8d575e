from datetime import datetime
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.convening.models import Convening, Statement, Vote
from copractice.convening.queries.room import unvoted
from copractice.convening.tests.rooms import KEY, close, make_statements, make_voter, say
from copractice.convening.views.door import COOKIE
from tests.world import World

HTMX = {"HX-Request": "true"}


def order(convening: Convening, now: datetime) -> list[Statement]:
    return list(unvoted(make_voter(convening, now, KEY)))


def press(browser: Client, statement: Statement, value: str, **more: object) -> HttpResponse:
    body = {"statement": statement.code, "value": value, **more}
    return browser.post(f"/v/{statement.convening.room_code}/vote/", body)


def page_of(browser: Client, convening: Convening, more: str = "") -> str:
    return browser.get(f"/v/{convening.room_code}/{more}").content.decode()


def test_who_comes_in_reads_the_question_and_what_is_promised(convening: Convening, now: datetime) -> None:
    make_statements(convening, now, 48)
    page = page_of(Client(), convening)
    assert "What should we do first?" in page
    assert "48 statements from people like you." in page
    assert "It takes about 6 minutes." in page
    assert "Statement number" not in page


def test_a_vote_is_saved_and_the_next_statement_comes(
    convening: Convening, phone: Client, now: datetime
) -> None:
    make_statements(convening, now, 3)
    first, second, _third = order(convening, now)
    assert "Statement 1 of 3" in page_of(phone, convening)
    assert first.text in page_of(phone, convening)
    response = press(phone, first, "1")
    assert response["Location"] == f"/v/{convening.room_code}/?saved={first.code}"
    page = phone.get(response["Location"]).content.decode()
    assert "Statement 2 of 3" in page
    assert second.text in page
    assert "Saved: agree." in page
    assert Vote.objects.get(statement=first).value == 1


def test_a_script_gets_the_room_alone(convening: Convening, phone: Client, now: datetime) -> None:
    [statement] = make_statements(convening, now, 1)
    body = {"statement": statement.code, "value": "0"}
    response = phone.post(f"/v/{convening.room_code}/vote/", body, headers=HTMX, follow=True)
    assert f'data-saved="{statement.code}"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_skipped_statement_gets_no_vote_and_comes_back(
    convening: Convening, phone: Client, now: datetime
) -> None:
    make_statements(convening, now, 2)
    first, second = order(convening, now)
    assert second.text in page_of(phone, convening, f"?after={first.code}")
    press(phone, second, "1")
    page = page_of(phone, convening, f"?saved={second.code}")
    assert "You skipped 1 statement." in page
    assert first.text in page_of(phone, convening)
    assert not Vote.objects.filter(statement=first).exists()


def test_after_the_last_one_there_are_thanks_and_ways_on(
    convening: Convening, phone: Client, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    press(phone, statement, "-1")
    page = page_of(phone, convening)
    assert "Thank you. That was all of them." in page
    assert f'href="/v/{convening.room_code}/write/"' in page
    assert f'href="/v/{convening.room_code}/mine/"' in page


def test_an_empty_room_asks_for_the_first_statement(convening: Convening, phone: Client) -> None:
    assert "There is nothing to vote on yet." in page_of(phone, convening)


def test_a_vote_can_be_changed_from_its_statement_and_from_the_list(
    convening: Convening, phone: Client, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    press(phone, statement, "1")
    page = page_of(phone, convening, f"?statement={statement.code}")
    assert "Change your vote" in page
    assert page.count('aria-pressed="true"') == 1
    response = press(phone, statement, "-1", back="mine", page=1)
    assert response["Location"] == f"/v/{convening.room_code}/mine/?saved={statement.code}&page=1"
    assert "Saved: disagree on statement 1." in phone.get(response["Location"]).content.decode()
    assert Vote.objects.get(statement=statement).changes == 1


def test_my_votes_are_mine_alone(convening: Convening, phone: Client, now: datetime) -> None:
    [statement] = make_statements(convening, now, 1)
    press(phone, statement, "1")
    assert statement.text in page_of(phone, convening, "mine/")
    other = Client()
    assert other.get(f"/v/{convening.room_code}/mine/")["Location"] == f"/v/{convening.room_code}/"
    make_voter(convening, now, "another phone")
    other.cookies[COOKIE] = "another phone"
    assert "You voted on 0 statements" in page_of(other, convening, "mine/")


def test_a_vote_after_the_close_is_refused_in_words_and_shown_again(
    convening: Convening, phone: Client, world: World, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    close(convening, world.here, now)
    response = press(phone, statement, "-1")
    page = response.content.decode()
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Voting is closed, so this was not counted." in page
    assert "You pressed “disagree” for:" in page
    assert statement.text in page
    assert not Vote.objects.filter(statement=statement).exists()


@pytest.mark.parametrize("value", ["2", "-2", "", "agree", "1.0", "1\0"])
def test_what_is_no_vote_is_refused(convening: Convening, phone: Client, now: datetime, value: str) -> None:
    [statement] = make_statements(convening, now, 1)
    assert press(phone, statement, value).status_code == HTTPStatus.BAD_REQUEST
    assert not Vote.objects.filter(statement=statement).exists()


def test_a_vote_without_a_voice_leads_to_the_way_in(convening: Convening, now: datetime) -> None:
    [statement] = make_statements(convening, now, 1)
    assert press(Client(), statement, "1")["Location"] == f"/v/{convening.room_code}/"
    forged = Client()
    forged.cookies[COOKIE] = "made up"
    assert press(forged, statement, "1")["Location"] == f"/v/{convening.room_code}/"
    assert not Vote.objects.filter(statement=statement).exists()


@pytest.mark.parametrize("name", ["saved", "after", "statement"])
@pytest.mark.parametrize("code", ["%00", "' OR 1=1", "é", "x" * 5000, "0000000000"])
def test_no_address_breaks_the_room(
    convening: Convening, phone: Client, now: datetime, name: str, code: str
) -> None:
    make_statements(convening, now, 1)
    for page in ("", "mine/"):
        response = phone.get(f"/v/{convening.room_code}/{page}?{name}={code}&page={code}")
        assert response.status_code == HTTPStatus.OK


def test_turnout_costs_a_header_until_it_changes_and_never_tells_an_answer(
    convening: Convening, phone: Client, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    path = f"/v/{convening.room_code}/turnout/"
    cache.clear()
    before = phone.get(path)
    same = phone.get(path, headers={"If-None-Match": before["ETag"]})
    assert (same.status_code, same.content) == (HTTPStatus.NOT_MODIFIED, b"")
    press(phone, statement, "-1")
    cache.clear()
    after = phone.get(path, headers={"If-None-Match": before["ETag"]})
    text = " ".join(after.content.decode().split())
    assert after.status_code == HTTPStatus.OK
    assert "<b>1</b> joined, <b>1</b> vote, <b>1</b> statement" in text
    assert "agree" not in text
    cache.clear()


def test_who_is_through_hears_of_new_statements(convening: Convening, phone: Client, now: datetime) -> None:
    path = f"/v/{convening.room_code}/turnout/?news"
    assert "New statements show up here" in phone.get(path).content.decode()
    say(make_voter(convening, now), "Buses until ten", now)
    assert "Vote on 1 new statement" in phone.get(path).content.decode()


@pytest.mark.parametrize("page", ["", "mine/", "write/", "turnout/"])
def test_a_page_of_the_room_asks_as_much_for_one_statement_as_for_sixty(
    convening: Convening, phone: Client, now: datetime, page: str
) -> None:
    costs = []
    for count in (1, 59):
        rows = make_statements(convening, now, count) if count == 1 else more(convening, now, count)
        for statement in rows:
            press(phone, statement, "1")
        page_of(phone, convening, page)
        with CaptureQueriesContext(connection) as asked:
            page_of(phone, convening, page)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[0] <= 12


def more(convening: Convening, now: datetime, count: int) -> list[Statement]:
    rows = [
        Statement(
            community_id=convening.community_id,
            convening=convening,
            number=number,
            text=f"Another statement {number}",
            language="en",
            state="accepted",
            written_at=now,
        )
        for number in range(2, count + 2)
    ]
    return Statement.objects.bulk_create(rows)
