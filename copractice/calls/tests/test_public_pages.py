"""What everybody reads of a call, and what nobody but staff does; pages go by the real clock."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.calls.actions import answering, questions, versions
from copractice.calls.actions.questions import Ask
from copractice.calls.models import Call
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import Audience, CallState, Party, QuestionKind, Scope
from copractice.calls.tests.pages import extend
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import make_call, make_draft

DAY = timedelta(days=1)
PAGES = ("call", "call_questions", "call_rubric", "call_faq", "call_changes")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def path(name: str, call: Call) -> str:
    return reverse(name, args=[call.community.slug, call.code])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(str(response.content.decode()).split())


@pytest.mark.usefixtures("beside")
def test_a_visitor_reads_until_when_for_whom_and_what(client: Client, call: Call) -> None:
    page = text(client, path("call", call))
    for words in (
        "Call of here",
        "Closes ",
        "Central time",
        "in 19 days",
        "For institutions that employ young people.",
        "Employer institution",
        "You speak for the larger body.",
        "Ages 14 to 24.",
        "About 40 minutes.",
        "Who may apply",
        "Ask us",
        "May we apply twice?",
        "calls@example.org",
        "Start an application",
    ):
        assert words in page, words
    assert "grace" not in page
    assert "Set up this call" not in page


def test_a_draft_is_there_for_staff_only(
    world: World, client: Client, draft: Call, coordinator: Person
) -> None:
    for name in PAGES:
        assert client.get(path(name, draft)).status_code == 302  # to sign-in, as any closed address
    member, staff = Client(), Client()
    member.force_login(world.here.people["member"])
    staff.force_login(coordinator)
    for name in PAGES:
        assert member.get(path(name, draft)).status_code == 404
        assert "This is a draft." in text(staff, path(name, draft))
    assert draft.code not in text(client, "/c/here/calls/")
    assert draft.code in text(staff, "/c/here/calls/")


def test_a_draft_of_a_next_version_is_read_by_staff_only(
    world: World, client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    by = {"call": call, "actor": coordinator, "now": now}
    versions.start_version(**by)
    ask = Ask({"en": "A question to come"}, QuestionKind.LONG, Audience.STAFF, is_required=False)
    questions.add_question(party=Party.EMPLOYER, key="0" * 10, ask=ask, **by)
    asked = path("call_questions", call)
    assert "A question to come" not in text(client, asked)
    assert client.get(f"{asked}?version=2").status_code == 302
    staff = Client()
    staff.force_login(coordinator)
    assert "A question to come" not in text(staff, asked)
    assert "A question to come" in text(staff, f"{asked}?version=2")


@pytest.mark.parametrize("number", ["9", "0", "-1", "two", "٣", "99999999999"])
def test_a_version_that_is_not_there_is_not_found(world: World, call: Call, number: str) -> None:
    signed_in = Client()
    signed_in.force_login(world.stranger)
    assert signed_in.get(path("call", call), {"version": number}).status_code == 404


def test_an_earlier_version_stays_readable_and_says_which_holds(
    client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    by = {"call": call, "actor": coordinator, "now": now}
    draft = versions.start_version(**by)
    question = questions_to(draft, Party.EMPLOYER)[0]
    words = Ask({"en": "New <b>words</b>"}, QuestionKind.LONG, Audience.REVIEWERS, limit=300)
    questions.change_question(question=question, ask=words, revision=1, actor=coordinator, now=now)
    draft = draft_of(call)
    versions.publish_version(why={"en": "It was not clear."}, revision=draft.revision, **by)
    asked = path("call_questions", call)
    assert "New &lt;b&gt;words&lt;/b&gt;" in text(client, asked)
    old = text(client, f"{asked}?version=1")
    assert "What do young people do at your place?" in old
    assert "Version 2 holds now." in old
    changes = text(client, path("call_changes", call))
    for told in ("Version 2", "It was not clear.", "is worded differently", "New &lt;b&gt;words&lt;/b&gt;"):
        assert told in changes, told


def test_an_extension_is_told_with_what_was_and_why(
    client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    extend(call, coordinator, now)
    for page in (text(client, path("call", call)), text(client, "/c/here/")):
        assert "Extended by 14 days." in page
        assert "The deadline was " in page
        assert "The new one holds for everyone." in page
    for page in (text(client, path("call", call)), text(client, path("call_changes", call))):
        assert "School testing week." in page


def test_a_change_for_one_application_is_told_to_nobody_else(
    client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    extend(call, coordinator, now, scope=Scope.APPLICATION)
    staff = Client()
    staff.force_login(coordinator)
    for reader in (client, staff):
        for name in PAGES:
            page = text(reader, path(name, call))
            assert "School testing week." not in page
            assert "Extended" not in page


def test_the_question_list_says_how_and_who_reads_it(client: Client, call: Call) -> None:
    page = text(client, path("call_questions", call))
    for words in (
        "at most 300 words",
        "from 1 to 500",
        "at most 5 MB",
        "optional",
        "needs an answer",
        "Who reads it: only this party",
        "Who reads it: all parties of the application",
        "School year",
    ):
        assert words in page, words


def test_choices_are_read_in_the_language_of_the_reader(client: Client, call: Call) -> None:
    page = text(Client(headers={"accept-language": "es"}), path("call_questions", call))
    assert "Año escolar" in page
    assert 'lang="en">Hours in a week' in page


def test_the_rubric_shows_every_anchor_and_what_it_is_read_from(client: Client, call: Call) -> None:
    page = text(client, path("call_rubric", call))
    for words in ("Good work", "Weight 2", "Only informs", "What 0 looks like", "What 4 looks like"):
        assert words in page, words
    assert "What have you learned at work?" in page


@pytest.mark.usefixtures("beside")
def test_answers_that_were_taken_back_are_not_shown(
    world: World, client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    assert "Once is enough." in text(client, path("call_faq", call))
    answering.withdraw_faq(faq=world.here.called.faq, actor=coordinator, now=now)
    for name in ("call", "call_faq"):
        assert "Once is enough." not in text(client, path(name, call))


@pytest.mark.parametrize(
    ("state", "words"),
    [(CallState.OPEN, "Start an application"), (CallState.CLOSED, "What was asked")],
)
def test_a_call_offers_what_can_be_done_now(
    client: Client, call: Call, now: datetime, state: CallState, words: str
) -> None:
    Call.objects.filter(pk=call.pk).update(state=state, closed_at=now)
    page = text(client, path("call", call))
    assert words in page
    assert ("Start an application" in page) is (state == CallState.OPEN)


def test_after_the_deadline_a_page_does_not_tell_of_the_grace(
    client: Client, call: Call, now: datetime
) -> None:
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - DAY, closes_at=now - timedelta(minutes=1), parties_by=None
    )
    page = text(client, path("call", call))
    assert "Closed " in page
    assert "Start an application" not in page


def test_the_home_of_a_community_and_its_line_show_the_open_call(client: Client, call: Call) -> None:
    page = text(client, "/c/here/")
    assert "<b>Call</b> is open, station 3 of 9" in page
    assert "days left" in page
    assert "Who applies, and with whom" in page
    assert f'href="{path("call", call)}"' in page


def test_the_open_call_that_closes_first_is_the_one_on_the_line(
    world: World, client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    sooner = make_call(world.here.community, coordinator, now - DAY, closes_at=now + 3 * DAY, title="Sooner")
    assert f'href="{path("call", sooner)}"' in text(client, "/c/here/")


def test_a_community_without_a_call_says_what_a_call_is(world: World, client: Client) -> None:
    assert "There is no call yet" in text(client, "/c/here/calls/")


def test_a_call_of_another_community_is_not_at_ones_own_address(world: World, call: Call) -> None:
    other = make_draft(world.there.community, world.there.people["coordinator"], timezone.now())
    staff = Client()
    staff.force_login(world.here.people["coordinator"])
    assert staff.get(f"/c/here/calls/{other.code}/").status_code == 404
