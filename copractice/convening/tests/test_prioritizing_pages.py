import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from copractice.convening.actions.freezing import freeze
from copractice.convening.models import Convening, Dot, Pair, Statement
from copractice.convening.tests.crowds import crowded
from copractice.convening.tests.rooms import KEY, close, make_statements, make_voter
from copractice.convening.tests.test_prioritizing import opened
from copractice.convening.views.door import COOKIE
from tests.world import Place
from tests.world_copy import lay_down_world


@pytest.fixture
def here(db: None) -> Place:
    return lay_down_world().here


@pytest.fixture
def yesterday(here: Place) -> datetime:
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def convening(here: Place, yesterday: datetime) -> Convening:
    row = opened(here, yesterday)
    make_statements(row, yesterday, 3)
    return row


@pytest.fixture
def phone(convening: Convening, yesterday: datetime) -> Client:
    make_voter(convening, yesterday, KEY)
    browser = Client()
    browser.cookies[COOKIE] = KEY
    return browser


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def ticket_in(text: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', text)
    assert found
    return found[1]


def test_two_statements_are_shown_and_the_choice_is_saved(convening: Convening, phone: Client) -> None:
    path = f"/v/{convening.room_code}/pairs/"
    text = page(phone, path)
    assert "Which of these two matters more?" in text
    assert len(re.findall("Statement number", text)) == 2
    done = phone.post(path, {"ticket": ticket_in(text), "value": "1"})
    assert done.status_code == 302
    pair = Pair.objects.get(voter__convening=convening)
    assert pair.choice == 1
    assert pair.propensity
    after = page(phone, done["Location"])
    assert "1 pair compared" in after
    assert f'data-saved="{pair.left.code}-{pair.right.code}"' in after


def test_a_choice_is_changed_from_where_it_was_saved(convening: Convening, phone: Client) -> None:
    path = f"/v/{convening.room_code}/pairs/"
    phone.post(path, {"ticket": ticket_in(page(phone, path)), "value": "1"})
    pair = Pair.objects.get(voter__convening=convening)
    text = page(phone, f"{path}?pair={pair.left.code}-{pair.right.code}")
    assert "Change your choice" in text
    assert 'aria-pressed="true"' in text
    phone.post(path, {"ticket": ticket_in(text), "value": "0"})
    again = Pair.objects.get(voter__convening=convening)
    assert (again.choice, again.propensity) == (0, pair.propensity)


def test_after_the_last_pair_the_dots_come_next(convening: Convening, phone: Client) -> None:
    path = f"/v/{convening.room_code}/pairs/"
    for _ in range(3):
        phone.post(path, {"ticket": ticket_in(page(phone, path)), "value": "-1"})
    text = page(phone, path)
    assert "Thank you. You compared them all." in text
    assert f"/v/{convening.room_code}/dots/" in text


@pytest.mark.parametrize(
    "sent",
    [{}, {"value": "1"}, {"ticket": "made:up", "value": "1"}, {"ticket": "", "value": "1"}, {"value": "7"}],
)
def test_a_choice_we_did_not_ask_for_is_refused(
    convening: Convening, phone: Client, sent: dict[str, str]
) -> None:
    path = f"/v/{convening.room_code}/pairs/"
    if sent == {"value": "7"}:
        sent = sent | {"ticket": ticket_in(page(phone, path))}
    response = phone.post(path, sent)
    assert response.status_code == 400
    assert "Nothing was saved" in response.content.decode()
    assert not Pair.objects.filter(voter__convening=convening).exists()


def test_the_ticket_of_another_voter_is_refused(
    convening: Convening, phone: Client, yesterday: datetime
) -> None:
    path = f"/v/{convening.room_code}/pairs/"
    ticket = ticket_in(page(phone, path))
    make_voter(convening, yesterday, "another phone")
    other = Client()
    other.cookies[COOKIE] = "another phone"
    assert other.post(path, {"ticket": ticket, "value": "1"}).status_code == 400


def test_dots_go_on_and_off_and_what_is_left_is_said(convening: Convening, phone: Client) -> None:
    path = f"/v/{convening.room_code}/dots/"
    text = page(phone, path)
    assert "3 dots left" in text
    statement = Statement.objects.filter(convening=convening).first()
    done = phone.post(path, {"statement": statement.code, "value": "2", "page": "1"})
    assert done["Location"] == f"{path}?saved={statement.code}&page=1#text-{statement.code}"
    after = page(phone, done["Location"])
    assert "1 dot left" in after
    assert f'data-saved="dots-{statement.code}"' in after
    phone.post(path, {"statement": statement.code, "value": "0"})
    assert "3 dots left" in page(phone, path)


def test_too_many_dots_are_refused_and_repeated(convening: Convening, phone: Client) -> None:
    path = f"/v/{convening.room_code}/dots/"
    statement = Statement.objects.filter(convening=convening).first()
    response = phone.post(path, {"statement": statement.code, "value": "4"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "You have 3 dots in all" in text
    assert statement.text in text
    assert not Dot.objects.filter(voter__convening=convening).exists()


@pytest.mark.parametrize(
    "sent", [{}, {"statement": "0000000000", "value": "x"}, {"statement": "0000000000", "value": "-1"}]
)
def test_dots_that_are_none_are_refused(convening: Convening, phone: Client, sent: dict[str, str]) -> None:
    assert phone.post(f"/v/{convening.room_code}/dots/", sent).status_code == 400


def test_after_the_close_both_are_refused_with_what_was_said(
    here: Place, convening: Convening, phone: Client
) -> None:
    room = f"/v/{convening.room_code}/"
    ticket = ticket_in(page(phone, f"{room}pairs/"))
    statement = Statement.objects.filter(convening=convening).first()
    close(convening, here, timezone.now())
    refused = phone.post(f"{room}pairs/", {"ticket": ticket, "value": "1"})
    assert refused.status_code == 409
    assert "Voting is closed" in refused.content.decode()
    assert "You chose:" in refused.content.decode()
    refused = phone.post(f"{room}dots/", {"statement": statement.code, "value": "1"})
    assert refused.status_code == 409
    assert statement.text in refused.content.decode()
    for path in ("pairs/", "dots/"):
        assert phone.get(room + path)["Location"] == room


def test_without_a_voice_or_where_nobody_asks_one_is_sent_to_the_room(
    here: Place, convening: Convening, yesterday: datetime
) -> None:
    plain = opened(here, yesterday, has_pairs=False, dots_each=0)
    make_voter(plain, yesterday, "in the plain room")
    inside = Client()
    inside.cookies[COOKIE] = "in the plain room"
    for client, row in ((Client(), convening), (inside, plain)):
        room = f"/v/{row.room_code}/"
        for path in ("pairs/", "dots/"):
            assert client.get(room + path)["Location"] == room
    assert "Compare" not in page(inside, f"/v/{plain.room_code}/")


def test_the_room_leads_to_pairs_and_dots_once_all_is_voted_on(
    here: Place, convening: Convening, phone: Client
) -> None:
    room = f"/v/{convening.room_code}/"
    for statement in Statement.objects.filter(convening=convening):
        phone.post(f"{room}vote/", {"statement": statement.code, "value": "1"})
    text = page(phone, room)
    assert "Compare two at a time" in text
    assert "Place my dots" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_dots_page_asks_the_same_number_of_questions_for_one_row_and_three(
    here: Place, yesterday: datetime, django_assert_num_queries: object, count: int
) -> None:
    convening = opened(here, yesterday)
    make_statements(convening, yesterday, count)
    make_voter(convening, yesterday, KEY)
    client = Client()
    client.cookies[COOKIE] = KEY
    path = f"/v/{convening.room_code}/dots/"
    client.get(path)
    with django_assert_num_queries(7):
        client.get(path)


def results(place: Place, convening: Convening) -> str:
    client = Client()
    client.force_login(place.people["member"])
    return re.sub(r"\s+", " ", page(client, convening.get_absolute_url()))


def test_the_results_show_map_groups_ranking_and_both_lists(here: Place, yesterday: datetime) -> None:
    convening = crowded(here, yesterday)
    freeze(convening_id=convening.pk, now=yesterday)
    text = results(here, convening)
    for said in (
        "Two groups, and 1 statement that all agree on",
        "Group A, 16 people",
        "Group B, 8 people",
        "Where all groups agree",
        "What divides them",
        "Show 3 more that pass the test",
        "168 comparisons by 24 people",
        "Equal shares gave 10 more people a priority",
        "38 dots by 24 people, 2 each.",
        "Method of Equal Shares, exact 1.0",
        "copractice verify",
    ):
        assert said in text, said
    assert text.count("<svg") > 20
    assert "@A@" not in text
    assert " style=" not in text


def test_a_small_room_is_described_in_words(here: Place, yesterday: datetime) -> None:
    convening = crowded(here, yesterday, people=9)
    freeze(convening_id=convening.pk, now=yesterday)
    text = results(here, convening)
    assert "There is no map: 9 people voted on enough statements" in text
    assert "9 people compared statements. From ten on they are ranked" in text
    assert "9 people placed dots. From ten on they choose" in text
    assert "What divides them" in text or "What unites people" in text
    assert "map__drawing" not in text


def test_the_map_is_hidden_where_results_are(here: Place, yesterday: datetime) -> None:
    convening = crowded(here, yesterday)
    freeze(convening_id=convening.pk, now=yesterday)
    assert Client().get(convening.get_absolute_url()).status_code == 302
    Convening.objects.filter(pk=convening.pk).update(state="open")
    text = results(here, convening)
    assert "Group A" not in text
    assert "Results stay hidden" in text


def test_the_results_are_read_with_the_same_few_questions_however_many_findings(
    here: Place, yesterday: datetime, django_assert_num_queries: object
) -> None:
    client = Client()
    client.force_login(here.people["member"])
    for people in (10, 24):
        convening = crowded(here, yesterday, people=people)
        freeze(convening_id=convening.pk, now=yesterday)
        client.get(convening.get_absolute_url())
        with django_assert_num_queries(26):
            client.get(convening.get_absolute_url())


def test_staff_choose_the_ways_in_the_plan(here: Place) -> None:
    client = Client()
    client.force_login(here.people["coordinator"])
    form = {"title_en": "T", "title_es": "", "question_en": "Q", "question_es": "", "held_on": "2027-01-05"}
    bad = client.post("/c/here/convenings/new/", form | {"dots_each": "21", "seats": "0"})
    assert bad.status_code == 400
    client.post("/c/here/convenings/new/", form | {"has_pairs": "on", "dots_each": "4", "seats": "5"})
    row = Convening.objects.get(title={"en": "T"})
    assert (row.has_pairs, row.dots_each, row.seats) == (True, 4, 5)
    path = f"{row.get_absolute_url()}edit/"
    assert 'value="4"' in page(client, path)
    client.post(path, form)
    row.refresh_from_db()
    assert (row.has_pairs, row.dots_each, row.seats) == (False, 0, 6)
