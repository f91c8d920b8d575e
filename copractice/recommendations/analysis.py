"""What rows add up to: how a recommendation stands today, and how those of a cohort do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from copractice.cohorts.models import Participant
from copractice.communities.queries.organizations import local_day
from copractice.recommendations.models import Recommendation, Response
from copractice.recommendations.states import Answer, RecommendationState

SAID_YES = (Answer.ADOPTED, Answer.ADAPTED)


@dataclass(frozen=True)
class Row:
    """A recommendation on a list: how many days are left to answer, who wrote it, and whether it is shown to work.

    `left` is None once it is answered; below zero it is overdue. `author` is None where the reader may not know.
    """

    recommendation: Recommendation
    left: int | None
    author: Participant | None = None
    steps_shown: int = 0

    @property
    def late_by(self) -> int:
        """Return for how many days an answer is overdue."""
        return -self.left if self.left is not None and self.left < 0 else 0

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on: somebody may still act on it."""
        return self.recommendation.state not in {RecommendationState.CLOSED, RecommendationState.WITHDRAWN}

    @property
    def is_handed(self) -> bool:
        """Tell whether it waits in the facilitators' hands."""
        return self.recommendation.state == RecommendationState.DRAFT and bool(self.recommendation.handed_at)


@dataclass(frozen=True)
class Board:
    """The recommendations of a cohort, and how many of them are where."""

    rows: Sequence[Row]
    offered: int
    answered: int
    adopted: int
    shown: int
    overdue: int
    handed: int

    @property
    def waiting(self) -> int:
        """Return how many wait for an answer."""
        return self.offered - self.answered


def ends_at(row: Recommendation) -> datetime | None:
    """Return the instant at which the day ends by which an answer is owed, in the community's zone."""
    if row.due_on is None:
        return None
    return datetime.combine(row.due_on, time(23, 59), tzinfo=ZoneInfo(row.community.time_zone))


def early_by(row: Recommendation, response: Response | None) -> int:
    """Return how many days before its day an answer was given; 0 on the day, after it, and without an answer."""
    if response is None or row.due_on is None:
        return 0
    return max(0, (row.due_on - local_day(row.community, response.at)).days)


def row_of(row: Recommendation, today: date, author: Participant | None = None) -> Row:
    """Return how a recommendation stands today."""
    is_owed = row.state == RecommendationState.OFFERED and row.due_on is not None
    left = (row.due_on - today).days if is_owed and row.due_on else None
    return Row(row, left, author, getattr(row, "steps_shown", 0))


def board_of(rows: Sequence[Recommendation], authors: Mapping[int, Participant], today: date) -> Board:
    """Return all of a cohort's that one reader may read, counted; one that is shown to work was answered with yes."""
    found = [row_of(row, today, authors.get(row.pk)) for row in rows]
    offered = [row for row in found if not row.is_handed]
    answered = [row for row in offered if hasattr(row.recommendation, "response")]
    adopted = [row for row in answered if row.recommendation.response.answer in SAID_YES]
    return Board(
        rows=found,
        offered=len(offered),
        answered=len(answered),
        adopted=len(adopted),
        shown=sum(row.steps_shown > 0 for row in adopted),
        overdue=sum(row.late_by > 0 for row in offered),
        handed=len(found) - len(offered),
    )
