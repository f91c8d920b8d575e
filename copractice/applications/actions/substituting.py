"""Putting one party in another's place, with a reason: in a draft at once, after sending with the staff's yes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.completing import join
from copractice.applications.actions.holding import held_application, held_part, require_running
from copractice.applications.actions.inviting import Guest, Sent, invite_to, take_back
from copractice.applications.models import Application, Part, Substitution
from copractice.applications.queries.applications import lead_of
from copractice.applications.rules import may_decide_substitution, may_substitute
from copractice.applications.states import PART_MOVES, ApplicationState, PartState
from copractice.calls.states import Party
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@dataclass(frozen=True)
class Asked:
    """A substitution, and the new party's invitation if it was made at once."""

    substitution: Substitution
    sent: Sent | None


@transaction.atomic
def substitute(*, part: Part, guest: Guest, reason: str, actor: Person, now: datetime) -> Asked:
    """Ask to put somebody else in a party's place.

    In a draft it is done at once, and so it is when staff ask who do not lead; else it waits for their yes.
    The old part keeps its answers, which its owner alone reads; the new one begins empty with an invitation.
    """
    application, part = held_part(part)
    require_running(application)
    allowed = may_substitute(actor, part, now)
    require(allowed, _("Only the lead can replace a party, and only the staff can replace the lead."))
    waiting = Substitution.objects.filter(old_part=part, decided_at__isnull=True)
    require(not waiting.exists(), _("A replacement of this party waits for the staff already."))
    require(bool(reason.strip()), _("Say why this party is replaced."))
    substitution = Substitution(
        community=application.community,
        application=application,
        old_part=part,
        name=guest.name,
        organization_name=guest.organization_name,
        address=guest.address,
        reason=reason,
        asked_by=actor,
        asked_at=now,
    )
    sent = None
    is_draft = application.state == ApplicationState.DRAFT
    is_decided = may_decide_substitution(actor, application, now)
    if is_draft or is_decided:
        sent = _replace(substitution, application, part, actor, now)
        by_staff = author_membership(actor, application.community, now) if is_decided else None
        substitution.decided_at, substitution.decided_by = now, by_staff
    substitution.save(force_insert=True)
    record(actor, "substitution.ask", substitution, community_id=part.community_id, at=now)
    return Asked(substitution, sent)


@transaction.atomic
def decide(*, substitution: Substitution, agrees: bool, actor: Person, now: datetime) -> Substitution:
    """Say yes or no, as staff, to a replacement in a sent application; the lead is told."""
    application = held_application(substitution.application_id)
    rows = Substitution.objects.select_for_update(of=("self",), no_key=True)
    substitution = rows.select_related("old_part", "community").get(pk=substitution.pk)
    substitution.application = application
    allowed = may_decide_substitution(actor, application, now)
    require(allowed, _("Only staff who do not lead this application can decide about a replacement."))
    require(substitution.decided_at is None, _("This replacement was decided already."))
    if agrees:
        require_running(application)
        _replace(substitution, application, held_part(substitution.old_part)[1], actor, now)
    substitution.decided_by = author_membership(actor, application.community, now)
    substitution.decided_at = now
    substitution.save(update_fields=["new_part", "decided_by", "decided_at"])
    lead = lead_of(application)
    community_id = application.community_id
    if lead:
        send_notice("substitution_decided", to=lead, about=substitution, community_id=community_id, now=now)
    act = "substitution.agree" if agrees else "substitution.refuse"
    record(actor, act, substitution, community_id=community_id, at=now)
    return substitution


def _replace(
    substitution: Substitution, application: Application, part: Part, actor: Person, now: datetime
) -> Sent:
    """End a part and invite the new party; a sent application's hash then leaves the old part out."""
    was_done = part.state == PartState.COMPLETE
    part.state = move(PART_MOVES, PartState(part.state), "replace")
    part.save(update_fields=["state"])
    take_back(part, now)
    guest = Guest(Party(part.party), substitution.name, substitution.organization_name, substitution.address)
    sent = invite_to(application, guest, actor, now)
    substitution.new_part = sent.invitation.part
    if was_done and application.state == ApplicationState.SUBMITTED:
        join(application, [], is_grace=False, now=now)
    if part.owner:
        send_notice("party_replaced", to=part.owner, about=part, community_id=part.community_id, now=now)
    return sent
