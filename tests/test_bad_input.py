"""What no page of ours sends, sent anyway: each with its exact answer, and nothing stored."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from copractice.communities.models import Community, Membership, Update
from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World, make_update, make_world

NEW_UPDATE = "/c/here/updates/new/"
KEY = "9" * 32
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def desk(world: World) -> Client:
    """Return a browser of the coordinator here; a fault is an answer to it, as for a real one."""
    client = Client(raise_request_exception=False)
    client.force_login(world.here.people["coordinator"])
    return client


def post_update(client: Client, **changes: str) -> HttpResponse:
    return client.post(NEW_UPDATE, {"form_key": KEY, "title_en": "Title", "body_en": "Text"} | changes)


def stored() -> list[Update]:
    return list(Update.objects.filter(form_key=KEY))


def test_a_text_one_character_too_long_comes_back_whole(desk: Client) -> None:
    text = "x" * 50_000 + "y"
    response = post_update(desk, body_en=text)
    assert response.status_code == 400
    assert text in response.content.decode()
    assert stored() == []


def test_a_text_of_50000_characters_is_posted(desk: Client) -> None:
    assert post_update(desk, body_en="ñ" * 50_000).status_code == 302
    assert [len(update.body["en"]) for update in stored()] == [50_000]


def test_a_nul_is_refused_and_the_rest_of_the_text_comes_back(desk: Client) -> None:
    response = post_update(desk, body_en="before\0after")
    assert response.status_code == 400
    assert "Null characters are not allowed." in response.content.decode()
    assert "before\0after" in response.content.decode()
    assert stored() == []


def test_a_nul_in_an_address_finds_nothing_more(desk: Client) -> None:
    for path in ["/c/here%00/", "/c/here/updates/%00/", "/c/here/log/?page=%00", "/%00"]:
        assert desk.get(path).status_code == (200 if "?" in path else 404)


def test_bytes_that_are_no_text_are_stored_as_marks_of_what_was_lost(desk: Client) -> None:
    lone_surrogate = "%ED%A0%80"
    sent = f"form_key={KEY}&title_en=T&body_en=a{lone_surrogate}b"
    assert desk.generic("POST", NEW_UPDATE, sent, content_type=FORM).status_code == 302
    assert [update.body for update in stored()] == [{"en": "a\ufffd\ufffd\ufffdb"}]


def test_a_form_in_another_encoding_is_refused(desk: Client) -> None:
    for charset in ["raw-unicode-escape", "unicode-escape", "utf-16-le", "utf-7", "cp037"]:
        fields = {"form_key": KEY, "title_en": "T", "body_en": r"a\ud800b"}
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
        ]
        for kind, body in (("multipart/form-data; boundary=x", "".join(parts) + "--x--\r\n"), (FORM, "a=b")):
            response = desk.generic("POST", NEW_UPDATE, body, content_type=f"{kind}; charset={charset}")
            assert response.status_code == 400
        assert stored() == []


def test_marks_that_turn_the_direction_are_taken_from_names_and_titles(desk: Client) -> None:
    turned = {"name": "Ana\u202egnp.exe", "email": "ana@example.org", "role": "member"}
    assert desk.post("/c/here/people/new/", turned).status_code == 302
    assert Membership.objects.filter(name="Anagnp.exe").count() == 1
    assert post_update(desk, title_en="\u2066Title\u2069").status_code == 302
    assert [update.title for update in stored()] == [{"en": "Title"}]


def test_a_title_of_nothing_is_asked_for_again(desk: Client) -> None:
    for empty in ["", "   ", "\u200b", "\u202e\u2066"]:
        response = post_update(desk, title_en=empty, body_en="Kept text")
        assert response.status_code == 400
        assert "Kept text" in response.content.decode()
        assert stored() == []


def test_markup_is_shown_and_never_run(desk: Client) -> None:
    body = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,c) <script>d</script>"
    response = post_update(desk, title_en="<b>Title</b>", body_en=body)
    page = Client().get(response["Location"]).content.decode()
    assert "&lt;b&gt;Title&lt;/b&gt;" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert 'href="javascript:' not in page
    assert 'href="data:' not in page
    assert "<script>d" not in page


LISTS = ["/c/here/updates/", "/c/here/log/", "/c/here/people/", "/c/here/notices/", "/c/here/imports/"]


def test_a_page_that_there_is_not_is_answered_with_one_that_there_is(desk: Client) -> None:
    for path in LISTS:
        for number in ["-1", "0", "1e9", "abc", "", "2.5", "9" * 30, "²", "1;2"]:
            assert (path, number, desk.get(path, {"page": number}).status_code) == (path, number, 200)


def test_what_is_no_number_is_the_first_page_and_what_is_too_far_the_last(
    world: World, now: datetime
) -> None:
    for n in range(30):
        make_update(world.here.community, world.here.people["coordinator"], f"{n:032d}", now)
    shown = {"-1": 2, "0": 2, "9999": 2, "1e9": 1, "abc": 1, "": 1, "2": 2}
    for number, page in shown.items():
        assert f"Page {page} of 2" in Client().get("/c/here/updates/", {"page": number}).content.decode()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "["])
def test_another_host_name_is_refused_and_mails_nothing(db: None, host: str) -> None:
    Person.objects.create_user("ana@example.org")
    client = Client(raise_request_exception=False, headers={"host": host})
    for response in (client.get("/"), client.post("/sign-in/", {"email": "ana@example.org"})):
        assert response.status_code == 400
        assert b"evil" not in response.content
    assert not Notice.objects.exists()


def test_a_forwarded_host_name_changes_nothing(client: Client, world: World) -> None:
    plain = client.get("/c/here/")
    forwarded = client.get("/c/here/", headers={"x-forwarded-host": "evil.example"})
    assert forwarded.status_code == plain.status_code == 200
    assert b"evil" not in forwarded.content


@pytest.mark.parametrize("token", [{}, {"csrfmiddlewaretoken": "0" * 64}])
def test_a_post_without_its_token_stores_nothing_and_shows_the_text_again(
    world: World, token: dict[str, str]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.here.people["coordinator"])
    browser.get(NEW_UPDATE)
    before = LogEntry.objects.count()
    response = post_update(browser, title_en="An hour of work", body_en="Line <1>\nLine 2", **token)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Nothing was saved." in page
    assert "An hour of work</textarea>" in page
    assert "Line &lt;1&gt;\nLine 2</textarea>" in page
    assert KEY not in page
    assert (stored(), LogEntry.objects.count()) == ([], before)


def test_a_code_typed_without_the_token_is_not_shown_again(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/code/", {"code": "BCDF-GHJK"})
    assert response.status_code == 403
    assert b"BCDF-GHJK" not in response.content


def test_a_form_sent_twice_posts_once_and_leads_to_the_same_page(desk: Client) -> None:
    first, second = post_update(desk), post_update(desk, body_en="Changed since")
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == f"/c/here/updates/{stored()[0].code}/"
    assert [update.body for update in stored()] == [{"en": "Text"}]


@pytest.mark.django_db(transaction=True)
def test_eight_sendings_at_one_moment_post_once() -> None:
    world = make_world(datetime.now(UTC))
    before = LogEntry.objects.count()

    def send(_: int) -> str:
        client = Client()
        client.force_login(world.here.people["coordinator"])
        try:
            return post_update(client)["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        places = set(pool.map(send, range(8)))
    assert places == {f"/c/here/updates/{stored()[0].code}/"}
    assert LogEntry.objects.count() == before + 1


def test_a_form_without_its_key_is_refused(desk: Client) -> None:
    for key in ["", "9", "9" * 33, "9" * 31 + "\0"]:
        assert post_update(desk, form_key=key, title_en="Kept").status_code == 400
        assert not Update.objects.filter(title__en="Kept").exists()


def test_a_key_that_was_used_in_another_community_says_nothing_of_it(desk: Client, world: World) -> None:
    foreign = world.there.update
    response = post_update(desk, form_key=foreign.form_key[:31] + "7")
    assert response.status_code == 302
    make_update(world.there.community, world.there.people["coordinator"], KEY, datetime.now(UTC))
    assert post_update(desk)["Location"].startswith("/c/here/updates/")
    assert {update.community.slug for update in stored()} == {"here", "there"}


def test_a_role_that_there_is_not_is_given_to_nobody(desk: Client) -> None:
    for role in ["", "pope", "OWNER", "owner\0", "1"]:
        before = Membership.objects.count()
        typed = {"name": "Ana Kept", "email": "ana@example.org", "role": role}
        response = desk.post("/c/here/people/new/", typed)
        assert response.status_code == 400
        assert "Ana Kept" in response.content.decode()
        assert Membership.objects.count() == before
        assert not Person.objects.filter(email="ana@example.org").exists()


def test_a_role_is_given_to_an_address_only(desk: Client) -> None:
    for email in ["a@example.org\nBcc: b@example.org", "a@", "a b@example.org", "x" * 250 + "@a.bc"]:
        before = Notice.objects.count()
        response = desk.post("/c/here/people/new/", {"name": "Ana", "email": email, "role": "member"})
        assert response.status_code == 400
        assert Notice.objects.count() == before


def test_a_page_of_another_revision_is_not_overwritten_and_the_text_comes_back(
    desk: Client, world: World
) -> None:
    for revision in ["", "abc", "-1", "0", "99999999999999999999", "1.5", "77"]:
        typed = {
            "name": "Here",
            "headline_en": "H",
            "lead_en": "L",
            "about_en": "Long work",
            "revision": revision,
        }
        response = desk.post("/c/here/edit/", typed)
        assert response.status_code == 400
        assert "Long work" in response.content.decode()
        assert Community.objects.get(slug="here").about == world.here.community.about


def test_a_body_that_is_no_form_is_refused(desk: Client) -> None:
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "text/plain", ""]:
        response = desk.generic("POST", NEW_UPDATE, f"form_key={KEY}&title_en=T", content_type=kind)
        assert response.status_code == 400
        assert stored() == []


def test_too_many_fields_and_too_long_a_body_are_refused(desk: Client) -> None:
    assert desk.post(NEW_UPDATE, {f"f{n}": "x" for n in range(501)}).status_code == 400
    assert post_update(desk, body_en="x" * 2_500_001).status_code == 400
    assert stored() == []


def test_fields_that_no_form_has_change_nothing(desk: Client, world: World) -> None:
    post_update(
        desk, author="1", community=str(world.there.community.pk), posted_at="1999-01-01", code="mine"
    )
    [update] = stored()
    assert (update.community, update.author) == (world.here.community, world.here.memberships["coordinator"])
    assert update.posted_at.year > 2000
    assert update.code != "mine"
