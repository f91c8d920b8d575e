"""Withdrawing an application, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_application, require_in_time
from copractice.applications.models import Application
from copractice.applications.queries import deadlines
from copractice.applications.queries.parts import lead_part, live_parts
from copractice.applications.rules import is_call_running, may_lead
from copractice.applications.states import APPLICATION_MOVES, ApplicationState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@transaction.atomic
def withdraw(*, application: Application, actor: Person, now: datetime) -> Application:
    """Take an application out of the call; nothing is deleted, and its parties are told."""
    application = _led(application, actor)
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), "withdraw")
    application.withdrawn_at = now
    application.save(update_fields=["state", "withdrawn_at"])
    _tell("application_withdrawn", application, actor, now)
    record(actor, "application.withdraw", application, community_id=application.community_id, at=now)
    return application


@transaction.atomic
def restore(*, application: Application, actor: Person, now: datetime) -> Application:
    """Take a withdrawal back until the deadline: a draft is a draft again, a sent application is sent again."""
    application = _led(application, actor)
    require_in_time(application, deadlines.to_send(application, lead_part(application)), now)
    name = "restore_submitted" if application.submitted_at else "restore_draft"
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), name)
    application.withdrawn_at = None
    application.save(update_fields=["state", "withdrawn_at"])
    _tell("application_restored", application, actor, now)
    record(actor, "application.restore", application, community_id=application.community_id, at=now)
    return application


def _led(application: Application, actor: Person) -> Application:
    application = held_application(application.pk)
    require(may_lead(actor, application), _("Only the lead organization can withdraw this application."))
    require(
        is_call_running(application.call), _("This call is decided, so its applications stay as they are.")
    )
    return application


def _tell(kind: str, application: Application, actor: Person, now: datetime) -> None:
    others = [part.owner for part in live_parts(application) if part.owner and part.owner_id != actor.pk]
    send_notice(kind, to=others, about=application, community_id=application.community_id, now=now)
