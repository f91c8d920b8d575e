"""What a call's reviews hold in numbers, as one reader may know it; in a few queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum

from copractice.calls.models import Call
from copractice.people.models import Person
from copractice.review.models import Assignment, CalibratedScores
from copractice.review.queries.reviews import UNSEEN
from copractice.review.queries.ties import barred_for
from copractice.review.states import ReviewState


class Given(NamedTuple):
    """One sent review reduced to a number: the weighted mean of its scores, from 0 to 4."""

    application: int
    reviewer: int
    score: float


@dataclass
class Progress:
    """How many reviews of an application were sent, of how many that are assigned."""

    sent: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Tally:
    """All that a person may know of a call's reviews: counts by application, and the numbers of sent reviews.

    `waits` are applications whose scores stay hidden from this person until their own review is sent.
    `is_whole` tells that nothing of the call is hidden from this person.
    """

    counts: Mapping[int, Progress]
    given: list[Given]
    waits: set[int]
    is_whole: bool


def tally_of(call: Call, person: Person | None, now: datetime) -> Tally:
    """Return what a person may know of a call's reviews; `None` is the engine's own view, with nobody barred.

    Reviews by somebody who is tied to the application count for nothing, from the moment the tie is known.
    """
    rows = list(_rows(call))
    people = {row[2] for row in rows}
    tied = barred_for(people | {person.pk} if person else people, call, now)
    hidden = tied[person.pk] if person else set()
    counts: dict[int, Progress] = defaultdict(Progress)
    given, waits = [], set()
    for application, reviewer, by, state, points, weight in rows:
        if application in hidden or application in tied[by]:
            continue
        counts[application].asked += 1
        if state == ReviewState.SUBMITTED:
            counts[application].sent += 1
            if points is not None and weight:
                given.append(Given(application, reviewer, points / weight))
        elif person is not None and by == person.pk:
            waits.add(application)
    shown = [one for one in given if one.application not in waits] if waits else given
    return Tally(counts, shown, waits, is_whole=not hidden and not waits)


def calibrated_of(call: Call) -> CalibratedScores | None:
    """Return the newest correction of a call's scores, which may be of fewer reviews than there are now."""
    return CalibratedScores.objects.filter(call=call).defer("input").first()


def kept_calibrations() -> QuerySet[CalibratedScores]:
    """Return every kept correction, over all communities, to be made again."""
    return CalibratedScores.objects.select_related("community", "call").order_by("community", "pk")


def _rows(call: Call) -> Iterable[tuple[int, int, int, str, int | None, int | None]]:
    """Return each assignment that stands: application, reviewer, person, state, weighted points, and weight.

    A review with nothing but n/a has neither points nor weight; criteria that only inform enter neither.
    """
    rows = Assignment.objects.filter(reviewer__call=call, until__isnull=True)
    rows = rows.exclude(application__state__in=UNSEEN).exclude(review__state=ReviewState.RECUSED)
    counts = Q(review__scores__value__isnull=False, review__scores__criterion__is_informational=False)
    weight = F("review__scores__criterion__weight")
    rows = rows.annotate(
        points=Sum(F("review__scores__value") * weight, filter=counts), weight=Sum(weight, filter=counts)
    )
    return rows.order_by("pk").values_list(
        "application", "reviewer", "reviewer__membership__person", "review__state", "points", "weight"
    )
