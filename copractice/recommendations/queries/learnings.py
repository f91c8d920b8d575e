"""Learnings: read by their author, by facilitators, and by an organization once one is used and signed."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from copractice.cohorts.models import Cohort, Participant, Session
from copractice.cohorts.queries.people import participants_of
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person
from copractice.recommendations.models import Learning, Recommendation, TextVersion
from copractice.recommendations.queries.people import Reader, facilitates_in, seats_kept_by, tied_to
from copractice.recommendations.queries.recommendations import UNSEEN

YOUTH = Q(participant__role=ParticipantRole.EMPLOYED_YOUTH)
AT_HAND = (
    "community",
    "participant__person",
    "participant__community",
    "participant__cohort__community",
    "participant__seat__organization",
    "goal",
    "session__cohort__community",
)


def own(person: Reader) -> QuerySet[Learning]:
    """Return what a person wrote, the newest first."""
    if not person.is_authenticated:
        return Learning.objects.none()
    rows = Learning.objects.filter(participant__person_id=person.pk).select_related(*AT_HAND)
    return rows.order_by("-begun_at", "-pk")


def visible_to(person: Reader, now: datetime) -> QuerySet[Learning]:
    """Return the learnings that a person may read.

    A facilitator reads none of a young person of an organization that is their own, and nobody but the author
    reads a young person's while the consent to take part does not stand.
    """
    if not person.is_authenticated:
        return Learning.objects.none()
    leads = Q(community__in=facilitates_in(person, now).order_by().values("community"))
    led = leads & ~(YOUTH & tied_to(person, now, seat="participant__seat")) & ~Q(text="")
    signed = Recommendation.objects.filter(
        learning=OuterRef("pk"), in_cohort_name=False, seat__in=seats_kept_by(person, now).values("pk")
    ).exclude(state__in=UNSEEN)
    seen = Q(participant__person_id=person.pk) | led | Exists(signed)
    return Learning.objects.filter(seen).select_related(*AT_HAND).order_by("-saved_at", "-pk")


def is_sealed(learning: Learning, reader: Person, now: datetime) -> bool:
    """Say whether a young person's learning is shut to all others, since no consent to take part stands."""
    author = learning.participant
    if not author.is_youth or author.person_id in {None, reader.pk}:
        return False
    return not standing_many([author.person_id or 0], learning.community, Purpose.TAKE_PART, now)


def readable(person: Reader, learning: Learning, now: datetime) -> Learning | None:
    """Return a learning where the reader may read it."""
    row = visible_to(person, now).filter(pk=learning.pk).first() if isinstance(person, Person) else None
    return row if row and isinstance(person, Person) and not is_sealed(row, person, now) else None


def of_cohort(person: Reader, cohort: Cohort, now: datetime) -> list[Learning]:
    """Return what a facilitator may read of a cohort's learnings, the newest first."""
    if not facilitates_in(person, now).filter(community=cohort.community_id).exists():
        return []
    rows = list(visible_to(person, now).filter(participant__cohort=cohort).exclude(text=""))
    young = {row.participant.person_id or 0 for row in rows if row.participant.is_youth}
    said_yes = standing_many(young, cohort.community, Purpose.TAKE_PART, now)
    return [row for row in rows if not row.participant.is_youth or row.participant.person_id in said_yes]


def at_work(person: Reader, now: datetime) -> QuerySet[Participant]:
    """Return as what a person takes part in cohorts that work, where they have a seat."""
    return participants_of(person, now).filter(cohort__state=CohortState.ACTIVE, seat__isnull=False)


def sessions_for(participant: Participant, now: datetime) -> list[Session]:
    """Return the sessions from which a participant can learn: begun, not canceled, the newest first."""
    rows = Session.objects.filter(cohort=participant.cohort_id, starts_at__lte=now, canceled_at__isnull=True)
    return list(rows.order_by("-starts_at", "-pk"))


def kept_beside(learning: Learning) -> TextVersion | None:
    """Return the newest text of a learning that came too late; for its author."""
    return TextVersion.objects.filter(learning=learning, kind="late").order_by("-saved_at", "-pk").first()
