"""Participants: who takes part now, who took part on a day, and who of them a reader learns of."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from copractice.applications.states import InvitationState
from copractice.cohorts.models import Cohort, Participant, ParticipantInvitation, Seat, Session
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current, signs_in_first
from copractice.communities.queries.organizations import local_day
from copractice.people.models import Person
from copractice.people.queries import person_at, token_hash

Reader = Person | AnonymousUser
AT_HAND = ("community", "cohort__community", "seat__organization", "seat__umbrella", "person")
BY_ROLE = Case(*[When(role=role, then=Value(place)) for place, role in enumerate(ParticipantRole)])
GOOD_FOR = timedelta(days=30)  # an invitation; sending it again begins anew
NOW = (CohortState.PLANNED, CohortState.ACTIVE, CohortState.COMPLETED)


def standing(now: datetime) -> Q:
    """Return the condition that a stay has not ended on the day that it is there; it may begin later."""
    there = Func(F("community__time_zone"), Value(now), function="timezone")
    return Q(until__isnull=True) | Q(until__gt=Cast(there, DateField()))


def on(day: date) -> Q:
    """Return the condition that a stay covers a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def was_there(participant: Participant, session: Session) -> bool:
    """Say whether a session fell into somebody's stay."""
    day = local_day(session.community, session.starts_at)
    return participant.since <= day and (participant.until is None or participant.until > day)


def participants_of(person: Reader, now: datetime) -> QuerySet[Participant]:
    """Return as what a person takes part, in cohorts that are not canceled; the newest first."""
    if not person.is_authenticated:
        return Participant.objects.none()
    rows = Participant.objects.filter(standing(now), person_id=person.pk, cohort__state__in=NOW)
    return rows.select_related(*AT_HAND).order_by("-since", "-pk")


def participant_in(person: Reader, cohort: Cohort, now: datetime) -> Participant | None:
    """Return as what a person takes part in a cohort; the first if there are several seats."""
    return participants_of(person, now).filter(cohort=cohort).order_by("pk").first()


def expected_at(session: Session) -> QuerySet[Participant]:
    """Return whose stay covers a session, each person once, by organization and name."""
    there = on(local_day(session.community, session.starts_at))
    return _each_once(Participant.objects.filter(there, cohort=session.cohort_id), there)


def here(cohort: Cohort, now: datetime) -> QuerySet[Participant]:
    """Return who is in a cohort and has not left, each person once; for facilitators and staff."""
    return _each_once(Participant.objects.filter(standing(now), cohort=cohort), standing(now))


def _each_once(rows: QuerySet[Participant], there: Q) -> QuerySet[Participant]:
    """Leave out the second row of a person: an umbrella lead backs several seats and comes once."""
    same = {"cohort": OuterRef("cohort"), "person": OuterRef("person"), "pk__lt": OuterRef("pk")}
    rows = rows.exclude(Exists(Participant.objects.filter(there, **same))).select_related(*AT_HAND)
    return rows.order_by("seat__organization__sort_name", BY_ROLE, "name", "pk")


def told_of(cohort: Cohort, now: datetime) -> list[Person]:
    """Return who is told when something changes in a cohort, each once."""
    rows = Participant.objects.filter(standing(now), cohort=cohort, person__isnull=False)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("pk"))


def seats_visible_to(person: Reader, now: datetime) -> QuerySet[Seat]:
    """Return the seats that a person keeps: as adult of the seat, or as staff of the community."""
    if not person.is_authenticated:
        return Seat.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    adults = participants_of(person, now).exclude(role=ParticipantRole.EMPLOYED_YOUTH)
    seen = Q(community__in=runs.values("community")) | Q(pk__in=adults.order_by().values("seat"))
    rows = Seat.objects.filter(seen, cohort__state__in=CohortState.values)
    return rows.select_related("community", "cohort__community", "organization", "umbrella")


def people_of(seat: Seat) -> QuerySet[Participant]:
    """Return everybody who is or was in a seat, by role and name; for the adults there and the staff."""
    waits = ParticipantInvitation.objects.filter(participant=OuterRef("pk"), state=InvitationState.SENT)
    rows = Participant.objects.filter(seat=seat).select_related(*AT_HAND)
    return rows.annotate(is_asked=Exists(waits)).order_by("until", BY_ROLE, "name", "pk")


def kept_participants(person: Reader, now: datetime) -> QuerySet[Participant]:
    """Return the participants in the seats that a person keeps."""
    rows = Participant.objects.filter(seat__in=seats_visible_to(person, now).values("pk"))
    return rows.select_related(*AT_HAND)


def open_invitation(token: str, now: datetime) -> ParticipantInvitation | None:
    """Return the invitation that a token still opens; used, old, taken back and unknown ones look the same."""
    rows = ParticipantInvitation.objects.filter(token_hash=token_hash(token), state=InvitationState.SENT)
    rows = rows.filter(sent_at__gt=now - GOOD_FOR)
    rows = rows.filter(participant__until__isnull=True, participant__cohort__state__in=NOW)
    seat = ("participant__seat__organization", "participant__seat__umbrella", "participant__cohort")
    return rows.select_related("community", "participant__community", *seat).first()


def good_until(invitation: ParticipantInvitation) -> date:
    """Return the last whole day, by the community's clock, on which an invitation opens."""
    return local_day(invitation.community, invitation.sent_at + GOOD_FOR) - timedelta(days=1)


def must_sign_in(invitation: ParticipantInvitation, now: datetime) -> bool:
    """Tell whether the invited address belongs to somebody whom no link signs in."""
    person = person_at(invitation.address)
    return person is not None and signs_in_first(person, now)
