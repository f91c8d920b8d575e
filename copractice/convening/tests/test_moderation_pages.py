from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.convening.models import Convening, Statement
from copractice.convening.tests.rooms import close, make_statements, make_voter, open_convening, say
from tests.world import World


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    return open_convening(world.here, now, is_moderated=True)


@pytest.fixture
def desk(world: World) -> Client:
    browser = Client()
    browser.force_login(world.here.people["coordinator"])
    return browser


def moderation(convening: Convening, more: str = "") -> str:
    return f"/c/here/convenings/{convening.code}/moderation/{more}"


def statement(row: Statement, verb: str) -> str:
    return f"/c/here/statements/{row.code}/{verb}/"


def test_staff_accept_reject_and_take_back(convening: Convening, desk: Client, now: datetime) -> None:
    row = say(make_voter(convening, now), "Buses until ten", now)
    page = desk.get(moderation(convening)).content.decode()
    assert "1 statement waits for you" in page
    assert row.text in page
    for verb, state in (("reject", "rejected"), ("accept", "accepted")):
        response = desk.post(statement(row, verb))
        assert response["Location"] == moderation(convening, f"?decided={row.code}")
        page = desk.get(response["Location"]).content.decode()
        assert f"Statement 1 is {state}." in page
        assert statement(row, "undo") in page
    desk.post(statement(row, "undo"))
    row.refresh_from_db()
    assert row.state == "waiting"


def test_staff_merge_into_the_most_alike_or_one_found_by_words(
    convening: Convening, desk: Client, now: datetime
) -> None:
    row = say(make_voter(convening, now), "Buses should run until ten", now)
    alike, other, waiting = make_statements_after(convening, now)
    page = desk.get(statement(row, "merge")).content.decode()
    assert f'value="{alike.code}"' in page
    assert f'value="{other.code}"' not in page
    found = desk.get(statement(row, "merge") + "?q=library").content.decode()
    assert f'value="{other.code}"' in found
    for wrong in ("", "0000000000", waiting.code, row.code):
        assert desk.post(statement(row, "merge"), {"into": wrong}).status_code == 400
    desk.post(statement(row, "merge"), {"into": alike.code})
    row.refresh_from_db()
    assert (row.state, row.merged_into) == ("merged", alike)
    assert "Merged into statement 2:" in desk.get(moderation(convening, "?show=merged")).content.decode()


def make_statements_after(convening: Convening, now: datetime) -> list[Statement]:
    voter = make_voter(convening, now)
    rows = [
        say(voter, text, now)
        for text in ("Buses should run until ten in the evening", "A library on Sundays", "Waiting")
    ]
    Statement.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(state="accepted")
    return rows


def test_no_page_of_staff_names_a_voter_or_a_vote(convening: Convening, desk: Client, now: datetime) -> None:
    [row] = make_statements(convening, now, 1)
    voter = make_voter(convening, now)
    Statement.objects.filter(pk=row.pk).update(author=voter)
    paths = [
        moderation(convening, "?show=accepted"),
        statement(row, "merge"),
        f"/c/here/convenings/{convening.code}/wall/",
        f"/c/here/convenings/{convening.code}/",
        "/c/here/log/",
    ]
    for path in paths:
        page = desk.get(path).content.decode()
        assert voter.key_hash not in page
        assert "voter" not in page.lower().replace("voters", "")


def test_after_the_close_staff_read_but_decide_nothing(
    convening: Convening, world: World, desk: Client, now: datetime
) -> None:
    row = say(make_voter(convening, now), "Buses until ten", now)
    close(convening, world.here, now)
    page = desk.get(moderation(convening, "?show=rejected")).content.decode()
    assert row.text in page
    assert statement(row, "accept") not in page
    assert desk.post(statement(row, "accept")).status_code == 409


@pytest.mark.parametrize("show", ["waiting", "accepted", "rejected", "merged"])
def test_the_list_asks_as_much_for_one_row_as_for_many(
    convening: Convening, desk: Client, now: datetime, show: str
) -> None:
    target, *rows = make_statements(convening, now, 60)
    Statement.objects.filter(pk=rows[0].pk).update(
        state=show, merged_into=target if show == "merged" else None
    )
    desk.get(moderation(convening, f"?show={show}"))
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(moderation(convening, f"?show={show}")).content.decode()
        costs.append(len(asked))
        Statement.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=show, merged_into=target if show == "merged" else None
        )
    assert costs[0] == costs[1]
    assert page.count("moderation__row") <= 50


def test_the_wall_shows_the_code_and_the_turnout(convening: Convening, desk: Client) -> None:
    page = desk.get(f"/c/here/convenings/{convening.code}/wall/").content.decode()
    assert convening.room_code in page
    assert "localhost:8000/join" in page
    assert "<b>0</b> joined" in page
