"""Goals of a seat that are worded by hand, and goals that end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.cohorts.actions.holding import held, require_on
from copractice.cohorts.models import Goal, Seat
from copractice.cohorts.rules import may_keep_seat
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person

LONGEST = 1000


@transaction.atomic
def add_goal(*, seat: Seat, text: str, language: str, actor: Person, now: datetime) -> Goal:
    """Set a goal; the same words once more set none."""
    _hold(seat, actor, now)
    text = storable(text).strip()
    require(bool(text), _("Write what you want to reach."))
    require(len(text) <= LONGEST, _("Say it in 1,000 signs or fewer."))
    known = Goal.objects.filter(seat=seat, text=text, until__isnull=True).first()
    if known:
        return known
    goal = Goal.objects.create(
        community_id=seat.community_id, seat=seat, text=text, language=language, since=now
    )
    record(actor, "goal.add", goal, community_id=seat.community_id, at=now)
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, actor: Person, now: datetime) -> Goal:
    """End a goal; it stays on record with its days."""
    _hold(goal.seat, actor, now)
    goal = Goal.objects.select_for_update(no_key=True).get(pk=goal.pk)
    require(goal.until is None, _("This goal has ended already."))
    goal.until = now
    goal.save(update_fields=["until"])
    record(actor, "goal.end", goal, community_id=goal.community_id, at=now)
    return goal


def _hold(seat: Seat, actor: Person, now: datetime) -> None:
    cohort = held(seat.cohort)
    require(may_keep_seat(actor, seat, now), _("Only leaders of the seat and staff can do this."))
    require_on(cohort)
