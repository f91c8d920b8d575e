"""Recommendations: read by their author, by the organization they are for, by facilitators and staff.

Who wrote one in the cohort's name is read by the author and by facilitators who are not of the organization
or its umbrella. Everything that a page shows of an author comes from `authors_known_to`.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community
from copractice.communities.queries.memberships import STAFF
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person
from copractice.recommendations.models import Evidence, Recommendation, Response, Step, TextVersion
from copractice.recommendations.queries.people import (
    Reader,
    facilitates_in,
    seats_answered_by,
    seats_kept_by,
    tied_to,
)
from copractice.recommendations.states import RecommendationState

UNSEEN = (RecommendationState.DRAFT, RecommendationState.WITHDRAWN)
AT_HAND = (
    "community",
    "seat__organization__community",
    "seat__umbrella",
    "seat__cohort__community",
    "learning__participant__person",
    "learning__participant__community",
    "response",
)

ON_BOARD = ("seat__organization", "learning__participant__person", "response")


def own(person: Reader) -> QuerySet[Recommendation]:
    """Return what a person wrote themself, drafts and withdrawn ones too, the newest first."""
    if not person.is_authenticated:
        return Recommendation.objects.none()
    rows = Recommendation.objects.filter(learning__participant__person_id=person.pk)
    return rows.select_related(*AT_HAND).order_by("-begun_at", "-pk")


def offered_to(person: Reader, now: datetime) -> QuerySet[Recommendation]:
    """Return what is offered to the organizations that a person follows it for, the next due first."""
    rows = Recommendation.objects.exclude(state__in=UNSEEN)
    rows = rows.filter(seat__in=seats_kept_by(person, now).values("pk")).select_related(*AT_HAND)
    return rows.order_by(_open_first(), "due_on", "-offered_at", "pk")


def handed_to(person: Reader, now: datetime) -> QuerySet[Recommendation]:
    """Return the drafts that young people handed to the facilitators of whom the person is one, not tied."""
    if not person.is_authenticated:
        return Recommendation.objects.none()
    rows = Recommendation.objects.filter(
        state=RecommendationState.DRAFT,
        handed_at__isnull=False,
        community__in=facilitates_in(person, now).order_by().values("community"),
    )
    rows = rows.exclude(tied_to(person, now, seat="seat")).select_related(*AT_HAND)
    return rows.order_by("handed_at", "pk")


def visible_to(person: Reader, now: datetime) -> QuerySet[Recommendation]:
    """Return every recommendation that a person may read."""
    if not person.is_authenticated:
        return Recommendation.objects.none()
    leads = facilitates_in(person, now, *STAFF).order_by().values("community")
    kept = seats_kept_by(person, now).values("pk")
    offered = ~Q(state__in=UNSEEN) & (Q(community__in=leads) | Q(seat__in=kept))
    mine = Q(learning__participant__person_id=person.pk)
    handed = Q(pk__in=handed_to(person, now).order_by().values("pk"))
    return Recommendation.objects.filter(mine | offered | handed).select_related(*AT_HAND)


def led_by(person: Reader, cohort: Cohort, now: datetime) -> QuerySet[Recommendation]:
    """Return what was handed over or offered in a cohort, for who facilitates it or is staff: what is owed first."""
    if not facilitates_in(person, now, *STAFF).filter(community=cohort.community_id).exists():
        return Recommendation.objects.none()
    handed = handed_to(person, now).order_by().values("pk")
    rows = visible_to(person, now).filter(~Q(state__in=UNSEEN) | Q(pk__in=handed), seat__cohort=cohort)
    # One community and one cohort: prefetched once, instead of with all their texts beside each row.
    rows = rows.select_related(None).select_related(*ON_BOARD)
    rows = rows.prefetch_related("community", "learning__participant__community")
    shown = Count("response__steps", filter=Q(response__steps__evidence__isnull=False), distinct=True)
    return rows.annotate(steps_shown=shown).order_by(_open_first(), "due_on", "-offered_at", "pk")


def to_answer(person: Person, now: datetime) -> QuerySet[Recommendation]:
    """Return what waits for the answer of a person, the next due first; never what they wrote themself."""
    rows = Recommendation.objects.filter(
        state=RecommendationState.OFFERED, seat__in=seats_answered_by(person, now).values("pk")
    )
    rows = rows.exclude(learning__participant__person_id=person.pk)
    return rows.select_related(*AT_HAND).order_by("due_on", "pk")


def to_judge(person: Person) -> QuerySet[Recommendation]:
    """Return what a person recommended and has an answer to, of which they did not say yet whether it fits."""
    rows = own(person).filter(state__in=[RecommendationState.ANSWERED, RecommendationState.IN_PRACTICE])
    return rows.filter(verdict="")


def written_by(person: Person, community: Community) -> list[int]:
    """Return which recommendations a person wrote as a young participant, for the family's list of who looked."""
    young = Q(learning__participant__role=ParticipantRole.EMPLOYED_YOUTH)
    rows = Recommendation.objects.filter(young, community=community, learning__participant__person=person)
    return list(rows.values_list("pk", flat=True))


