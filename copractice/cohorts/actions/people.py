"""People of a seat: leaders and others are invited by mail, say yes or no, and leave with a reason."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.states import INVITATION_MOVES, InvitationState
from copractice.cohorts.actions.holding import held, require_on
from copractice.cohorts.actions.seating import ask_consents, require_day
from copractice.cohorts.models import Participant, ParticipantInvitation, Seat
from copractice.cohorts.queries.people import good_until, must_sign_in, open_invitation
from copractice.cohorts.rules import may_end, may_keep_seat
from copractice.cohorts.states import ExitReason, ParticipantRole
from copractice.communities.queries.organizations import local_day
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.notices.actions import queue
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address
from copractice.people.queries import person_at, token_hash

A_DAY = timedelta(days=1)
MOST_A_DAY = 10
PATIENCE = timedelta(hours=72)
SENT = InvitationState.SENT
INVITED = (ParticipantRole.LEADER, ParticipantRole.SUPERVISOR, ParticipantRole.UMBRELLA_LEAD)


@dataclass(frozen=True)
class Guest:
    """Who is asked to take part; young people come with an application only, never by this way."""

    name: str
    role: ParticipantRole
    address: str


@dataclass(frozen=True)
class Sent:
    """An invitation and the token that opens it, which is stored nowhere."""

    invitation: ParticipantInvitation
    token: str


@transaction.atomic
def invite(*, seat: Seat, guest: Guest, actor: Person, now: datetime) -> Sent:
    """Ask somebody by mail to take part in a seat; several leaders may share one."""
    seat = _held(seat, actor, now)
    require(guest.role in INVITED, _("Young people join with an application, not by this invitation."))
    umbrella_lead = guest.role == ParticipantRole.UMBRELLA_LEAD
    require(seat.umbrella_id is not None or not umbrella_lead, _("This seat has no umbrella organization."))
    address = tidy_address(guest.address)
    there = Participant.objects.filter(seat=seat, role__in=INVITED, until__isnull=True, person__email=address)
    require(not there.exists(), _("This person takes part in this seat already."))
    asked = ParticipantInvitation.objects.filter(participant__seat=seat, address=address, state=SENT)
    require(not asked.exists(), _("This address is invited already. Send the invitation again instead."))
    participant = Participant.objects.create(
        community_id=seat.community_id,
        cohort=seat.cohort,
        seat=seat,
        name=guest.name,
        role=guest.role,
        since=max(seat.since, local_day(seat.community, now)),
    )
    return _sent(participant, address, actor, now)


@transaction.atomic
def invite_again(*, participant: Participant, address: str, actor: Person, now: datetime) -> Sent:
    """Send the invitation again, to the same or another address; the earlier link stops working."""
    participant = _waiting(participant, actor, now)
    _take_back(participant, now)
    return _sent(participant, tidy_address(address), actor, now)


@transaction.atomic
def revoke(*, participant: Participant, actor: Person, now: datetime) -> None:
    """Take an invitation back before it is answered; nobody was there yet, so no stay is kept."""
    participant = _waiting(participant, actor, now)
    record(actor, "participant.revoke", participant, community_id=participant.community_id, at=now)
    participant.delete()


@transaction.atomic
def accept(*, token: str, name: str, actor: Person | None, now: datetime) -> Participant:
    """Take part; whoever holds the link does, once. Without an actor it is the person of the address."""
    invitation, participant = _opened(token, now)
    require_on(participant.cohort)
    person = actor or _person_of(invitation, now)
    mine = Participant.objects.filter(cohort=participant.cohort, person=person, until__isnull=True)
    again = mine.filter(seat=participant.seat, role=participant.role)
    require(not again.exists(), _("You take part in this seat already."))
    participant.person, participant.name = person, name
    participant.save(update_fields=["person", "name"])
    _answer(invitation, "accept", now)
    ask_consents(person, participant.cohort, is_youth=False, now=now)
    record(person, "participant.accept", participant, community_id=participant.community_id, at=now)
    return participant


@transaction.atomic
def decline(*, token: str, actor: Person | None, now: datetime) -> Participant:
    """Say no; the place ends on the day it began."""
    invitation, participant = _opened(token, now)
    participant.until, participant.exit_reason = participant.since, ExitReason.OTHER
    participant.save(update_fields=["until", "exit_reason"])
    _answer(invitation, "decline", now)
    record(actor, "participant.decline", participant, community_id=participant.community_id, at=now)
    return participant


@transaction.atomic
def end_participant(
    *, participant: Participant, reason: ExitReason, on: date, actor: Person, now: datetime
) -> Participant:
    """Keep that somebody left, and why, in a word that can be counted."""
    cohort = held(participant.cohort)
    require(may_end(actor, participant, now), _("Only leaders of the seat and staff can do this."))
    require_on(cohort)
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    require(participant.until is None, _("This person has left already."))
    require(
        participant.person_id is not None, _("This invitation is not answered yet. Take it back instead.")
    )
    require_day(on, participant.since, local_day(cohort.community, now))
    participant.until, participant.exit_reason = on, reason
    participant.save(update_fields=["until", "exit_reason"])
    record(actor, "participant.end", participant, community_id=participant.community_id, at=now)
    return participant


def _held(seat: Seat, actor: Person, now: datetime) -> Seat:
    held(seat.cohort)
    rows = Seat.objects.select_for_update(of=("self",), no_key=True)
    seat = rows.select_related("community", "cohort__community", "organization").get(pk=seat.pk)
    require(may_keep_seat(actor, seat, now), _("Only leaders of the seat and staff can do this."))
    require_on(seat.cohort)
    require(seat.until is None, _("This organization has left the cohort."))
    return seat


def _waiting(participant: Participant, actor: Person, now: datetime) -> Participant:
    if participant.seat is None:
        raise Refused(_("This person has no seat."))
    seat = _held(participant.seat, actor, now)
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    participant.seat = seat
    answered = participant.person_id is not None or participant.until is not None
    require(not answered, _("This invitation was answered already."))
    return participant


def _take_back(participant: Participant, now: datetime) -> None:
    for row in participant.invitations.select_for_update(no_key=True).filter(state=SENT):
        _answer(row, "revoke", now)


def _sent(participant: Participant, address: str, actor: Person, now: datetime) -> Sent:
    lately = ParticipantInvitation.objects.filter(participant__seat=participant.seat, sent_at__gt=now - A_DAY)
    require(lately.count() < MOST_A_DAY, _("Ten invitations went out within a day. Wait until tomorrow."))
    token = secrets.token_urlsafe(16)
    invitation = ParticipantInvitation.objects.create(
        community_id=participant.community_id,
        participant=participant,
        address=address,
        token_hash=token_hash(token),
        made_by=actor,
        sent_at=now,
    )
    _mail(invitation, token, now)
    record(actor, "participant.invite", invitation, community_id=participant.community_id, at=now)
    return Sent(invitation, token)


def _mail(invitation: ParticipantInvitation, token: str, now: datetime) -> None:
    participant, person = invitation.participant, person_at(invitation.address)
    community = participant.cohort.community
    link = f"{settings.SITE_URL}{reverse('participant_invitation', args=[token])}"
    words = {"participant": participant, "cohort": participant.cohort, "link": link}
    words |= {"until": good_until(invitation)}
    with translation.override(person.language if person else community.languages[0]):
        queue(
            kind="participant_invited",
            address=invitation.address,
            subject=render_to_string("notices/participant_invited.subject.txt", words).strip(),
            text=render_to_string("notices/participant_invited.txt", words).strip() + "\n",
            person=person,
            community_id=community.pk,
            now=now,
            secret=True,
            patience=PATIENCE,
        )


def _opened(token: str, now: datetime) -> tuple[ParticipantInvitation, Participant]:
    gone = _("This invitation was used, taken back, replaced by a newer one, or is older than 30 days.")
    found = open_invitation(token, now)
    if found is None:
        raise Refused(gone)
    held(found.participant.cohort)
    rows = ParticipantInvitation.objects.select_for_update(of=("self", "participant"), no_key=True)
    invitation = rows.select_related("participant__cohort__community").get(pk=found.pk)
    require(invitation.state == SENT and invitation.participant.until is None, gone)
    return invitation, invitation.participant


def _answer(invitation: ParticipantInvitation, name: str, now: datetime) -> None:
    invitation.state = move(INVITATION_MOVES, InvitationState(invitation.state), name)
    invitation.answered_at = now
    invitation.save(update_fields=["state", "answered_at"])


def _person_of(invitation: ParticipantInvitation, now: datetime) -> Person:
    require(
        not must_sign_in(invitation, now),
        _("Sign in first: no link signs in to the account of this address."),
    )
    language = (get_language() or "en").split("-")[0]
    spoken = language if language in dict(settings.LANGUAGES) else "en"
    known = person_at(invitation.address)
    return known or make_person(email=invitation.address, actor=None, now=now, language=spoken)
