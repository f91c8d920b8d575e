"""Stories: read by everybody while each yes they need stands, decided anew at every read; by writers always."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from copractice.cohorts.models import Cohort, Participant, Seat
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community
from copractice.consents.queries import minors_among, standing_many
from copractice.consents.states import Purpose
from copractice.impact.indicators import INDICATORS
from copractice.impact.models import Story
from copractice.impact.queries.reports import Reader, written_by
from copractice.people.models import Person

YOUTH = Q(role=ParticipantRole.EMPLOYED_YOUTH)


@dataclass(frozen=True)
class Told:
    """A story with who may be said to have told it, and whether it stands now."""

    story: Story
    teller: str
    is_youth: bool
    stands: bool

    @property
    def beside(self) -> str:
        """Return the name of the figure that it stands beside; empty for none."""
        return str(INDICATORS[self.story.beside].name) if self.story.beside in INDICATORS else ""


def visible_to(person: Reader, now: datetime) -> QuerySet[Story]:
    """Return the stories that a person works with; what the public reads comes from `standing_of`."""
    rows = Story.objects.filter(community__in=written_by(person, now).values("community"))
    needed = ("community", "cohort__community", "participant__seat__organization", "entered_by", "checked_by")
    return rows.select_related(*needed).order_by("entered_at", "pk")


def standing_of(cohort: Cohort, now: datetime) -> list[Told]:
    """Return the stories of a cohort that may be read at this moment; in the same few queries for any number."""
    rows = Story.objects.filter(cohort=cohort, checked_at__isnull=False, withdrawn_at__isnull=True)
    rows = rows.select_related("participant", "cohort__community").order_by("entered_at", "pk")
    return [told for told in with_standing(list(rows), now) if told.stands]


def with_standing(rows: list[Story], now: datetime) -> list[Told]:
    """Say of each story of one cohort whether every yes it needs stands, and by which words its teller is named."""
    if not rows:
        return []
    community = rows[0].cohort.community
    people = {row.participant.person_id for row in rows if row.participant.person_id}
    yes = {purpose: standing_many(people, community, purpose, now) for purpose in _purposes(rows)}
    named = yes.get(Purpose.BE_NAMED.value, set()) - minors_among(people, community, now)
    return [_told(row, yes, named) for row in rows]


def organizations_in(cohort: Cohort) -> list[str]:
    """Return the names of a cohort's organizations and umbrellas, which no young person's story may hold."""
    rows = Seat.objects.filter(cohort=cohort).values_list("organization__name", "umbrella__name")
    return sorted({name for pair in rows for name in pair if name})


def tellers_in(cohort: Cohort, now: datetime, *, is_staff: bool) -> list[Participant]:
    """Return who can tell a story: everybody of a cohort with an account.

    Writers who are not staff learn no young name but of those whose yes to be quoted stands.
    """
    rows = Participant.objects.filter(cohort=cohort, person__isnull=False)
    rows = rows.select_related("seat__organization", "community", "person").order_by("role", "name", "pk")
    if is_staff:
        return list(rows)
    young = {row.person_id for row in rows if row.is_youth and row.person_id}
    agreed = standing_many(young, cohort.community, Purpose.BE_QUOTED, now)
    return [row for row in rows if not row.is_youth or row.person_id in agreed]


def listed_as(youth: Person, community: Community) -> list[int]:
    """Return as which young participants a person can be chosen, for the family's list of who looked."""
    rows = Participant.objects.filter(YOUTH, person=youth, community=community)
    return list(rows.values_list("pk", flat=True))


def told_by(youth: Person, community: Community) -> list[int]:
    """Return which stories a person told as a young participant, for the family's list of who looked."""
    rows = Story.objects.filter(participant__in=listed_as(youth, community))
    return list(rows.values_list("pk", flat=True))


def _purposes(rows: list[Story]) -> set[str]:
    return {purpose for row in rows for purpose in row.purposes}


def _told(row: Story, yes: dict[str, set[int]], named: set[int]) -> Told:
    teller = row.participant
    stands = row.withdrawn_at is None and all(teller.person_id in yes[purpose] for purpose in row.purposes)
    is_named = Purpose.BE_NAMED.value in row.purposes and teller.person_id in named and not teller.is_youth
    said = teller.name if is_named else str(ParticipantRole(teller.role).label)
    return Told(row, said, teller.is_youth, stands)
