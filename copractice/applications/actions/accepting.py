"""Answering an invitation: saying yes makes one the owner of the part, once; and saying no."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_part, require_in_time, require_running
from copractice.applications.actions.starting import current_version
from copractice.applications.models import Application, Invitation, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries import deadlines
from copractice.applications.queries.applications import lead_of
from copractice.applications.queries.invitations import must_sign_in, newest_of, open_invitation
from copractice.applications.rules import may_leave
from copractice.applications.states import INVITATION_MOVES, PART_MOVES, InvitationState, PartState
from copractice.calls.states import Party
from copractice.consents.actions.births import tell_birth_month
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.notices.actions import send_notice
from copractice.people.actions.persons import make_person
from copractice.people.models import Person
from copractice.people.queries import person_at


@dataclass(frozen=True)
class Yes:
    """What somebody says who takes a part: the name to appear, and for a youth part the birth month."""

    name: str
    birth_month: date | None = None


@transaction.atomic
def accept(*, token: str, yes: Yes, actor: Person | None, now: datetime) -> Part:
    """Take a part; whoever holds the link or code becomes its owner, once.

    Without an actor it is the person of the invited address, who is made if there is none; of a printed code
    a new person without an address. Raises `TooYoung` below the call's minimum age: then nothing of this is
    stored, and the invitation stays as it was.
    """
    invitation, application, part = _held(token)
    require_running(application)
    require_in_time(application, deadlines.to_complete(part), now)
    person = actor or _person_of(invitation, now)
    mine = Part.objects.filter(application=application, owner=person, state__in=LIVE_PARTS)
    require(not mine.exists(), _("You fill another part of this application. Each party fills its own."))
    if part.party == Party.YOUTH:
        _tell_age(person, part, yes.birth_month, now)
    part.owner, part.name = person, yes.name
    part.version = current_version(application.call)
    part.state = move(PART_MOVES, PartState(part.state), "accept")
    part.save(update_fields=["owner", "name", "version", "state"])
    _answer(invitation, "accept", now)
    _tell_lead("party_accepted", application, invitation, now)
    record(person, "part.accept", part, community_id=part.community_id, at=now)
    return part


@transaction.atomic
def decline(*, token: str, actor: Person | None, now: datetime) -> Part:
    """Say no to an invitation; the lead is told and can ask somebody else."""
    invitation, application, part = _held(token)
    part.state = move(PART_MOVES, PartState(part.state), "decline")
    part.save(update_fields=["state"])
    _answer(invitation, "decline", now)
    _tell_lead("party_declined", application, invitation, now)
    record(actor, "part.decline", part, community_id=part.community_id, at=now)
    return part


@transaction.atomic
def leave(*, part: Part, actor: Person, now: datetime) -> Part:
    """Step back after having said yes; what was written stays, and its owner alone reads it."""
    application, part = held_part(part)
    require(may_leave(actor, part), _("Only whose part this is can step back, and only before it is done."))
    part.state = move(PART_MOVES, PartState(part.state), "decline")
    part.save(update_fields=["state"])
    invitation = newest_of(part)
    if invitation:
        _tell_lead("party_declined", application, invitation, now)
    record(actor, "part.leave", part, community_id=part.community_id, at=now)
    return part


def _held(token: str) -> tuple[Invitation, Application, Part]:
    """Return an open invitation with its part and application, all held; refuse one that is not open."""
    found = open_invitation(token)
    if found is None:
        raise Refused(_gone())
    application, part = held_part(found.part)
    rows = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related("community")
    invitation = rows.get(pk=found.pk)
    is_open = invitation.state == InvitationState.SENT and part.state == PartState.INVITED
    require(is_open, _gone())
    invitation.part = part
    return invitation, application, part


def _answer(invitation: Invitation, name: str, now: datetime) -> None:
    invitation.state = move(INVITATION_MOVES, InvitationState(invitation.state), name)
    invitation.answered_at = now
    invitation.save(update_fields=["state", "answered_at"])


def _person_of(invitation: Invitation, now: datetime) -> Person:
    require(
        not must_sign_in(invitation, now),
        _("Sign in first: no link signs in to the account of this address."),
    )
    known = person_at(invitation.address) if invitation.address else None
    language = (get_language() or "en").split("-")[0]
    spoken = language if language in dict(settings.LANGUAGES) else "en"
    return known or make_person(email=invitation.address or None, actor=None, now=now, language=spoken)


def _tell_age(person: Person, part: Part, month: date | None, now: datetime) -> None:
    if month is None:
        raise Refused(_("Choose the month and the year in which you were born."))
    age = part.application.call.minimum_age
    tell_birth_month(person=person, community=part.community, month=month, now=now, minimum_age=age)


def _tell_lead(kind: str, application: Application, invitation: Invitation, now: datetime) -> None:
    lead = lead_of(application)
    if lead:
        send_notice(kind, to=lead, about=invitation, community_id=application.community_id, now=now)


def _gone() -> str:
    return _("This invitation was used, taken back, or replaced by a newer one.")
