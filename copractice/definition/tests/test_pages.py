"""The pages of Define, through the door: whole paths, what the public reads, bad input, numbers of queries."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.definition.actions import consulting, voices
from copractice.definition.models import (
    Comment,
    Commitment,
    Definition,
    DefinitionVersion,
    Objection,
    Signature,
)
from tests.world import Place, World
from tests.world_copy import lay_down_world
from tests.world_definition import (
    end_consultation,
    make_adopted_version,
    make_commitment,
    make_draft,
    object_to,
    put_to_members,
)

pytestmark = pytest.mark.django_db
OpenAs = Callable[[str], Client]
WORDS = {"text_en": "A good program", "text_es": "", "why_en": "It was asked for", "why_es": ""}


@pytest.fixture
def world(db: None) -> World:
    """Return a world that began yesterday: pages go by the real clock."""
    return lay_down_world()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == status, path
    return str(response.content.decode())


def in_days(days: int) -> dict[str, str]:
    day = timezone.now() + timedelta(days=days)
    return {"until_day": f"{day:%Y-%m-%d}", "until_clock": "17:00"}


def test_from_a_draft_to_an_adopted_version(here: Place, open_as: OpenAs) -> None:
    staff, member, public = open_as("coordinator"), open_as("member"), open_as("")
    typed = WORDS | {"title_en": "Quality", "title_es": "", "priority": here.priority.code}
    page = staff.post("/c/here/definition/new/", typed)
    definition = Definition.objects.get()
    assert page["Location"] == definition.get_absolute_url()
    assert "Quality" not in text(public, "/c/here/definition/")
    assert public.get(definition.get_absolute_url()).status_code == 302
    assert member.get(definition.get_absolute_url()).status_code == 404
    version = definition.versions.get()
    path = version.get_absolute_url()
    staff.post(f"{path}consult/", {"revision": 1, **in_days(9)})
    assert "can you agree to it?" in text(member, path)
    key = {"language": "en", "form_key": "1" * 32}
    member.post(f"{path}comment/", {"text": "Shorter, and **bolder**", **key})
    assert "Member of here" in text(member, path)
    assert "Shorter, and" not in text(public, path)
    open_as("funder").post(f"{path}object/", {"text": "It forgets pay", **key, "form_key": "2" * 32})
    objection = Objection.objects.get()
    settle = f"/c/here/objections/{objection.code}/settle/"
    staff.post(settle, {"name": "keep", "resolution_en": "Pay is next.", "resolution_es": ""})
    end_consultation(version, timezone.now())
    staff.post(f"{path}adopt/", {"note_en": "At the meeting", "note_es": ""})
    page = text(public, "/c/here/definition/")
    for words in ("A good program", "At the meeting", "It forgets pay", "Pay is next.", "Priority of here"):
        assert words in page
    assert here.priority.get_absolute_url() in page
    assert "Funder of here" not in page
    assert "Funder of here" not in text(public, path)
    assert "Funder of here" in text(member, path)


def test_drafts_and_open_words_are_not_shown_to_the_public(here: Place, open_as: OpenAs) -> None:
    shown = here.defined
    public, member = open_as(""), open_as("member")
    path = shown.consulted.get_absolute_url()
    secret = [shown.comment.text, shown.objection.text, "Funder of here", "Signer of here"]
    for page in (path, shown.definition.get_absolute_url(), shown.commitment.get_absolute_url()):
        told = text(public, page)
        assert [words for words in secret if words in told] == []
    told = text(member, path)
    assert [words in told for words in secret] == [True, True, True, False]
    consulting.replace(
        version=_settled(shown.objection, here), actor=here.people["coordinator"], now=timezone.now()
    )
    open_as("coordinator").post(
        f"{shown.definition.get_absolute_url()}write/", WORDS | {"text_en": "Secret third", "revision": 0}
    )
    for reader in (public, member):
        assert "Secret third" not in text(reader, f"{shown.definition.get_absolute_url()}compare/")
        assert "Version 3" not in text(reader, shown.definition.get_absolute_url())
        assert "Secret third" not in text(
            reader, f"{shown.definition.get_absolute_url()}compare/?new=3&old=1"
        )
    assert "Secret third" in text(open_as("coordinator"), f"{shown.definition.get_absolute_url()}compare/")


def _settled(objection: Objection, here: Place) -> DefinitionVersion:
    voices.settle(
        row=objection,
        name="resolve",
        resolution={"en": "Yes."},
        actor=here.people["owner"],
        now=timezone.now(),
    )
    return objection.version


def test_a_second_tab_keeps_what_was_typed(here: Place, now: datetime, open_as: OpenAs) -> None:
    definition = make_draft(here.community, here.people["coordinator"], now)
    path, staff = f"{definition.get_absolute_url()}write/", open_as("coordinator")
    assert staff.post(path, WORDS | {"revision": 1}).status_code == 302
    late = staff.post(path, WORDS | {"text_en": "The other tab", "revision": 1})
    assert late.status_code == 400
    assert "Someone else saved this text" in late.content.decode()
    assert "The other tab" in late.content.decode()
    name = f"{definition.get_absolute_url()}edit/"
    typed = {"title_en": "New name", "title_es": "", "priority": "", "revision": 1}
    assert staff.post(name, typed).status_code == 302
    late = staff.post(name, typed | {"title_en": "Newer name"})
    assert (late.status_code, "Newer name" in late.content.decode()) == (400, True)


def test_words_sent_too_late_come_back(here: Place, open_as: OpenAs) -> None:
    version = here.defined.consulted
    end_consultation(version, timezone.now())
    typed = {"text": "Too late <b>words</b>", "language": "en", "form_key": "9" * 32}
    for verb in ("comment", "object"):
        page = open_as("member").post(f"{version.get_absolute_url()}{verb}/", typed)
        assert page.status_code == 400
        assert "This consultation is over" in page.content.decode()
        assert "Too late &lt;b&gt;words&lt;/b&gt;" in page.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "required"), ("x" * 5_001, "Shorten it by 1."), ("nul\0", "Null characters")],
)
def test_a_comment_that_cannot_stand_is_refused(here: Place, open_as: OpenAs, typed: str, said: str) -> None:
    path = f"{here.defined.consulted.get_absolute_url()}comment/"
    page = open_as("member").post(path, {"text": typed, "language": "en", "form_key": "9" * 32})
    assert page.status_code == 400
    assert said in page.content.decode()


def test_markup_in_words_is_text(here: Place, open_as: OpenAs) -> None:
    version = here.defined.consulted
    evil = '<script>alert(1)</script> <img src=x onerror="y">'
    DefinitionVersion.objects.filter(pk=version.pk).update(text={"en": evil}, why={"en": evil})
    Comment.objects.update(text=evil)
    Objection.objects.update(text=evil)
    member = open_as("member")
    for path in (
        version.get_absolute_url(),
        f"{here.defined.definition.get_absolute_url()}compare/",
        here.defined.definition.get_absolute_url(),
    ):
        page = text(member, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "alert(1)" in page


def test_a_closing_hour_that_does_not_exist_is_refused(here: Place, now: datetime, open_as: OpenAs) -> None:
    definition = make_draft(here.community, here.people["coordinator"], now)
    path = f"{definition.versions.get().get_absolute_url()}consult/"
    for until in ({}, {"until_day": "2027-03-14", "until_clock": "02:30"}, in_days(-2), in_days(300)):
        page = open_as("coordinator").post(path, {"revision": 1, **until})
        assert page.status_code == 400
    assert definition.versions.get().state == "draft"


def test_comparing_takes_whatever_stands_in_the_address(here: Place, open_as: OpenAs) -> None:
    path = f"{here.defined.definition.get_absolute_url()}compare/"
    for query in ("", "?old=x&new=9", "?old=1&new=1", "?old=2&new=1", "?old=%00"):
        assert "words of here" in text(open_as(""), path + query)
    assert "From version 2 to version 1" in text(open_as(""), f"{path}?old=2&new=1")
    assert "<ins>" in text(open_as(""), path)


def test_several_definitions_are_listed_with_their_standing(
    here: Place, now: datetime, open_as: OpenAs
) -> None:
    coordinator = here.people["coordinator"]
    make_adopted_version(here.community, coordinator, here.people["member"], now)
    second = make_draft(here.community, coordinator, now, "Other")
    put_to_members(second, coordinator, now, now + timedelta(days=2))
    page = text(open_as(""), "/c/here/definition/")
    assert "Version 1 is adopted" in page
    assert "Not adopted yet" in page


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        text(client, path)
    return len(found)


def test_pages_ask_the_same_for_one_row_and_for_three(here: Place, now: datetime, open_as: OpenAs) -> None:
    shown, staff = here.defined, open_as("coordinator")
    paths = [
        shown.consulted.get_absolute_url(),
        shown.definition.get_absolute_url(),
        shown.commitment.get_absolute_url(),
        "/c/here/commitments/",
    ]
    for path in paths:
        text(staff, path)
    before = [queries(staff, path) for path in paths]
    people = [here.people[role] for role in ("member", "reviewer", "owner")]
    for number, person in enumerate(people):
        object_to(shown.consulted, person, now, f"x{number:031d}")
        voices.comment(
            version=shown.consulted,
            text="More",
            language="en",
            form_key=f"y{number:031d}",
            actor=person,
            now=now,
        )
        make_commitment(here.community, here.people["coordinator"], now)
    Commitment.objects.update(definition=shown.definition)
    staff.post(
        f"{shown.commitment.get_absolute_url()}paper/",
        {
            "organization": here.umbrella.code,
            "name": "Ada",
            "version": shown.commitment.versions.get().code,
            "since": f"{now:%Y-%m-%d}",
        },
    )
    assert Signature.objects.count() == 2
    assert [queries(staff, path) for path in paths] == before


def test_the_home_tells_what_waits(here: Place, open_as: OpenAs) -> None:
    shown = here.defined
    make_commitment(here.community, here.people["coordinator"], timezone.now())
    assert "A definition is in consultation" in text(open_as("member"), "/me/")
    assert "1 objection waits for an answer" in text(open_as("coordinator"), "/me/")
    leader = text(open_as("funder"), "/me/")
    assert "A commitment waits for the signature of Here Lab" in leader
    assert "A definition is in consultation" not in leader
    end_consultation(shown.consulted, timezone.now())
    _settled(shown.objection, here)
    assert "A consultation is over" in text(open_as("coordinator"), "/me/")
    assert "A definition is in consultation" not in text(open_as("member"), "/me/")


def test_the_communitys_page_tells_where_the_definition_stands(
    here: Place, now: datetime, open_as: OpenAs
) -> None:
    public, coordinator = open_as(""), here.people["coordinator"]
    definition = make_draft(here.community, coordinator, now)
    assert "Definition of here" not in text(public, "/c/here/")
    version = put_to_members(definition, coordinator, now, now + timedelta(days=2))
    page = text(public, "/c/here/")
    assert "version 1 in consultation" in page
    assert "Members are reading a text that says it." in page
    consulting.replace(version=version, actor=coordinator, now=now)
    assert "The next one takes up what they said." in text(public, "/c/here/")
    make_adopted_version(here.community, coordinator, here.people["member"], now)
    DefinitionVersion.objects.filter(pk=version.pk).delete()
    page = text(public, "/c/here/")
    assert "Version 1 adopted" in page
    assert "From a shared definition to an open call" in page
