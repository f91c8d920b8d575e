"""What the pages of selecting show and to whom: nothing before it is published, and then one's own alone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from copractice.applications.models import Application
from copractice.calls.states import Party
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.review.models import Assignment, Review
from copractice.selection.actions.deciding import Drafted
from copractice.selection.models import Decision, Letter
from copractice.selection.states import Outcome
from copractice.selection.tests.conftest import N, Panel, S, W, kept
from copractice.selection.tests.test_deciding import tie
from copractice.web.waits import waits_for
from tests.world_review import add, declare, plan_it


@pytest.fixture(scope="module")
def kept_panel(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Panel]:
    """Keep a panel in the clock's own time, an hour ago."""
    yield from kept(datetime.now().astimezone() - timedelta(hours=1), django_db_blocker)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def of_call(panel: Panel, name: str) -> str:
    return reverse(name, args=["here", panel.call.code])


def of_application(panel: Panel, number: int, name: str = "decision") -> str:
    return reverse(name, args=["here", panel.code(number)])


def line(
    panel: Panel, number: int, outcome: str, reason: str = "", revision: int = 0, remarks: str = ""
) -> dict[str, str]:
    code = panel.code(number)
    return {
        f"outcome_{code}": outcome,
        f"place_{code}": "",
        f"reason_{code}": reason,
        f"remarks_{code}": remarks,
        f"revision_{code}": str(revision),
    }


def test_decisions_go_from_the_page_of_drafts_over_approval_to_the_parties(panel: Panel) -> None:
    one, two = signed_in(panel.one), signed_in(panel.two)
    assert "2 applications wait for a decision" in one.get(of_call(panel, "decisions")).content.decode()
    typed = line(panel, 0, "selected") | line(panel, 1, "not_selected", "Few places for youth.")
    assert one.post(of_call(panel, "draft_decisions"), typed).status_code == 302
    assert "A second person has to approve" in one.get(of_call(panel, "decisions")).content.decode()
    assert "2 decisions wait for your approval" in two.get(of_call(panel, "decisions")).content.decode()
    assert [wait.act for wait in waits_for(panel.two, panel.now) if "second person" in wait.title] == [
        "Read and approve"
    ]
    seen = [f"{row.code}:{row.revision}" for row in Decision.objects.all()]
    two.post(of_call(panel, "approve_decisions"), {"approve": seen})
    preview = two.get(of_call(panel, "publish_decisions")).content.decode()
    assert "Your application has a seat" in preview
    assert "Publish 2 decisions" in preview
    day = (panel.now + timedelta(days=9)).date().isoformat()
    said = {"accept_by_day": day, "accept_by_clock": "17:00"}
    assert two.post(of_call(panel, "publish_decisions"), said).status_code == 302
    assert panel.state(0) == "selected"


def test_what_somebody_else_decided_is_shown_beside_what_was_typed(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S, reason="Mine is first."), actor=panel.two)
    page = signed_in(panel.one).post(
        of_call(panel, "draft_decisions"),
        line(panel, 0, "not_selected", "Typed & kept.") | line(panel, 1, ""),
    )
    text = page.content.decode()
    assert page.status_code == 400
    assert "Mine is first." in text
    assert "Typed &amp; kept." in text
    assert f'name="revision_{panel.code(0)}" value="1"' in text
    again = signed_in(panel.one).post(
        of_call(panel, "draft_decisions"),
        line(panel, 0, "not_selected", "Typed & kept.", 1) | line(panel, 1, ""),
    )
    assert again.status_code == 302
    assert Decision.objects.get().outcome == Outcome.NOT_SELECTED


@pytest.mark.parametrize("revision", ["x", "-1", "９", str(2**40)])
def test_an_approval_with_a_strange_number_approves_nothing(panel: Panel, revision: str) -> None:
    panel.draft(Drafted(panel.code(0), S))
    code = Decision.objects.get().code
    signed_in(panel.two).post(of_call(panel, "approve_decisions"), {"approve": [f"{code}:{revision}"]})
    assert Decision.objects.get().state == "draft"


def test_a_party_reads_its_own_letter_once_it_is_published_and_no_other(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), N))
    youth = signed_in(panel.owner(1, Party.YOUTH))
    assert youth.get(of_application(panel, 1)).status_code == 404
    panel.approve()
    panel.publish()
    text = youth.get(of_application(panel, 1)).content.decode()
    assert "Your application has no seat this time" in text
    assert youth.get(of_application(panel, 0)).status_code == 404
    letters = {
        row.part.owner_id: row for row in Letter.objects.filter(decision__application=panel.applications[1])
    }
    mine = letters.pop(panel.owner(1, Party.YOUTH).pk)
    assert youth.get(mine.get_absolute_url()).status_code == 200
    assert {youth.get(row.get_absolute_url()).status_code for row in letters.values()} == {404}


