"""Who may do what in reviewing, and until when a review can be written.

A review's own reader is found by `queries.reviews.own`; what stands here asks for more than that.
"""

from datetime import datetime

from copractice.calls.models import Call
from copractice.calls.rules import ends_at
from copractice.calls.states import CallState
from copractice.communities.rules import Visitor, may_run
from copractice.review.models import Review, ReviewPlan
from copractice.review.queries.ties import barred_from
from copractice.review.states import ReviewState


def may_plan(person: Visitor, call: Call, now: datetime) -> bool:
    """Staff plan the reviews of a call: how many, by whom, until when."""
    return may_run(person, call.community, now)


def may_assign(person: Visitor, call: Call, now: datetime) -> bool:
    """Staff assign if no application of the call is tied to them: an assignment shows all of them."""
    return may_plan(person, call, now) and not barred_from(person, call, now)


def is_past_close(call: Call, now: datetime) -> bool:
    """Applications are assigned once the call takes no more, until it is decided."""
    return call.state in (CallState.OPEN, CallState.CLOSED) and now > ends_at(call)


def is_open(plan: ReviewPlan, now: datetime) -> bool:
    """Reviews are written until they are locked or due, whichever comes first."""
    return plan.locked_at is None and now <= plan.due_at


def may_write(review: Review, plan: ReviewPlan, now: datetime) -> bool:
    """A draft is written while reviews are open."""
    return review.state == ReviewState.DRAFT and is_open(plan, now)


def may_see_peers(review: Review, plan: ReviewPlan) -> bool:
    """A reviewer reads the others, without names, once the own review is sent and if the plan says so."""
    return plan.shows_peers and review.state == ReviewState.SUBMITTED
