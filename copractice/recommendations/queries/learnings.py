"""Learnings: read by their author, by facilitators, and by an organization once one is used and signed."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from copractice.cohorts.models import Cohort, Participant, Seat, Session
from copractice.cohorts.queries.people import participants_of
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.communities.models import Community, Membership
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person
from copractice.recommendations.models import Learning, Recommendation, TextVersion
from copractice.recommendations.queries.people import Reader, facilitates_in, seats_kept_by, tied_to
from copractice.recommendations.queries.recommendations import UNSEEN

LEARNING = (CohortState.ACTIVE, CohortState.COMPLETED)
# Handed to the facilitators, and out of their hands not taken back: it bears the cohort's name.
VEILED = Q(in_cohort_name=True, handed_at__isnull=False)
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

    What went out in the cohort's name opens its learning to no organization, whatever else grew from it. A
    facilitator reads none of a young person of an organization that is their own, and nobody but the author
    reads a young person's while the consent to take part does not stand.
    """
    if not person.is_authenticated:
        return Learning.objects.none()
    leads = facilitates_in(person, now).order_by().values("community")
    kept = seats_kept_by(person, now)
    tied = YOUTH & tied_to(person, now, seat="participant__seat")
    led = Q(community__in=leads) & ~tied & ~Q(text="")
    signed = Recommendation.objects.filter(
        learning=OuterRef("pk"), in_cohort_name=False, seat__in=kept.values("pk")
    ).exclude(state__in=UNSEEN)
    veiled = Recommendation.objects.filter(VEILED, learning=OuterRef("pk"))
    others = (led | (Exists(signed) & ~Exists(veiled))) & ~(
        YOUTH & ~Q(participant__person__in=_agreed(leads, kept, now))
    )
    seen = Q(participant__person_id=person.pk) | others
    return Learning.objects.filter(seen).select_related(*AT_HAND).order_by("-saved_at", "-pk")


def _agreed(leads: QuerySet[Membership, Any], kept: QuerySet[Seat], now: datetime) -> set[int]:
    """Return which young authors, of those a reader may meet, said yes to taking part."""
    near = Q(community__in=leads) | Q(participant__seat__in=kept.values("pk"))
    rows = Learning.objects.filter(near, YOUTH, participant__person__isnull=False)
    pairs = set(rows.values_list("community", "participant__person"))
    communities = Community.objects.in_bulk({community for community, _person in pairs})
    return {
        person
        for pk, community in communities.items()
        for person in standing_many(
            {who for where, who in pairs if where == pk}, community, Purpose.TAKE_PART, now
        )
    }


def readable(person: Reader, learning: Learning, now: datetime) -> Learning | None:
    """Return a learning where the reader may read it."""
    return visible_to(person, now).filter(pk=learning.pk).first()


def is_veiled(learning: Learning) -> bool:
    """Say whether something made of a learning is in the facilitators' hands or went out in the cohort's name."""
    return learning.recommendations.filter(VEILED).exists()


def is_signed(learning: Learning) -> bool:
    """Say whether something made of a learning was ever offered in its author's own name."""
    return learning.recommendations.filter(in_cohort_name=False).exclude(state="draft").exists()


def written_by(person: Person, community: Community) -> list[int]:
    """Return which learnings a person wrote as a young participant, for the family's list of who looked."""
    rows = Learning.objects.filter(YOUTH, community=community, participant__person=person)
    return list(rows.values_list("pk", flat=True))


def of_cohort(person: Reader, cohort: Cohort, now: datetime) -> list[Learning]:
    """Return what a facilitator may read of a cohort's learnings, the newest first."""
    if not facilitates_in(person, now).filter(community=cohort.community_id).exists():
        return []
    rows = visible_to(person, now).filter(participant__cohort=cohort).exclude(text="")
    rows = rows.select_related(None).select_related("participant__seat__organization")
    return list(rows.prefetch_related("community"))


def at_work(person: Reader, now: datetime) -> QuerySet[Participant]:
    """Return as what a person takes part for an organization, in cohorts that work or are completed."""
    return participants_of(person, now).filter(cohort__state__in=LEARNING, seat__isnull=False)


def sessions_for(participant: Participant, now: datetime) -> list[Session]:
    """Return the sessions from which a participant can learn: begun, not canceled, the newest first."""
    rows = Session.objects.filter(cohort=participant.cohort_id, starts_at__lte=now, canceled_at__isnull=True)
    return list(rows.order_by("-starts_at", "-pk"))


def kept_beside(learning: Learning) -> TextVersion | None:
    """Return the newest text of a learning that came too late; for its author."""
    return TextVersion.objects.filter(learning=learning, kind="late").order_by("-saved_at", "-pk").first()