def _open_first() -> Case:
    order = [When(state=RecommendationState.DRAFT, then=0), When(state=RecommendationState.OFFERED, then=1)]
    return Case(*order, default=Value(2), output_field=IntegerField())


def authors_known_to(
    person: Reader, rows: Collection[Recommendation], now: datetime
) -> dict[int, Participant]:
    """Return by recommendation the author that the reader may know; a missing one is not told in any way.

    A young person who signed is named only while the consent to take part stands.
    """
    if not person.is_authenticated:
        return {}
    hidden = {row.pk for row in rows if row.in_cohort_name}
    hidden -= _opened_to(person, hidden, now)
    signed = [row for row in rows if row.pk not in hidden]
    sealed = _sealed({row.learning.participant for row in signed}, now)
    return {
        row.pk: author
        for row in signed
        if (author := row.learning.participant).person_id == person.pk or author.pk not in sealed
    }


def _opened_to(person: Person, ids: set[int], now: datetime) -> set[int]:
    """Return which of those in the cohort's name show the reader their author."""
    if not ids:
        return set()
    rows = Recommendation.objects.filter(pk__in=ids)
    mine = Q(learning__participant__person_id=person.pk)
    leads = Q(community__in=facilitates_in(person, now).order_by().values("community"))
    known = rows.filter(mine | (leads & ~tied_to(person, now, seat="seat")))
    return set(known.values_list("pk", flat=True))


def _sealed(authors: Iterable[Participant], now: datetime) -> set[int]:
    """Return the ids of young authors whose consent to take part does not stand."""
    young = [author for author in authors if author.is_youth]
    communities: dict[Community, set[int]] = {}
    for author in young:
        communities.setdefault(author.community, set()).add(author.person_id or 0)
    said_yes = {
        (community.pk, person)
        for community, people in communities.items()
        for person in standing_many(people, community, Purpose.TAKE_PART, now)
    }
    return {author.pk for author in young if (author.community_id, author.person_id) not in said_yes}


def response_of(row: Recommendation) -> Response | None:
    """Return the answer to a recommendation with its steps and their evidence, in their order."""
    shown = Evidence.objects.order_by("at", "pk")
    steps = Step.objects.order_by("added_at", "pk").prefetch_related(Prefetch("evidence", shown))
    rows = Response.objects.filter(recommendation=row).select_related("recommendation__community")
    return rows.prefetch_related(Prefetch("steps", steps)).first()


def steps_kept_by(person: Reader, now: datetime) -> QuerySet[Step]:
    """Return the steps that a person may change and show evidence for."""
    rows = Step.objects.filter(
        response__recommendation__in=offered_to(person, now).order_by().values("pk"),
    )
    return rows.select_related(
        "community",
        "response__recommendation__community",
        "response__recommendation__seat__organization",
        "response__recommendation__learning__participant__person",
    )


def evidence_visible_to(person: Reader, now: datetime) -> QuerySet[Evidence]:
    """Return the evidence that a person may read: as its recommendation."""
    seen = visible_to(person, now).order_by().values("pk")
    return Evidence.objects.filter(step__response__recommendation__in=seen).select_related("community")


def kept_beside(row: Recommendation) -> list[TextVersion]:
    """Return the texts that came too late for a recommendation, the newest first; for its author."""
    return list(TextVersion.objects.filter(recommendation=row, kind="late").order_by("-saved_at", "-pk")[:2])


def count_in(cohort: Cohort) -> dict[str, int]:
    """Return how many recommendations of a cohort were offered, answered and adopted; numbers without people."""
    rows = Recommendation.objects.filter(seat__cohort=cohort).exclude(state__in=UNSEEN)
    return rows.aggregate(
        offered=Count("pk"),
        answered=Count("response"),
        adopted=Count("pk", filter=Q(response__answer__in=["adopted", "adapted"])),
    )
