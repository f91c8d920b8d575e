"""Seats: from confirmed applications with their people and goals, by hand, and their end."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState
from copractice.calls.states import Party
from copractice.cohorts.actions.holding import held_by_staff
from copractice.cohorts.models import Cohort, Goal, Participant, Seat
from copractice.cohorts.queries.cohorts import answers_for_goals, criteria_by_key, parts_to_seat
from copractice.cohorts.states import ExitReason, ParticipantRole
from copractice.communities.models import Organization
from copractice.communities.queries.organizations import local_day
from copractice.consents.actions.asking import ask_guardian, ask_own
from copractice.consents.queries import guardianship_of
from copractice.consents.states import Purpose
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person

ROLE_OF = {
    Party.EMPLOYER: ParticipantRole.LEADER,
    Party.UMBRELLA: ParticipantRole.UMBRELLA_LEAD,
    Party.YOUTH: ParticipantRole.EMPLOYED_YOUTH,
}


@transaction.atomic
def seat_application(
    *, cohort: Cohort, application: Application, goal_keys: Collection[str], actor: Person, now: datetime
) -> Seat:
    """Make a confirmed application a seat: its owners take part, its answers to those questions become goals.

    The organizations are those that staff matched to the parts. Nothing is typed again.
    """
    cohort = held_by_staff(cohort, actor, now)
    application = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    require(application.call_id == cohort.call_id, _("This application was made to another call."))
    confirmed = application.state == ApplicationState.CONFIRMED
    require(confirmed, _("This application is not confirmed, so it has no place in a cohort yet."))
    parts = parts_to_seat(application)
    seat = _seat(
        cohort, _organization(parts, Party.EMPLOYER), _organization(parts, Party.UMBRELLA), application
    )
    for part in parts:
        _take_in(seat, part, now)
    _take_goals(seat, application, set(goal_keys), now)
    people = [part.owner for part in parts if part.owner]
    send_notice("cohort_joined", to=people, about=cohort, community_id=cohort.community_id, now=now)
    record(actor, "seat.make", seat, community_id=cohort.community_id, at=now)
    return seat


@transaction.atomic
def add_seat(
    *,
    cohort: Cohort,
    organization: Organization,
    umbrella: Organization | None,
    actor: Person,
    now: datetime,
) -> Seat:
    """Give an organization a seat by hand, where no application stands behind it."""
    cohort = held_by_staff(cohort, actor, now)
    seat = _seat(cohort, organization, umbrella, None)
    record(actor, "seat.make", seat, community_id=cohort.community_id, at=now)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, reason: ExitReason, on: date, actor: Person, now: datetime) -> Seat:
    """Keep that an organization left early, and why; its people leave with it."""
    cohort = held_by_staff(seat.cohort, actor, now)
    seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    require(seat.until is None, _("This organization has left already."))
    require_day(on, seat.since, local_day(cohort.community, now))
    seat.until, seat.exit_reason = on, reason
    seat.save(update_fields=["until", "exit_reason"])
    for row in Participant.objects.select_for_update(no_key=True).filter(seat=seat, until__isnull=True):
        row.until, row.exit_reason = max(on, row.since), reason
        row.save(update_fields=["until", "exit_reason"])
    record(actor, "seat.end", seat, community_id=cohort.community_id, at=now)
    return seat


def require_day(on: date, since: date, today: date) -> None:
    """Refuse an end before its beginning, or in the future."""
    require(on >= since, _("This day is before the first one. Choose a later day."))
    require(on <= max(today, since), _("This day has not come yet. Choose today or an earlier day."))


def ask_consents(person: Person, cohort: Cohort, *, is_youth: bool, now: datetime) -> None:
    """Ask for the yes that taking part needs: a young person's and the guardian's; an adult's to be named."""
    community = cohort.community
    purpose = Purpose.TAKE_PART if is_youth else Purpose.BE_NAMED
    ask_own(person=person, community=community, now=now, purposes=(purpose,))
    guardianship = guardianship_of(person, community, now) if is_youth else None
    if guardianship:
        ask_guardian(guardianship=guardianship, now=now, purposes=(purpose,))


def _seat(
    cohort: Cohort,
    organization: Organization | None,
    umbrella: Organization | None,
    application: Application | None,
) -> Seat:
    if organization is None:
        raise Refused(_("Say first which organization of the list this is."))
    foreign = {row.community_id for row in (organization, umbrella) if row} - {cohort.community_id}
    require(not foreign, _("This organization is not on this community's list."))
    require(organization != umbrella, _("An organization is not its own umbrella. Choose another one."))
    known = Seat.objects.filter(cohort=cohort, organization=organization)
    require(not known.exists(), _("This organization has a seat in this cohort already."))
    taken = application is not None and Seat.objects.filter(application=application).exists()
    require(not taken, _("This application has a seat already."))
    return Seat.objects.create(
        community_id=cohort.community_id,
        cohort=cohort,
        organization=organization,
        umbrella=umbrella,
        application=application,
        since=cohort.starts_on,
    )


def _organization(parts: list[Part], party: Party) -> Organization | None:
    return next((part.organization for part in parts if part.party == party and part.organization), None)


def _take_in(seat: Seat, part: Part, now: datetime) -> None:
    role = ROLE_OF[Party(part.party)]
    Participant.objects.create(
        community_id=seat.community_id,
        cohort=seat.cohort,
        seat=seat,
        person=part.owner,
        part=part,
        name=part.name,
        role=role,
        since=seat.since,
    )
    if part.owner:
        ask_consents(part.owner, seat.cohort, is_youth=role == ParticipantRole.EMPLOYED_YOUTH, now=now)


def _take_goals(seat: Seat, application: Application, keys: set[str], now: datetime) -> None:
    criteria = criteria_by_key(seat.cohort)
    Goal.objects.bulk_create(
        Goal(
            community_id=seat.community_id,
            seat=seat,
            criterion=criteria.get(answer.question.key),
            answer=answer,
            text=answer.text,
            language=answer.language,
            since=now,
        )
        for answer in answers_for_goals(application, keys)
    )
