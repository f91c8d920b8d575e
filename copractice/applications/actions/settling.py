"""Settling an application: what was decided on it, and what its lead answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_application
from copractice.applications.models import Application
from copractice.applications.rules import may_lead
from copractice.applications.states import APPLICATION_MOVES, ApplicationState
from copractice.communities.rules import may_run
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person

BY_STAFF = ("select", "waitlist", "turn_down", "promote")
BY_LEAD = ("confirm", "decline")


@transaction.atomic
def settle(*, application: Application, name: str, actor: Person, now: datetime) -> Application:
    """Make one of the moves that settle an application; staff decide, and its lead takes the place or not.

    A place that nobody takes is declined by staff. Later stages say when each of it may happen.
    Raises ValueError for a move that does not settle.
    """
    if name not in (*BY_STAFF, *BY_LEAD):
        raise ValueError(f"{name} does not settle an application")
    application = held_application(application.pk)
    runs = may_run(actor, application.community, now)
    if name == "decline":
        allowed = runs or may_lead(actor, application)
    else:
        allowed = runs if name in BY_STAFF else may_lead(actor, application)
    require(allowed, _("Only staff decide on an application, and only its lead takes the place."))
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), name)
    application.save(update_fields=["state"])
    record(actor, f"application.{name}", application, community_id=application.community_id, at=now)
    return application
