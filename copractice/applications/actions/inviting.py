"""Inviting a party to its part: by a link in a mail, or by a printed code for who has no address."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import (
    held_application,
    held_part,
    require_in_time,
    require_running,
)
from copractice.applications.actions.starting import current_version, new_part
from copractice.applications.models import Application, Invitation, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries import deadlines
from copractice.applications.queries.invitations import sent_lately
from copractice.applications.queries.organizations import known_organization
from copractice.applications.queries.parts import lead_part, live_parts
from copractice.applications.rules import may_invite_again, may_lead
from copractice.applications.states import (
    INVITATION_MOVES,
    PART_MOVES,
    ApplicationState,
    InvitationState,
    PartState,
)
from copractice.calls.states import Party
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.notices.actions import queue
from copractice.people.models import Person, new_typed_code, tidy_address
from copractice.people.queries import code_hash, person_at, token_hash

A_DAY = 10
PATIENCE = timedelta(hours=72)


@dataclass(frozen=True)
class Guest:
    """Who is asked to fill a part; without an address the invitation is a printed code."""

    party: Party
    name: str
    organization_name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Sent:
    """An invitation and the token that opens it, which is stored nowhere; for a printed one, the code."""

    invitation: Invitation
    token: str

    @property
    def code(self) -> str:
        """Return the token in two groups, as it is printed."""
        return f"{self.token[:4]}-{self.token[4:]}".upper()


@transaction.atomic
def invite(*, application: Application, guest: Guest, actor: Person, now: datetime) -> Sent:
    """Ask a party to fill its part of a draft."""
    application = held_application(application.pk)
    require(may_lead(actor, application), _("Only the lead of this application can invite."))
    require_running(application)
    draft = application.state == ApplicationState.DRAFT
    require(draft, _("This application was sent. Replace a party, or reopen the application first."))
    require_in_time(application, deadlines.to_send(application, lead_part(application)), now)
    _require_room(application, guest.party)
    return invite_to(application, guest, actor, now)


def invite_to(application: Application, guest: Guest, actor: Person, now: datetime) -> Sent:
    """Make a part and its invitation, inside the caller's transaction that holds the application."""
    part = new_part(
        application,
        party=guest.party,
        version=current_version(application.call),
        name=guest.name,
        now=now,
    )
    part.organization_name = guest.organization_name
    part.organization = known_organization(application.community, guest.organization_name)
    part.save(force_insert=True)
    return _sent(part, guest.address, actor, now)


@transaction.atomic
def resend(*, part: Part, address: str, actor: Person, now: datetime) -> Sent:
    """Invite again, to the same or another address; the earlier link or code stops working."""
    application, part = held_part(part)
    allowed = may_invite_again(actor, application, now)
    require(allowed, _("Only the lead of this application can invite."))
    require_running(application)
    require_in_time(application, deadlines.to_complete(part), now)
    waiting = part.state == PartState.INVITED
    require(waiting, _("This invitation was answered already."))
    take_back(part, now)
    return _sent(part, address, actor, now)


@transaction.atomic
def revoke(*, invitation: Invitation, actor: Person, now: datetime) -> Invitation:
    """Take an invitation back before it is answered; its part is gone, and there is room for another."""
    application, part = held_part(invitation.part)
    allowed = may_invite_again(actor, application, now)
    require(allowed, _("Only the lead of this application can take an invitation back."))
    draft = application.state == ApplicationState.DRAFT
    require(draft, _("This application was sent. Replace the party instead."))
    waiting = part.state == PartState.INVITED
    require(waiting, _("This invitation was answered already."))
    part.state = move(PART_MOVES, PartState.INVITED, "replace")
    part.save(update_fields=["state"])
    take_back(part, now)
    record(actor, "invitation.revoke", invitation, community_id=part.community_id, at=now)
    return Invitation.objects.get(pk=invitation.pk)


def take_back(part: Part, now: datetime) -> None:
    """End the open invitation of a part whose row the caller holds."""
    for row in part.invitations.select_for_update(no_key=True).filter(state=InvitationState.SENT):
        row.state = move(INVITATION_MOVES, InvitationState(row.state), "revoke")
        row.answered_at = now
        row.save(update_fields=["state", "answered_at"])


def _sent(part: Part, address: str, actor: Person, now: datetime) -> Sent:
    address = tidy_address(address) if address else ""
    _require_free(part, address, now)
    token = secrets.token_urlsafe(16) if address else new_typed_code()
    invitation = Invitation.objects.create(
        community_id=part.community_id,
        part=part,
        address=address,
        is_printed=not address,
        token_hash=token_hash(token) if address else code_hash(token),
        made_by=actor,
        sent_at=now,
    )
    if address:
        _mail(invitation, token, now)
    record(actor, "invitation.send", invitation, community_id=part.community_id, at=now)
    return Sent(invitation, token)


def _mail(invitation: Invitation, token: str, now: datetime) -> None:
    """Write the mail with the link; its text is dropped once it is sent, as that of a sign-in code is."""
    part = invitation.part
    person = person_at(invitation.address)
    words = {
        "part": part,
        "call": part.application.call,
        "lead": lead_part(part.application),
        "link": f"{settings.SITE_URL}{reverse('party_invitation', args=[token])}",
        "deadline": deadlines.to_complete(part),
    }
    with translation.override(person.language if person else part.community.languages[0]):
        queue(
            kind="party_invited",
            address=invitation.address,
            subject=render_to_string("notices/party_invited.subject.txt", words).strip(),
            text=render_to_string("notices/party_invited.txt", words).strip() + "\n",
            person=person,
            community_id=invitation.community_id,
            now=now,
            secret=True,
            patience=PATIENCE,
        )


def _require_room(application: Application, party: str) -> None:
    kind = application.call.part_kinds.filter(party=party).exclude(party=Party.EMPLOYER).first()
    if kind is None:
        raise Refused(_("This call asks no such party."))
    taken = live_parts(application).filter(party=party).count()
    told = {"maximum": kind.maximum, "party": Party(party).label}
    full = _("This call takes at most %(maximum)d of the kind “%(party)s”. Replace one instead.") % told
    require(taken < kind.maximum, full)


def _require_free(part: Part, address: str, now: datetime) -> None:
    """Refuse an address that stands for another party of the application already, and too many mails."""
    if not address:
        return
    others = Part.objects.filter(application=part.application, state__in=LIVE_PARTS).exclude(pk=part.pk)
    own = others.filter(party=Party.EMPLOYER, owner__email=address).exists()
    require(not own, _("This is the address of the application's lead. Each party fills its own part."))
    asked = Invitation.objects.filter(part__in=others, address=address)
    asked = asked.filter(state__in=[InvitationState.SENT, InvitationState.ACCEPTED])
    require(not asked.exists(), _("You invited this address to another part of this application."))
    lately = sent_lately(part.application, now)
    require(lately < A_DAY, _("Ten invitations went out within a day. Wait until tomorrow."))
