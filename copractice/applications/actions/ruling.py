"""Ruling a sent application out as ineligible, and in again, with the reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_application
from copractice.applications.models import Application, Ruling
from copractice.applications.queries.applications import lead_of
from copractice.applications.rules import is_call_running, may_handle
from copractice.applications.states import APPLICATION_MOVES, ApplicationState
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@transaction.atomic
def rule(*, application: Application, is_out: bool, reason: str, actor: Person, now: datetime) -> Ruling:
    """Rule an application out, or in again; its lead gets the reason by mail, and it is kept with a name."""
    application = held_application(application.pk)
    require(
        may_handle(actor, application, now),
        _("Only staff who are no party of this application can rule it out or in."),
    )
    require(
        is_call_running(application.call), _("This call is decided, so its applications stay as they are.")
    )
    require(bool(reason.strip()), _("Say why: the lead reads it."))
    name = "rule_out" if is_out else "rule_in"
    application.state = move(APPLICATION_MOVES, ApplicationState(application.state), name)
    application.save(update_fields=["state"])
    ruling = Ruling.objects.create(
        community_id=application.community_id,
        application=application,
        is_out=is_out,
        reason=reason.strip(),
        ruled_by=author_membership(actor, application.community, now),
        ruled_at=now,
    )
    lead, community_id = lead_of(application), application.community_id
    if lead:
        send_notice("application_ruled", to=lead, about=ruling, community_id=community_id, now=now)
    record(actor, f"application.{name}", application, community_id=community_id, at=now)
    return ruling
