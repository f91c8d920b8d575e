from datetime import datetime
from http import HTTPStatus

from django.test import Client

from copractice.convening.models import Convening, Statement
from copractice.convening.tests.rooms import KEY, close, make_voter, open_convening, say
from copractice.convening.views.door import COOKIE
from tests.world import World


def page_of(browser: Client, convening: Convening, more: str = "") -> str:
    return browser.get(f"/v/{convening.room_code}/{more}").content.decode()


def test_markup_is_shown_as_text_and_marks_of_direction_are_gone(
    convening: Convening, phone: Client, now: datetime
) -> None:
    text = "<script>alert(1)</script> \u202ereversed\u202c <b>bold</b>\nsecond line"
    phone.post(f"/v/{convening.room_code}/write/", {"text": text, "language": "en"})
    row = Statement.objects.get(convening=convening)
    assert row.text == "<script>alert(1)</script> reversed <b>bold</b> second line"
    page = page_of(phone, convening)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; reversed" in page
    assert "<script>alert" not in page


def test_a_statement_that_is_too_long_comes_back_whole(convening: Convening, phone: Client) -> None:
    text = "word " * 60 + "end"
    response = phone.post(f"/v/{convening.room_code}/write/", {"text": text, "language": "en"})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "This has 303 characters, and 280 fit. Shorten it by 23." in response.content.decode()
    assert text in response.content.decode()
    assert not Statement.objects.filter(convening=convening).exists()


def test_who_writes_the_same_is_shown_what_was_said_and_may_insist(
    convening: Convening, phone: Client, now: datetime
) -> None:
    said = say(make_voter(convening, now), "Buses should run until ten in the evening", now)
    body = {"text": "The buses should run until ten", "language": "en"}
    page = phone.post(f"/v/{convening.room_code}/write/", body).content.decode()
    assert said.text in page
    assert f'href="/v/{convening.room_code}/?statement={said.code}"' in page
    assert "The buses should run until ten" in page
    assert Statement.objects.filter(convening=convening).count() == 1
    insisted = phone.post(f"/v/{convening.room_code}/write/", body | {"anyway": "yes"}, follow=True)
    assert "Your statement is in the vote now." in insisted.content.decode()
    assert Statement.objects.filter(convening=convening).count() == 2


def test_a_form_sent_twice_is_one_statement(convening: Convening, phone: Client) -> None:
    body = {"text": "Buses until ten", "language": "es", "anyway": "yes"}
    for _ in range(2):
        phone.post(f"/v/{convening.room_code}/write/", body)
    assert Statement.objects.get(convening=convening).language == "es"


def test_the_author_reads_what_became_of_a_statement_and_nobody_else_reads_one_that_waits(
    world: World, now: datetime
) -> None:
    convening = open_convening(world.here, now, is_moderated=True)
    author = make_voter(convening, now, KEY)
    phone, other = Client(), Client()
    phone.cookies[COOKIE] = KEY
    make_voter(convening, now, "another phone")
    other.cookies[COOKIE] = "another phone"
    statement = say(author, "Buses until ten", now)
    fates = [
        ("waiting", "Waits for the moderators"),
        ("accepted", "In the vote"),
        ("rejected", "Not taken into the vote"),
    ]
    for state, words in fates:
        Statement.objects.filter(pk=statement.pk).update(state=state)
        assert words in page_of(phone, convening, "mine/")
        readable = page_of(other, convening) + page_of(other, convening, f"?statement={statement.code}")
        assert (statement.text in readable) == (state == "accepted")


def test_a_statement_typed_while_the_room_closes_is_not_lost(
    convening: Convening, phone: Client, world: World, now: datetime
) -> None:
    close(convening, world.here, now)
    response = phone.post(f"/v/{convening.room_code}/write/", {"text": "Too late", "language": "en"})
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Voting is closed, so this was not counted." in response.content.decode()
    assert "Too late</textarea>" in response.content.decode()
