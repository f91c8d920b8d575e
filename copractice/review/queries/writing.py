"""What a review asks for and what stands in it: one slot for each score, comment and closing text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from copractice.calls.models import Call, Criterion
from copractice.calls.queries.versions import criteria_of
from copractice.review.models import Review, Score
from copractice.review.states import Closing

NOT_APPLICABLE = "na"
SCORES = ("0", "1", "2", "3", "4")
NEED_WORDS = (0, 4)


@dataclass(frozen=True)
class Slot:
    """One thing that is written in a review; `key` names it in pages, `revision` counts what was saved."""

    key: str
    text: str
    revision: int


@dataclass(frozen=True)
class Line:
    """A criterion with what the review says to it; `score` is None before the first save."""

    criterion: Criterion
    score: Score | None

    @property
    def value(self) -> Slot:
        """Return the score as it is typed: 0 to 4, `na`, or nothing."""
        key = f"score-{self.criterion.code}"
        return Slot(key, _typed(self.score), self.score.revision if self.score else 0)

    @property
    def comment(self) -> Slot:
        """Return the comment on the score."""
        key, score = f"comment-{self.criterion.code}", self.score
        return Slot(key, score.comment if score else "", score.comment_revision if score else 0)


@dataclass(frozen=True)
class Lack:
    """What keeps a review from being sent: the slot, and why in a sentence."""

    key: str
    criterion: Criterion
    why: str


def lines_of(review: Review) -> list[Line]:
    """Return every criterion of the call with what a review says to it, in order."""
    scores = {score.criterion_id: score for score in Score.objects.filter(review=review)}
    criteria = criteria_of(review.assignment.application.call)
    return [Line(criterion, scores.get(criterion.pk)) for criterion in criteria]


def lines_of_each(reviews: Sequence[Review], call: Call) -> dict[int, list[Line]]:
    """Return the same for several reviews of one call, by their ids, in two queries."""
    criteria = list(criteria_of(call))
    rows = Score.objects.filter(review__in=[review.pk for review in reviews])
    scores = {(score.review_id, score.criterion_id): score for score in rows}
    return {
        review.pk: [Line(criterion, scores.get((review.pk, criterion.pk))) for criterion in criteria]
        for review in reviews
    }


def closings_of(review: Review) -> list[Slot]:
    """Return the two closing texts: for the panel, and for the applicant."""
    return [
        Slot(f"closing-{Closing.COMMENT}", review.comment, review.revision),
        Slot(f"closing-{Closing.APPLICANT}", review.comment_to_applicant, review.applicant_revision),
    ]


def lacking(lines: list[Line]) -> list[Lack]:
    """Return what a review lacks: a score or n/a for each criterion, and words for the lowest and the highest."""
    found = []
    for line in lines:
        if not line.value.text:
            found.append(
                Lack(line.value.key, line.criterion, _("Give a score, or say that it does not apply."))
            )
        elif line.score and line.score.value in NEED_WORDS and not line.comment.text.strip():
            found.append(Lack(line.comment.key, line.criterion, _("Say why: 0 and 4 need a comment.")))
    return found


def _typed(score: Score | None) -> str:
    if score is None:
        return ""
    return NOT_APPLICABLE if score.is_na else "" if score.value is None else str(score.value)
