"""Every state of a cohort with every move of the table, and who may make it."""

from datetime import datetime, timedelta

import pytest

from copractice.cohorts.actions import cohorts
from copractice.cohorts.actions.holding import Conflict
from copractice.cohorts.models import Cohort
from copractice.cohorts.states import MOVES, CohortState
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import HOTLINE, Practiced, make_cohort


def terms(now: datetime, *, days: int = 300) -> cohorts.Terms:
    """Return a cohort of so many days from today on."""
    return cohorts.Terms({"en": "Cohort D"}, now.date(), now.date() + timedelta(days=days), HOTLINE)


def test_every_move_from_every_state(here: Place, coordinator: Person, now: datetime) -> None:
    for state in CohortState:
        for name, (sources, target) in MOVES.items():
            cohort = make_cohort(here.community, now, state=state)
            by = {"cohort": cohort, "name": name, "actor": coordinator, "now": now}
            if state in sources:
                assert cohorts.move_cohort(**by).state == target
            else:
                with pytest.raises(Refused):
                    cohorts.move_cohort(**by)
                cohort.refresh_from_db()
                assert cohort.state == state


def test_a_move_is_an_act_of_the_staff(practiced: Practiced, here: Place, now: datetime) -> None:
    for role in ("facilitator", "member", "evaluator"):
        with pytest.raises(Refused):
            cohorts.move_cohort(cohort=practiced.cohort, name="complete", actor=here.people[role], now=now)
    owner = here.people["owner"]
    cohorts.move_cohort(cohort=practiced.cohort, name="complete", actor=owner, now=now)
    newest = LogEntry.objects.filter(community_id=here.community.pk).order_by("-seq")[0]
    assert (newest.act, newest.record_id) == ("cohort.complete", str(practiced.cohort.pk))


def test_a_form_sent_twice_plans_one_cohort(here: Place, coordinator: Person, now: datetime) -> None:
    by = {"community": here.community, "call": None, "form_key": "k" * 32, "actor": coordinator, "now": now}
    first = cohorts.prepare_cohort(terms=terms(now), **by)
    assert cohorts.prepare_cohort(terms=terms(now), **by) == first
    assert Cohort.objects.get() == first
    assert first.state == CohortState.PLANNED


def test_a_cohort_ends_after_it_begins_and_the_second_to_save_is_told(
    practiced: Practiced, coordinator: Person, now: datetime
) -> None:
    by = {"cohort": practiced.cohort, "actor": coordinator, "now": now}
    with pytest.raises(Refused, match="ends before it begins"):
        cohorts.change_cohort(terms=terms(now, days=0), revision=1, **by)
    assert cohorts.change_cohort(terms=terms(now), revision=1, **by).revision == 2
    with pytest.raises(Conflict):
        cohorts.change_cohort(terms=terms(now), revision=1, **by)
