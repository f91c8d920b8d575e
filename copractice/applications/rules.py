"""Who may do what with an application, with a part and with an invitation, and until when.

Actions ask these to guard and pages to show a button; what an action refuses beyond them has a sentence of
its own. Each rule reads the deadline by the instant `now` at which the request arrived.
"""

from datetime import datetime

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries import deadlines
from copractice.applications.queries.applications import lead_of
from copractice.applications.queries.parts import lead_part
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.communities.rules import Visitor, may_run

RUNNING = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


def is_call_running(call: Call) -> bool:
    """Tell whether applications to a call may change at all: it was opened, and nothing is decided yet."""
    return call.state in (CallState.OPEN, CallState.CLOSED)


def may_lead(person: Visitor, application: Application) -> bool:
    """The owner of the employer part leads: invites, sends, withdraws and asks for substitutions."""
    lead = lead_of(application)
    return lead is not None and lead.pk == person.pk


def is_in_time_to_send(application: Application, now: datetime) -> bool:
    """The lead's deadline has not passed, the silent grace included."""
    running = is_call_running(application.call)
    return running and not deadlines.to_send(application, lead_part(application)).has_passed(now)


def may_invite(person: Visitor, application: Application, now: datetime) -> bool:
    """The lead invites parties while the application is a draft and can still be sent."""
    draft = application.state == ApplicationState.DRAFT
    return draft and is_in_time_to_send(application, now) and may_lead(person, application)


def is_open_part(part: Part, now: datetime) -> bool:
    """A part in progress of a running application takes answers until its deadline, grace included.

    After the sending that holds for the other parties only: the lead's own part was complete by then.
    """
    running = part.application.state in RUNNING and is_call_running(part.application.call)
    in_progress = part.state == PartState.IN_PROGRESS
    return running and in_progress and not deadlines.to_complete(part).has_passed(now)


def may_fill(person: Visitor, part: Part, now: datetime) -> bool:
    """The owner of an open part, and nobody else, fills and completes it."""
    return part.owner_id is not None and part.owner_id == person.pk and is_open_part(part, now)


def may_reopen_part(person: Visitor, part: Part, now: datetime) -> bool:
    """An owner goes back to a complete part while the application is a draft that is in time."""
    mine = part.owner_id is not None and part.owner_id == person.pk
    draft = part.application.state == ApplicationState.DRAFT and is_call_running(part.application.call)
    complete = part.state == PartState.COMPLETE
    return mine and draft and complete and not deadlines.to_complete(part).has_passed(now)


def may_leave(person: Visitor, part: Part) -> bool:
    """A party that said yes may still step back before it is done; the lead steps back by withdrawing."""
    mine = part.owner_id is not None and part.owner_id == person.pk
    in_progress = part.state == PartState.IN_PROGRESS and part.application.state in RUNNING
    return mine and in_progress and part.party != Party.EMPLOYER


def may_send(person: Visitor, application: Application, now: datetime) -> bool:
    """The lead sends a draft that is in time."""
    return may_invite(person, application, now)


def may_reopen(person: Visitor, application: Application, now: datetime) -> bool:
    """The lead takes a sent application back to a draft until the deadline; then it has to be sent again."""
    sent = application.state == ApplicationState.SUBMITTED
    return sent and is_in_time_to_send(application, now) and may_lead(person, application)


def may_withdraw(person: Visitor, application: Application) -> bool:
    """The lead withdraws a draft or a sent application until the call is decided."""
    running = application.state in RUNNING and is_call_running(application.call)
    return running and may_lead(person, application)


def may_restore(person: Visitor, application: Application, now: datetime) -> bool:
    """The lead takes a withdrawal back until the deadline."""
    withdrawn = application.state == ApplicationState.WITHDRAWN
    return withdrawn and is_in_time_to_send(application, now) and may_lead(person, application)


def may_substitute(person: Visitor, part: Part, now: datetime) -> bool:
    """The lead asks to put another party in a party's place; staff ask for the lead's own part too."""
    application = part.application
    if application.state not in RUNNING or not is_call_running(application.call):
        return False
    if part.state == PartState.REPLACED:
        return False
    staff = may_run(person, application.community, now)
    return staff or (part.party != Party.EMPLOYER and may_lead(person, application))


def may_decide_substitution(person: Visitor, application: Application, now: datetime) -> bool:
    """Staff say yes or no to a substitution in a sent application, except in one of their own."""
    return may_run(person, application.community, now) and not may_lead(person, application)


def may_handle(person: Visitor, application: Application, now: datetime) -> bool:
    """Staff act on an application of others: rule it out or in, and say which organization a party is."""
    mine = Part.objects.filter(application=application, state__in=LIVE_PARTS, owner_id=person.pk)
    return may_run(person, application.community, now) and not mine.exists()


def may_invite_again(person: Visitor, application: Application, now: datetime) -> bool:
    """The lead invites again and takes invitations back; staff do where the lead cannot."""
    return may_lead(person, application) or may_run(person, application.community, now)
