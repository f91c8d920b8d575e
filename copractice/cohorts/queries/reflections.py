"""Reflections: read by their author, and by facilitators of the community; by nobody else.

A facilitator who belongs to the organization or the umbrella of a young person does not read that one's, and
nobody does while the consent to take part does not stand.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from copractice.applications.states import SaveKind
from copractice.cohorts.models import Participant, Reflection, ReflectionVersion, Session
from copractice.cohorts.queries.people import participants_of
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Affiliation, Community, Membership, Role
from copractice.communities.queries.memberships import current
from copractice.communities.queries.organizations import on_day
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person

Reader = Person | AnonymousUser
YOUTH = Q(participant__role=ParticipantRole.EMPLOYED_YOUTH)


def own(person: Reader, session: Session, now: datetime) -> tuple[Participant | None, Reflection | None]:
    """Return as what a person was in a session's cohort, and what they wrote about it."""
    participant = participants_of(person, now).filter(cohort=session.cohort_id).order_by("pk").first()
    rows = Reflection.objects.filter(session=session, participant=participant)
    return participant, rows.select_related("session__cohort").first() if participant else None


def sessions_written_about(participant: Participant) -> set[int]:
    """Return the ids of the sessions about which somebody wrote, in time or late."""
    return set(Reflection.objects.filter(participant=participant).values_list("session", flat=True))


def written_by(person: Person, community: Community) -> list[int]:
    """Return which reflections a person wrote as a young participant, for the family's list of who looked."""
    rows = Reflection.objects.filter(YOUTH, community=community, participant__person=person)
    return list(rows.values_list("pk", flat=True))


def kept_beside(reflection: Reflection | None) -> ReflectionVersion | None:
    """Return the newest text of a reflection that came too late; for its author."""
    rows = ReflectionVersion.objects.filter(reflection=reflection, kind=SaveKind.LATE)
    return rows.order_by("-saved_at", "-pk").first() if reflection else None


def of_session(person: Reader, session: Session, now: datetime) -> list[Reflection]:
    """Return what a facilitator may read about a session, by name; nothing tells whether there is more."""
    if not person.is_authenticated:
        return []
    rows = _written(session).filter(_facilitated_by(person, now))
    known = list(rows.exclude(YOUTH & tied_to(person, now)))
    sealed = _sealed(known, session, now)
    return [row for row in known if row.pk not in sealed]


def _written(session: Session) -> QuerySet[Reflection]:
    rows = Reflection.objects.filter(session=session).exclude(text="")
    needed = ("participant__seat__organization", "participant__person", "session", "community")
    return rows.select_related(*needed).order_by("participant__name", "pk")


def _facilitated_by(person: Person, now: datetime) -> Q:
    here = Membership.objects.filter(current(now), person_id=person.pk, role=Role.FACILITATOR)
    return Q(community__in=here.values("community"))


def tied_to(person: Person, now: datetime) -> Q:
    """Return the condition that a reader is in the author's organization or umbrella, or an adult of the seat."""
    seats = participants_of(person, now).filter(seat__isnull=False).order_by()
    seat = OuterRef("participant__seat")
    mine = Affiliation.objects.filter(on_day(now), person_id=person.pk)
    there = mine.filter(organization=OuterRef("participant__seat__organization"))
    above = mine.filter(organization=OuterRef("participant__seat__umbrella"))
    return Q(Exists(seats.filter(seat=seat))) | Q(Exists(there)) | Q(Exists(above))


def _sealed(rows: list[Reflection], session: Session, now: datetime) -> set[int]:
    """Return the ids of the texts of young people whose consent to take part does not stand."""
    young = [row for row in rows if row.participant.is_youth]
    people = [row.participant.person_id for row in young if row.participant.person_id]
    said_yes = standing_many(people, session.community, Purpose.TAKE_PART, now)
    return {row.pk for row in young if row.participant.person_id not in said_yes}
