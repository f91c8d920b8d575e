"""Who decides, who approves, and until when a seat can be taken.

Staff decide on no application that is tied to them; what concerns the whole call (runs, draws, publishing,
the waiting list) is done by staff without any tie in it, since it shows every application.
"""

from datetime import datetime

from copractice.applications.models import Application
from copractice.applications.rules import may_lead
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.communities.rules import Visitor, may_run
from copractice.review.queries.ties import barred_from
from copractice.review.rules import is_past_close
from copractice.selection.models import Decision
from copractice.selection.states import DecisionState, Outcome


def may_decide(person: Visitor, application: Application, now: datetime) -> bool:
    """Staff decide on an application that is not tied to them."""
    call = application.call
    return may_run(person, call.community, now) and application.pk not in barred_from(person, call, now)


def may_decide_all(person: Visitor, call: Call, now: datetime) -> bool:
    """Staff without any tie in a call have the engine run, draw, publish and promote."""
    return may_run(person, call.community, now) and not barred_from(person, call, now)


def may_approve(person: Visitor, decision: Decision, now: datetime) -> bool:
    """A second person approves: never who drafted it, whatever role they hold."""
    other = decision.drafted_by.person_id != person.pk
    is_draft = decision.state == DecisionState.DRAFT
    return is_draft and other and may_decide(person, decision.application, now)


def is_deciding(call: Call, now: datetime) -> bool:
    """Decisions are drafted once the call takes no more applications, until they are published."""
    return is_past_close(call, now)


def is_seat_open(decision: Decision) -> bool:
    """Tell whether a published seat is neither taken nor left."""
    published = decision.state == DecisionState.PUBLISHED and decision.outcome == Outcome.SELECTED
    still = decision.application.state == ApplicationState.SELECTED
    return published and still and decision.answered_at is None


def is_in_time(decision: Decision, now: datetime) -> bool:
    """Tell whether the date until which a seat can be taken has not passed."""
    return decision.accept_by is not None and now <= decision.accept_by


def may_answer(person: Visitor, decision: Decision, now: datetime) -> bool:
    """The lead takes a seat in time; leaving it is possible later too, and so has no rule of its own."""
    return is_seat_open(decision) and is_in_time(decision, now) and may_lead(person, decision.application)
