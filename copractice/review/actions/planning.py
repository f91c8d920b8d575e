"""How a call is reviewed: the plan, its changes, and the lock after which nothing is written any more."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.calls.states import CallState
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person
from copractice.review.models import ReviewPlan
from copractice.review.rules import may_plan


@dataclass(frozen=True)
class Terms:
    """What staff decide: reviews for each application, fewest of a perspective, the last day, who sees what."""

    reviews_each: int
    due_at: datetime
    hides_applicants: bool = False
    shows_peers: bool = False
    perspectives: dict[str, int] | None = None


@transaction.atomic
def write_plan(*, call: Call, terms: Terms, revision: int, actor: Person, now: datetime) -> ReviewPlan:
    """Write or change the plan of a call; `revision` is 0 for the first time."""
    call = Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=call.pk)
    require(may_plan(actor, call, now), _("Only staff plan the reviews of a call."))
    require(call.state != CallState.DECIDED, _("This call is decided. Its reviews stay as they are."))
    require(terms.due_at > call.closes_at, _("Reviews are due after the call closes."))
    few = sum((terms.perspectives or {}).values()) <= terms.reviews_each
    require(few, _("The perspectives ask for more reviews than an application gets. Ask for fewer of them."))
    plan = ReviewPlan.objects.filter(call=call).first() or ReviewPlan(call=call, revision=0)
    require(
        plan.revision == revision,
        _("Somebody else changed the plan meanwhile. Look at it, then change it again."),
    )
    plan.community_id, plan.revision = call.community_id, plan.revision + 1
    plan.reviews_each, plan.due_at = terms.reviews_each, terms.due_at
    plan.hides_applicants, plan.shows_peers = terms.hides_applicants, terms.shows_peers
    plan.perspectives = {name: number for name, number in (terms.perspectives or {}).items() if number}
    plan.save()
    record(actor, "review.plan", plan, community_id=call.community_id, at=now)
    return plan


@transaction.atomic
def lock_reviews(*, call: Call, is_locked: bool, actor: Person, now: datetime) -> ReviewPlan:
    """Lock all reviews of a call, or let them be written again; what is written later is kept beside them."""
    plan = held_plan(call)
    require(may_plan(actor, plan.call, now), _("Only staff lock reviews."))
    require(plan.call.state != CallState.DECIDED, _("This call is decided. Its reviews stay as they are."))
    require((plan.locked_at is None) == is_locked, _("That is done already."))
    plan.locked_at = now if is_locked else None
    plan.save(update_fields=["locked_at"])
    act = "review.lock" if is_locked else "review.unlock"
    record(actor, act, plan, community_id=plan.community_id, at=now)
    return plan


def held_plan(call: Call) -> ReviewPlan:
    """Return a call's plan with its row locked; acts on assignments and ties of a call take turns by it."""
    rows = ReviewPlan.objects.select_for_update(of=("self",), no_key=True)
    plan = rows.select_related("call__community", "community").filter(call=call).first()
    require(plan is not None, _("Plan the reviews of this call first."))
    return plan  # type: ignore[return-value]