def test_the_lead_takes_the_seat_on_a_page_and_others_cannot(panel: Panel) -> None:
    panel.decided(S, N)
    umbrella, lead = signed_in(panel.owner(0, Party.UMBRELLA)), signed_in(panel.lead(0))
    assert "Take the seat" not in umbrella.get(of_application(panel, 0)).content.decode()
    assert umbrella.post(of_application(panel, 0, "confirm_place")).status_code == 409
    assert "Take the seat" in lead.get(of_application(panel, 0)).content.decode()
    assert [wait.act for wait in waits_for(panel.lead(0), panel.now) if "has a seat" in wait.title] == [
        "Answer"
    ]
    assert lead.post(of_application(panel, 0, "confirm_place")).status_code == 302
    assert panel.state(0) == "confirmed"
    over = signed_in(panel.two).get(of_call(panel, "decisions")).content.decode()
    assert "Go on to the cohort" in over
    assert "Remind who has not answered" not in over
    assert "Promote from the waiting list" not in over
    Decision.objects.update(answered_at=None, answered_by=None, accept_by=panel.now)
    Application.objects.filter(pk=panel.applications[0].pk).update(state="selected")
    late = lead.post(of_application(panel, 0, "confirm_place"))
    assert late.status_code == 409
    assert "Ask the call team" in late.content.decode()


def test_what_reviewers_wrote_to_an_applicant_is_worded_by_staff_and_read_by_the_lead_alone(
    panel: Panel,
) -> None:
    comment_on(panel, 0, "Say who pays for the youth's hours.")
    comment_on(panel, 1, "A comment that was never sent.", is_sent=False)
    one, two = signed_in(panel.one), signed_in(panel.two)
    form = one.get(of_call(panel, "draft_decisions")).content.decode()
    assert "Say who pays for the youth&#x27;s hours." in form
    assert "never sent" not in form
    typed = line(panel, 0, "not_selected", remarks="Canary: who pays?") | line(panel, 1, "selected")
    one.post(of_call(panel, "draft_decisions"), typed)
    assert "Canary: who pays?" in two.get(of_call(panel, "decisions")).content.decode()
    panel.approve()
    assert "Canary: who pays?" in two.get(of_call(panel, "publish_decisions")).content.decode()
    panel.publish()
    reads = {party: signed_in(panel.owner(0, party)).get(of_application(panel, 0)) for party in Party}
    told = {party: "Canary: who pays?" in page.content.decode() for party, page in reads.items()}
    assert told == {Party.EMPLOYER: True, Party.UMBRELLA: False, Party.YOUTH: False}
    mails = Notice.objects.filter(kind="decision_letter", text__contains="Canary: who pays?")
    assert [mail.person for mail in mails] == [panel.lead(0)]


def comment_on(panel: Panel, number: int, text: str, *, is_sent: bool = True) -> None:
    """Have somebody review an application, with a comment to the applicant."""
    plan_it(panel.call, panel.one, panel.now)
    reviewer = declare(add(panel.call, panel.one, panel.now, number), panel.now)
    of = {"community": panel.place.community}
    assigned = Assignment.objects.create(
        reviewer=reviewer, application=panel.applications[number], position=1, since=panel.now, **of
    )
    state, at = ("submitted", panel.now) if is_sent else ("draft", None)
    Review.objects.create(assignment=assigned, comment_to_applicant=text, state=state, submitted_at=at, **of)


def test_a_tied_coordinator_sees_neither_the_application_nor_pages_of_the_whole_call(panel: Panel) -> None:
    tie(panel, 0)
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), N), actor=panel.two)
    client = signed_in(panel.one)
    text = client.get(of_call(panel, "decisions")).content.decode()
    assert "One decision waits for your approval" in text
    assert "Example House 1" not in text
    assert "Tied Works" not in text
    assert "Example House 2" in text
    for name in ("publish_decisions", "start_selection", "start_draw", "promote_next"):
        assert client.get(of_call(panel, name)).status_code == 404
    form = client.get(of_call(panel, "draft_decisions")).content.decode()
    assert panel.code(0) not in form
    assert panel.code(1) in form


def page_of_second(panel: Panel, first: Outcome) -> str:
    panel.decided(first, N)
    client = signed_in(panel.owner(1, Party.YOUTH))
    pages = [client.get(of_application(panel, 1)), client.get(of_application(panel, 1, "application"))]
    letter = Letter.objects.get(part__owner=panel.owner(1, Party.YOUTH))
    pages.append(client.get(letter.get_absolute_url()))
    text = "".join(page.content.decode() for page in pages)
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text).replace(letter.code, "LETTER")


def test_what_one_applicant_sees_does_not_depend_on_what_was_decided_on_others(panel: Panel) -> None:
    seen = []
    for outcome in (S, W, N):
        with transaction.atomic():
            seen.append(page_of_second(panel, outcome))
            transaction.set_rollback(True)
        panel.call.refresh_from_db()
    assert seen[0] == seen[1] == seen[2]


def test_the_list_of_decisions_asks_as_much_for_one_as_for_two(panel: Panel) -> None:
    client = signed_in(panel.two)
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), N))
    counts = []
    for _round in range(2):
        client.get(of_call(panel, "decisions"))
        with CaptureQueriesContext(connection) as asked:
            client.get(of_call(panel, "decisions"))
        counts.append(len(asked))
        Application.objects.filter(pk=panel.applications[1].pk).update(
            state="withdrawn", withdrawn_at=panel.now
        )
    assert counts[0] == counts[1]
