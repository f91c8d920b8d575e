"""Writing a review: whatever is sent is kept first, then it is said what became of it; sending is a second act.

A save is no act of the log; a review has its own history, of which nothing is thrown away.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.applications.states import SaveKind
from copractice.calls.models import Criterion
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person
from copractice.review.actions.ties import end_review
from copractice.review.models import Review, ReviewPlan, ReviewVersion, Score
from copractice.review.queries.reviews import own
from copractice.review.queries.writing import NOT_APPLICABLE, SCORES, lacking, lines_of
from copractice.review.rules import is_open, may_write
from copractice.review.states import REVIEW_MOVES, Closing, ReviewState


@dataclass
class Place:
    """Where a slot is stored: its record, the names of its fields, and what stands there now."""

    record: Review | Score
    text_name: str
    revision_name: str
    text: str

    @property
    def revision(self) -> int:
        """Return how often it was saved."""
        return int(getattr(self.record, self.revision_name))


@dataclass(frozen=True)
class Save:
    """What became of a text, what stands in the slot now, and what was sent."""

    kind: SaveKind
    key: str
    text: str
    revision: int
    said: str


@transaction.atomic
def save(
    *,
    review: Review,
    key: str,
    text: str,
    base: int,
    actor: Person,
    now: datetime,
    previous: str | None = None,
) -> Save:
    """Keep what was sent for one slot, and let it stand there if it may.

    `base` is the revision that the browser had; beside a newer one the text is kept as a *conflict*.
    `previous` is a text of the same browser that may have arrived unheard. After the sending, the lock or the
    last day it is kept as *late*. Refuses a score that is none, and what cannot be stored.
    """
    review, plan = _held(review, actor, now)
    place, text = _place(review, key), storable(text)
    if key.startswith("score-"):
        text = _score(text)
    if place.text == text:
        return Save(SaveKind.SAVED, key, text, place.revision, text)
    is_next = base + 1 == place.revision and previous is not None and previous == place.text
    kind = SaveKind.SAVED if base == place.revision or is_next else SaveKind.CONFLICT
    kind = kind if may_write(review, plan, now) else SaveKind.LATE
    if kind == SaveKind.SAVED:
        _stand(place, key, text, now)
        Review.objects.filter(pk=review.pk).update(saved_at=now)
    _keep(review, place, Save(kind, key, place.text, place.revision, text), base, now)
    return Save(kind, key, place.text, place.revision, text)


@transaction.atomic
def send_review(*, review: Review, actor: Person, now: datetime) -> Review:
    """Send a review in which nothing is missing; from then on it stays as it is."""
    review, plan = _held(review, actor, now)
    require(is_open(plan, now), _("Reviews are closed. What you wrote is kept."))
    review.state = move(REVIEW_MOVES, ReviewState(review.state), "submit")
    lacks = lacking(lines_of(review))
    require(not lacks, _("Something is missing. Each criterion needs a score or “does not apply”."))
    review.submitted_at = now
    review.save(update_fields=["state", "submitted_at"])
    record(actor, "review.submit", review, community_id=review.community_id, at=now)
    return review


@transaction.atomic
def recuse(*, review: Review, reason: str, actor: Person, now: datetime) -> Review:
    """Step back from an application: its draft is sealed at once, and somebody else can be asked."""
    review, _plan = _held(review, actor, now)
    require(bool(reason.strip()), _("Say in a few words why you step back."))
    require(len(reason) <= 300, _("Say it in 300 signs or fewer."))
    end_review(review, reason.strip(), now)
    record(actor, "review.recuse", review, community_id=review.community_id, at=now)
    return review


def _held(review: Review, actor: Person, now: datetime) -> tuple[Review, ReviewPlan]:
    """Return the actor's review with its row locked, and the plan; refused once anything shuts it."""
    Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    mine = own(actor, review.community, review.code, now)
    if mine is None:
        raise Refused(_("This review is not open to you any more."))
    return mine, ReviewPlan.objects.get(call=mine.assignment.application.call_id)


def _place(review: Review, key: str) -> Place:
    kind, _dash, name = key.partition("-")
    if kind == "closing" and name == Closing.COMMENT:
        return Place(review, "comment", "revision", review.comment)
    if kind == "closing" and name == Closing.APPLICANT:
        return Place(review, "comment_to_applicant", "applicant_revision", review.comment_to_applicant)
    rows = Criterion.objects.filter(call=review.assignment.application.call_id, code=name)
    criterion = rows.first() if kind in {"score", "comment"} else None
    if criterion is None:
        raise Refused(_("This is not asked in the review. Open the page again."))
    score = Score.objects.filter(review=review, criterion=criterion).first()
    score = score or Score(community_id=review.community_id, review=review, criterion=criterion)
    if kind == "comment":
        return Place(score, "comment", "comment_revision", score.comment)
    given = "" if score.value is None else str(score.value)
    return Place(score, "value", "revision", NOT_APPLICABLE if score.is_na else given)


def _score(text: str) -> str:
    """Return a score in its one spelling, "４" as "4"; refuse what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    require(plain in {"", NOT_APPLICABLE, *SCORES}, _("A score is 0, 1, 2, 3 or 4, or “does not apply”."))
    return plain


def _stand(place: Place, key: str, text: str, now: datetime) -> None:
    row = place.record
    if key.startswith("score-") and isinstance(row, Score):
        row.is_na = text == NOT_APPLICABLE
        row.value = int(text) if text in SCORES else None
    else:
        setattr(row, place.text_name, text)
    setattr(row, place.revision_name, place.revision + 1)
    row.saved_at = now
    row.save()
    place.text = text


def _keep(review: Review, place: Place, save: Save, base: int, now: datetime) -> None:
    """Write the version, unless the newest kept beside the slot says the same: a browser that asks again."""
    kept = ReviewVersion.objects.filter(review=review, field=save.key).order_by("-saved_at", "-pk").first()
    if save.kind != SaveKind.SAVED and kept and (kept.kind, kept.text) == (save.kind, save.said):
        return
    ReviewVersion.objects.create(
        community_id=review.community_id,
        review=review,
        field=save.key,
        kind=save.kind,
        text=save.said,
        base=base,
        revision=place.revision if save.kind == SaveKind.SAVED else None,
        saved_at=now,
    )
