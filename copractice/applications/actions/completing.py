"""Saying that a part is done, and going back to it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.actions.holding import held_part, require_in_time, require_running
from copractice.applications.actions.receipts import give_receipts, hashed, whole_hash
from copractice.applications.actions.versions import follow
from copractice.applications.models import Application, Part
from copractice.applications.queries import deadlines
from copractice.applications.queries.answers import missing
from copractice.applications.queries.applications import lead_of
from copractice.applications.queries.invitations import newest_of
from copractice.applications.queries.parts import lead_part, live_parts, must_confirm
from copractice.applications.rules import may_reopen_part
from copractice.applications.states import PART_MOVES, ApplicationState, PartState
from copractice.calls.states import Party
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@transaction.atomic
def complete(*, part: Part, actor: Person, now: datetime) -> Part:
    """Say that a part is done: checks what is required and how long answers are, and fixes its hash.

    Consents are not asked here: a young person's part may be done before a guardian answered; until then no
    reviewer reads it. Said twice, it counts once. In an application that was sent already, the owner and the
    lead get receipts at once.
    """
    application, part = held_part(part)
    require(part.owner_id == actor.pk, _("Only whose part this is can say that it is done."))
    if part.state == PartState.COMPLETE:
        return part
    require_running(application)
    deadline = deadlines.to_complete(part)
    require_in_time(application, deadline, now)
    _require_whole(part)
    part.state = move(PART_MOVES, PartState(part.state), "complete")
    part.sha256, part.completed_at = hashed(part), now
    part.save(update_fields=["state", "sha256", "completed_at"])
    if application.state == ApplicationState.SUBMITTED:
        join(application, [part], is_grace=deadline.is_grace(now), now=now)
    _tell_lead(application, part, now)
    record(actor, "part.complete", part, community_id=part.community_id, at=now)
    return part


@transaction.atomic
def reopen_part(*, part: Part, actor: Person, now: datetime) -> Part:
    """Go back to a part that was done, as long as the application is a draft."""
    application, part = held_part(part)
    require_running(application)
    sent = application.state == ApplicationState.SUBMITTED
    require(not sent, _("This application was sent. Ask its lead to reopen it first."))
    require_in_time(application, deadlines.to_complete(part), now)
    require(may_reopen_part(actor, part, now), _("Only whose part this is can change it again."))
    part.state = move(PART_MOVES, PartState(part.state), "reopen")
    part.sha256, part.completed_at = "", None
    part.save(update_fields=["state", "sha256", "completed_at"])
    record(actor, "part.reopen", part, community_id=part.community_id, at=now)
    return part


def join(application: Application, done: list[Part], *, is_grace: bool, now: datetime) -> None:
    """Renew a sent application's hash after its parts changed, and give receipts to these parts and the lead."""
    application.sha256 = whole_hash(application, live_parts(application))
    application.save(update_fields=["sha256"])
    lead = lead_part(application)
    is_told = lead is None or lead.state != PartState.COMPLETE or any(part.pk == lead.pk for part in done)
    told = done if is_told or lead is None else [*done, lead]
    for part in told:
        part.application = application
    give_receipts(told, is_grace=is_grace, now=now)


def _require_whole(part: Part) -> None:
    """Refuse a part that answers an older version than it may, or that has gaps."""
    require(
        not must_confirm(part),
        _("The call asks something else now. Look at what changed and confirm it first."),
    )
    follow(part=part)
    lacking = len(missing(part))
    sentence = ngettext(
        "One question still needs you. Open your part: it says which one and why.",
        "%(n)d questions still need you. Open your part: it says which ones and why.",
        lacking,
    )
    require(not lacking, sentence % {"n": lacking})


def _tell_lead(application: Application, part: Part, now: datetime) -> None:
    lead, invitation = lead_of(application), newest_of(part)
    if lead and invitation and part.party != Party.EMPLOYER:
        send_notice("part_completed", to=lead, about=invitation, community_id=part.community_id, now=now)
