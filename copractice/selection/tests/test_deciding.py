"""Drafting and approving: two people, conflicts shown, ties and overrides."""

import pytest

from copractice.applications.models import Part
from copractice.communities.models import Affiliation, AffiliationRole
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.selection.actions import deciding
from copractice.selection.actions.deciding import Drafted
from copractice.selection.models import Decision, Override
from copractice.selection.queries.decisions import drafted_by_others, of_call
from copractice.selection.rules import may_decide_all
from copractice.selection.states import DecisionState
from copractice.selection.tests.conftest import N, Panel, S, W
from tests.world_review import make_organization
from tests.world_selection import make_run


def test_a_draft_is_approved_by_a_second_person_and_never_by_who_drafted_it(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S))
    with pytest.raises(Refused, match="did not draft"):
        panel.approve(panel.one)
    assert panel.approve(panel.two) == 1
    row = Decision.objects.get()
    assert (row.state, row.approved_by.person) == (DecisionState.APPROVED, panel.two)
    acts = LogEntry.objects.filter(act__startswith="decision.").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["decision.draft", "decision.approve"]


def test_who_is_no_staff_drafts_nothing(panel: Panel) -> None:
    with pytest.raises((Refused, Exception)):
        panel.draft(Drafted(panel.code(0), S), actor=panel.place.people["member"])
    assert not Decision.objects.exists()


def test_a_changed_draft_needs_a_new_approval_and_the_same_one_keeps_it(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S, reason="Strong."))
    panel.approve()
    panel.draft(Drafted(panel.code(0), S, reason="Strong.", revision=1))
    assert Decision.objects.get().state == DecisionState.APPROVED
    panel.draft(Drafted(panel.code(0), N, reason="Weak.", revision=2))
    row = Decision.objects.get()
    assert (row.state, row.approved_by, row.outcome) == (DecisionState.DRAFT, None, N)


def test_two_coordinators_at_once_the_second_sees_what_the_first_decided(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S, reason="Mine."))
    conflicts = panel.draft(
        Drafted(panel.code(0), N, reason="Other."), Drafted(panel.code(1), W, 1), actor=panel.two
    )
    assert [(row.outcome, row.reason) for row in conflicts] == [(S, "Mine.")]
    kept = {row.application.code: row.outcome for row in Decision.objects.select_related("application")}
    assert kept == {panel.code(0): S, panel.code(1): W}


def test_an_approval_of_what_changed_meanwhile_approves_nothing(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S))
    row = Decision.objects.get()
    panel.draft(Drafted(panel.code(0), N, revision=1))
    by = {"actor": panel.two, "now": panel.now}
    assert deciding.approve(call=panel.call, revisions={row.code: row.revision}, **by) == 0


def test_before_the_close_and_after_the_publication_nothing_is_drafted(panel: Panel) -> None:
    panel.decided(S, N)
    with pytest.raises(Refused, match="between the close"):
        panel.draft(Drafted(panel.code(0), N, revision=3))


def test_a_decision_that_differs_from_the_run_needs_a_reason_and_keeps_its_cost(panel: Panel) -> None:
    run = make_run(panel, panel.place.memberships["coordinator"], panel.now)
    best = run.input["applications"][run.result["selected"][0]]
    with pytest.raises(Refused, match="needs its reason"):
        panel.draft(Drafted(best, N), run=run)
    panel.draft(Drafted(best, N, reason="They withdrew their youth hours."), run=run)
    row = Override.objects.get()
    assert (row.advised, row.decided, row.cost) == (S, N, 1.0)
    panel.draft(Drafted(best, S, revision=1), run=run)
    assert Override.objects.count() == 1


def tie(panel: Panel, number: int) -> None:
    place = make_organization(panel.place.community, "Tied Works", panel.now)
    Part.objects.filter(application=panel.applications[number], party="employer").update(organization=place)
    Affiliation.objects.create(
        community=panel.place.community,
        person=panel.one,
        organization=place,
        role=AffiliationRole.SUPERVISOR,
        since=panel.now.date(),
    )


def test_tied_staff_neither_decide_on_that_application_nor_see_its_decision(panel: Panel) -> None:
    tie(panel, 0)
    with pytest.raises(Refused, match="tied to you"):
        panel.draft(Drafted(panel.code(0), S))
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), N), actor=panel.two)
    seen = of_call(panel.call, panel.one, panel.now)
    assert [row.application.code for row in seen] == [panel.code(1)]
    assert drafted_by_others(panel.one, panel.now) == [(panel.call, 1)]
    assert not may_decide_all(panel.one, panel.call, panel.now)
    assert may_decide_all(panel.two, panel.call, panel.now)
