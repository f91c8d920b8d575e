from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from copractice.convening.actions import lives
from copractice.convening.models import Convening, Vote, Voter
from copractice.convening.queries.room import hash_of
from copractice.convening.states import VoteValue
from copractice.convening.tests.rooms import close, make_statements, open_convening
from copractice.convening.views import door
from tests.world import World
from tests.world_copy import lay_down_world

WRONG = "No room is open under this code. Compare it with the one on the wall."
TOO_MANY = "Too many wrong codes came from your network. Wait a minute, then try again."


def address(convening: Convening, more: str = "") -> str:
    return f"/v/{convening.room_code}/{more}"


def voices(convening: Convening) -> list[Voter]:
    return list(Voter.objects.filter(convening=convening))


def test_the_code_opens_the_room_however_it_is_typed(convening: Convening) -> None:
    code = convening.room_code
    for typed in (code, code.lower(), f" {code[:3]}-{code[3:]} ", f"{code[:2]} {code[2:4]} {code[4:]}"):
        response = Client().post("/join/", {"code": typed})
        assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, address(convening))
    assert len(voices(convening)) == 4


def test_an_address_in_small_letters_leads_to_the_one_with_the_cookie(convening: Convening) -> None:
    response = Client().get(address(convening).lower())
    assert response["Location"] == address(convening)


def test_the_code_can_stand_in_the_address(convening: Convening) -> None:
    assert 'value="ABC234"' in Client().get("/join/?code=ABC234").content.decode()


def test_a_wrong_code_and_that_of_a_draft_read_the_same(
    convening: Convening, world: World, now: datetime
) -> None:
    plan = lives.Plan(title={"en": "Draft"}, question={"en": "Draft"}, held_on=now.date())
    actor = world.here.people["coordinator"]
    draft = lives.prepare(community=world.here.community, plan=plan, actor=actor, now=now)

    def answers(code: str) -> list[str]:
        pages = [Client().post("/join/", {"code": code}), Client().get(f"/v/{code}/")]
        pages += [Client().get(f"/v/{code}/{page}/") for page in ("mine", "write", "turnout")]
        return [
            f"{page.status_code} {page.content.decode()}".replace(code, "CODE").split("csrf")[0]
            for page in pages
        ]

    unknown = answers("XXXXXX")
    assert answers(draft.room_code) == unknown
    assert all(page.startswith("400") for page in unknown)
    assert WRONG in Client().post("/join/", {"code": draft.room_code}).content.decode()


@pytest.mark.parametrize("typed", ["", "  ", "12", "O0I1L!", "abc\0def", "é" * 6, "x" * 41, "' OR 1=1"])
def test_what_is_no_code_is_refused_with_what_was_typed(world: World, typed: str) -> None:
    assert Client().post("/join/", {"code": typed}).status_code == HTTPStatus.BAD_REQUEST


def test_guesses_are_counted_in_the_form_and_in_the_address(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "WRONG_CODES", "3/m/key")
    seated = Client()
    seated.post(address(convening, "enter/"))
    assert Client().post("/join/", {"code": "XXXXXX"}).status_code == HTTPStatus.BAD_REQUEST
    assert Client().get("/v/YYYYYY/").status_code == HTTPStatus.BAD_REQUEST
    assert Client().get("/v/ZZZZZZ/turnout/").status_code == HTTPStatus.BAD_REQUEST
    for refused in (
        Client().post("/join/", {"code": "QQQQQQ"}),
        Client().post("/join/", {"code": convening.room_code}),
        Client().get(address(convening)),
    ):
        assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert refused["Retry-After"] == "60"
        assert TOO_MANY in refused.content.decode()
    assert seated.get(address(convening)).status_code == HTTPStatus.OK


def test_people_who_know_the_code_are_never_counted(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "WRONG_CODES", "1/m/key")
    for _ in range(5):
        assert Client().get(address(convening)).status_code == HTTPStatus.OK
        assert Client().post("/join/", {"code": convening.room_code}).status_code == HTTPStatus.FOUND


