"""Who reads and answers for a seat, who facilitates, and who must not learn a young author's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from copractice.cohorts.models import Participant, Seat
from copractice.cohorts.queries.people import participants_of, standing
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Affiliation, AffiliationRole, Community, Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.queries.organizations import on_day
from copractice.people.models import Person

Reader = Person | AnonymousUser
ANSWERING = (ParticipantRole.LEADER, ParticipantRole.UMBRELLA_LEAD)
KEEPING = (*ANSWERING, ParticipantRole.SUPERVISOR)


@dataclass(frozen=True)
class Someone:
    """A person of an organization by the name and the role that are read there; `answers` or only reads."""

    person_id: int
    name: str
    role: str
    answers: bool


def seats_kept_by(person: Reader, now: datetime) -> QuerySet[Seat]:
    """Return the seats for which a person follows recommendations: as adult there or as its executive."""
    if not person.is_authenticated:
        return Seat.objects.none()
    mine = participants_of(person, now).filter(role__in=KEEPING, seat__isnull=False).order_by()
    return Seat.objects.filter(Q(pk__in=mine.values("seat")) | _executed_by(person, now))


def seats_answered_by(person: Reader, now: datetime) -> QuerySet[Seat]:
    """Return the seats for which a person answers: as leader, umbrella lead or executive."""
    if not person.is_authenticated:
        return Seat.objects.none()
    mine = participants_of(person, now).filter(role__in=ANSWERING, seat__isnull=False).order_by()
    return Seat.objects.filter(Q(pk__in=mine.values("seat")) | _executed_by(person, now))


def _executed_by(person: Person, now: datetime) -> Q:
    mine = Affiliation.objects.filter(on_day(now), person_id=person.pk, role=AffiliationRole.EXECUTIVE)
    return Q(organization__in=mine.values("organization"))


def people_of(seat: Seat, now: datetime) -> list[Someone]:
    """Return the adults who read what is offered to a seat, each once, those who answer first."""
    rows = Participant.objects.filter(standing(now), seat=seat, role__in=KEEPING, person__isnull=False)
    found = [
        Someone(row.person_id, row.name, str(row.get_role_display()), row.role in ANSWERING)
        for row in rows.order_by("name", "pk")
        if row.person_id
    ]
    found += _executives_of(seat, now)
    once = {one.person_id: one for one in sorted(found, key=lambda one: one.answers)}
    return sorted(once.values(), key=lambda one: (not one.answers, one.name, one.person_id))


def _executives_of(seat: Seat, now: datetime) -> list[Someone]:
    rows = Affiliation.objects.filter(
        on_day(now), organization=seat.organization_id, role=AffiliationRole.EXECUTIVE
    )
    people = set(rows.values_list("person_id", flat=True))
    names = Membership.objects.filter(community=seat.community_id, person__in=people).order_by("since")
    named = dict(names.values_list("person_id", "name"))
    label = str(AffiliationRole.EXECUTIVE.label)
    return [Someone(person, named.get(person, label), label, answers=True) for person in people]


def told_of(people: Iterable[Someone], *, without: int | None = None) -> list[Person]:
    """Return the persons behind those names, but not one who knows already."""
    wanted = {one.person_id for one in people} - {without}
    return list(Person.objects.filter(pk__in=wanted).order_by("pk"))


def facilitates_in(person: Reader, now: datetime, *roles: Role) -> QuerySet[Membership]:
    """Return the memberships by which a person facilitates, or holds another of the roles that are named."""
    if not person.is_authenticated:
        return Membership.objects.none()
    rows = Membership.objects.filter(current(now), person_id=person.pk, role__in=[Role.FACILITATOR, *roles])
    return rows.order_by("since", "pk")


def facilitators_for(seat: Seat, now: datetime) -> list[Membership]:
    """Return the facilitators who may know a young author of a seat: those who are not of its organization."""
    rows = Membership.objects.filter(current(now), community=seat.community_id, role=Role.FACILITATOR)
    rows = rows.select_related("person").order_by("name", "pk")
    return [row for row in rows if not is_tied(row.person, seat, now)]


def staff_of(community: Community, now: datetime) -> list[Person]:
    """Return the staff of a community."""
    rows = Membership.objects.filter(current(now), community=community, role__in=STAFF)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("pk"))


def is_tied(person: Person, seat: Seat, now: datetime) -> bool:
    """Say whether a person belongs to the organization or the umbrella of a seat."""
    return Seat.objects.filter(tied_to(person, now, seat="pk"), pk=seat.pk).exists()


def tied_to(person: Person, now: datetime, *, seat: str) -> Q:
    """Return the condition that a person belongs to a seat's organization or umbrella, or takes part in it.

    `seat` is the path from the row to the seat's id. Whoever is tied never learns who wrote in the cohort's name.
    """
    path = "" if seat == "pk" else f"{seat}__"
    seats = participants_of(person, now).filter(seat__isnull=False).order_by()
    mine = Affiliation.objects.filter(on_day(now), person_id=person.pk)
    there = mine.filter(organization=OuterRef(f"{path}organization"))
    above = mine.filter(organization=OuterRef(f"{path}umbrella"))
    return Q(Exists(seats.filter(seat=OuterRef(seat)))) | Q(Exists(there)) | Q(Exists(above))


def is_tied_to(person: Person, youth: Person, community: Community, now: datetime) -> bool:
    """Say whether a person belongs to the organization or the umbrella for which a young person takes part."""
    rows = Participant.objects.filter(
        person=youth, community=community, role=ParticipantRole.EMPLOYED_YOUTH, seat__isnull=False
    )
    return rows.filter(tied_to(person, now, seat="seat")).exists()


def named(person: Person, record: Model, people: Iterable[Someone]) -> str:
    """Return the name under which a person acts for an organization; raises where there is none."""
    for one in people:
        if one.person_id == person.pk:
            return one.name
    raise Participant.DoesNotExist(f"{person.pk} does not act on {record}")


def count_youth(seat: Seat, now: datetime) -> int:
    """Return how many young people a seat has now: among so few an organization may guess who wrote."""
    rows = Participant.objects.filter(standing(now), seat=seat, role=ParticipantRole.EMPLOYED_YOUTH)
    return rows.count()
