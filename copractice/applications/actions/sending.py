"""Sending an application, and taking it back to a draft before the deadline."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_application, require_in_time, require_running
from copractice.applications.actions.receipts import give_receipts, whole_hash
from copractice.applications.models import Application, Part
from copractice.applications.queries import deadlines
from copractice.applications.queries.parts import lead_part, live_parts
from copractice.applications.rules import may_lead
from copractice.applications.states import APPLICATION_MOVES, ApplicationState, PartState
from copractice.calls.states import Party
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@transaction.atomic
def send(*, application: Application, actor: Person, now: datetime) -> Application:
    """Send an application: the lead's part is done, and of each kind there are enough parties, invited or done.

    Every part that is done gets a receipt; who is not done yet can follow until *parties complete by*. Sent
    twice, it counts once.
    """
    application = held_application(application.pk)
    require(may_lead(actor, application), _("Only the lead organization can send this application."))
    if application.state == ApplicationState.SUBMITTED:
        return application
    require_running(application)
    deadline = deadlines.to_send(application, lead_part(application))
    require_in_time(application, deadline, now)
    parts = list(live_parts(application))
    _require_parties(application, parts)
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), "submit")
    application.submitted_at, application.in_grace = now, deadline.is_grace(now)
    application.sha256 = whole_hash(application, parts)
    application.save(update_fields=["state", "submitted_at", "in_grace", "sha256"])
    done = [part for part in parts if part.state == PartState.COMPLETE]
    for part in done:
        part.application = application
    give_receipts(done, is_grace=application.in_grace, now=now)
    record(actor, "application.submit", application, community_id=application.community_id, at=now)
    return application


@transaction.atomic
def reopen(*, application: Application, actor: Person, now: datetime) -> Application:
    """Take a sent application back to a draft; it counts only when it is sent again, in time."""
    application = held_application(application.pk)
    require(may_lead(actor, application), _("Only the lead organization can reopen this application."))
    require_running(application)
    require_in_time(application, deadlines.to_send(application, lead_part(application)), now)
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), "reopen")
    application.submitted_at, application.in_grace, application.sha256 = None, False, ""
    application.save(update_fields=["state", "submitted_at", "in_grace", "sha256"])
    others = [part.owner for part in live_parts(application) if part.owner and part.owner_id != actor.pk]
    community_id = application.community_id
    send_notice("application_reopened", to=others, about=application, community_id=community_id, now=now)
    record(actor, "application.reopen", application, community_id=community_id, at=now)
    return application


def lacking_parties(application: Application, parts: list[Part]) -> list[tuple[Party, int]]:
    """Return of which kinds there are too few parties, and how many are lacking."""
    counted = [part.party for part in parts]
    kinds = application.call.part_kinds.order_by("party")
    short = [(Party(kind.party), kind.minimum - counted.count(kind.party)) for kind in kinds]
    return [(party, lacking) for party, lacking in short if lacking > 0]


def _require_parties(application: Application, parts: list[Part]) -> None:
    lead = next((part for part in parts if part.party == Party.EMPLOYER), None)
    done = lead is not None and lead.state == PartState.COMPLETE
    require(done, _("Your own part is not done yet. Complete it, then send the application."))
    for party, lacking in lacking_parties(application, parts):
        told = {"party": party.label, "n": lacking}
        require(False, _("This call needs %(n)d more of the kind “%(party)s”. Invite them first.") % told)