def test_no_address_of_a_network_is_kept(convening: Convening) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post("/join/", {"code": "XXXXXX"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM web_cache")
        assert "203.0.113" not in str(cursor.fetchall())
    cache.clear()


def test_the_secret_goes_to_this_room_only_and_its_hash_is_stored(convening: Convening) -> None:
    cookie = Client().post(address(convening, "enter/")).cookies["voter"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address(convening), True, "Lax")
    [voter] = voices(convening)
    assert voter.key_hash == hash_of(cookie.value)
    assert (voter.person, len(cookie.value)) == (None, 64)


def test_joining_twice_from_one_browser_makes_one_voice(convening: Convening) -> None:
    browser = Client()
    for _ in range(2):
        browser.post("/join/", {"code": convening.room_code})
        browser.post(address(convening, "enter/"))
    assert len(voices(convening)) == 1


def test_a_post_from_another_site_joins_nothing(convening: Convening) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(convening, "enter/")).status_code == HTTPStatus.FORBIDDEN
    assert voices(convening) == []


def test_a_signed_in_person_has_one_voice_in_two_browsers(convening: Convening, world: World) -> None:
    member = world.here.people["member"]
    for _ in range(2):
        browser = Client()
        browser.force_login(member)
        browser.post(address(convening, "enter/"))
    [voter] = voices(convening)
    assert voter.person == member


def test_the_votes_of_a_device_are_kept_in_the_account_that_asks(
    convening: Convening, world: World, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    browser = Client()
    browser.post(address(convening, "enter/"))
    browser.post(address(convening, "vote/"), {"statement": statement.code, "value": "1"})
    assert "Keep my votes in my account" in browser.get(address(convening)).content.decode()
    sign_in = browser.get(address(convening, "keep/"))
    assert sign_in["Location"] == f"/sign-in/?next={address(convening, 'keep/')}"
    browser.force_login(world.here.people["member"])
    page = browser.get(address(convening, "keep/")).content.decode()
    assert "This device holds 1 vote." in page
    kept = browser.post(address(convening, "keep/"))
    assert (kept["Location"], kept.cookies["voter"].value) == (address(convening), "")
    [voter] = voices(convening)
    assert voter.person == world.here.people["member"]
    vote = Vote.objects.get(statement=statement)
    assert (vote.voter, vote.value) == (voter, VoteValue.AGREE)
    other = Client()
    other.force_login(world.here.people["member"])
    assert "Thank you. That was all of them." in other.get(address(convening)).content.decode()


def test_a_device_whose_votes_went_to_an_account_is_nobody_once_signed_out(
    convening: Convening, world: World
) -> None:
    browser = Client()
    secret = browser.post(address(convening, "enter/")).cookies["voter"].value
    browser.force_login(world.here.people["member"])
    browser.post(address(convening, "keep/"))
    thief = Client()
    thief.cookies["voter"] = secret
    assert "Start voting" in thief.get(address(convening)).content.decode()


def test_a_closed_room_lets_nobody_in_and_says_when_it_closed_and_where_results_will_stand(
    convening: Convening, world: World, now: datetime
) -> None:
    close(convening, world.here, now)
    browser = Client()
    assert browser.post("/join/", {"code": convening.room_code})["Location"] == address(convening)
    page = browser.get(address(convening)).content.decode()
    assert "Voting closed on Tuesday, November 24, 2026." in page
    assert 'href="/c/here/priorities/"' in page
    assert voices(convening) == []


def test_a_member_goes_on_to_the_results_of_a_closed_room(
    convening: Convening, world: World, now: datetime
) -> None:
    close(convening, world.here, now)
    browser = Client()
    browser.force_login(world.here.people["member"])
    assert f'href="/c/here/convenings/{convening.code}/"' in browser.get(address(convening)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_fifty_tabs_that_come_in_at_once_are_one_voice(now: datetime) -> None:
    convening = open_convening(lay_down_world(now).here, now)
    browser = Client()
    browser.get(address(convening))

    def tab(_number: int) -> str:
        try:
            fresh = Client()
            fresh.cookies["csrftoken"] = browser.cookies["csrftoken"].value
            return fresh.post(address(convening, "enter/")).cookies["voter"].value
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tabs:
        secrets = set(tabs.map(tab, range(50)))
    assert len(secrets) == 1
    assert len(voices(convening)) == 1
