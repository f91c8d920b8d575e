"""Writing a review: what is kept as what, what is refused, and what it takes to send it."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.states import SaveKind
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from copractice.review.actions import planning, reviewing
from copractice.review.models import Review, ReviewVersion, Score
from copractice.review.queries.reviews import kept_late, own, peers_of
from copractice.review.queries.writing import lacking, lines_of
from copractice.review.rules import may_see_peers
from copractice.review.states import ReviewState
from tests.world_review import Reviewed, person_of, plan_it, score, send


def put(review: Review, key: str, text: str, now: datetime, base: int = 0) -> reviewing.Save:
    """Save one slot as its reviewer."""
    return reviewing.save(review=review, key=key, text=text, base=base, actor=person_of(review), now=now)


def key_of(review: Review, place: int = 0, kind: str = "score") -> str:
    """Return the slot of a criterion."""
    return f"{kind}-{lines_of(review)[place].criterion.code}"


@pytest.mark.parametrize(
    ("typed", "value", "is_na"),
    [("4", 4, False), ("４", 4, False), (" 0 ", 0, False), ("na", None, True), ("", None, False)],
)
def test_a_score_is_kept_in_one_spelling(
    reviewed: Reviewed, now: datetime, typed: str, value: int | None, is_na: bool
) -> None:
    review = reviewed.review
    put(review, key_of(review), "2", now)
    assert put(review, key_of(review), typed, now, base=1).kind == SaveKind.SAVED
    kept = Score.objects.get(review=review)
    assert (kept.value, kept.is_na, kept.revision) == (value, is_na, 2)


@pytest.mark.parametrize("typed", ["5", "-1", "NaN", "3.5", "Infinity", "1e0", "four"])
def test_what_is_no_score_is_refused(reviewed: Reviewed, now: datetime, typed: str) -> None:
    review = reviewed.review
    with pytest.raises(Refused):
        put(review, key_of(review), typed, now)
    assert not Score.objects.exists()


def test_two_windows_keep_both_texts_and_say_so(reviewed: Reviewed, now: datetime) -> None:
    review = reviewed.review
    key = key_of(review, kind="comment")
    assert put(review, key, "First", now).revision == 1
    save = put(review, key, "Other", now)
    assert (save.kind, save.text, save.said) == (SaveKind.CONFLICT, "First", "Other")
    assert put(review, key, "Other", now, base=1).kind == SaveKind.SAVED
    kinds = ReviewVersion.objects.filter(field=key).order_by("pk").values_list("kind", "text")
    assert list(kinds) == [("saved", "First"), ("conflict", "Other"), ("saved", "Other")]
    assert not LogEntry.objects.filter(record="review.review").exists()


@pytest.mark.parametrize("how", ["locked", "due", "sent"])
def test_what_comes_too_late_is_kept_beside_the_review(
    reviewed: Reviewed, coordinator: Person, now: datetime, how: str
) -> None:
    review, later = score(reviewed.review, now, "3"), now
    if how == "locked":
        planning.lock_reviews(call=reviewed.call, is_locked=True, actor=coordinator, now=now)
    elif how == "sent":
        reviewing.send_review(review=review, actor=person_of(review), now=now)
    else:
        later = reviewed.plan.due_at + timedelta(seconds=1)
    assert put(review, "closing-comment", "Too late", later).kind == SaveKind.LATE
    assert Review.objects.get(pk=review.pk).comment == ""
    assert [one.text for one in kept_late(review)] == ["Too late"]
    with pytest.raises(Refused):
        reviewing.send_review(review=review, actor=person_of(review), now=later)


def test_sending_takes_every_score_and_words_for_the_ends_of_the_scale(
    reviewed: Reviewed, now: datetime
) -> None:
    review = reviewed.review
    with pytest.raises(Refused, match="missing"):
        reviewing.send_review(review=review, actor=person_of(review), now=now)
    score(review, now, "0", "na", comment="  ")
    assert [lack.key for lack in lacking(lines_of(review))] == [key_of(review, kind="comment")]
    put(review, key_of(review, kind="comment"), "No plan at all.", now, base=1)
    sent = reviewing.send_review(review=review, actor=person_of(review), now=now)
    assert (sent.state, sent.submitted_at) == (ReviewState.SUBMITTED, now)
    assert LogEntry.objects.filter(act="review.submit").count() == 1


def test_who_steps_back_never_sees_it_again(reviewed: Reviewed, now: datetime) -> None:
    review, person = reviewed.review, person_of(reviewed.review)
    with pytest.raises(Refused, match="why"):
        reviewing.recuse(review=review, reason=" ", actor=person, now=now)
    reviewing.recuse(review=review, reason="An old friend.", actor=person, now=now)
    assert own(person, reviewed.call.community, review.code, now) is None
    with pytest.raises(Refused, match="not open"):
        put(review, key_of(review), "3", now)


def test_nobody_else_writes_a_review(reviewed: Reviewed, coordinator: Person, now: datetime) -> None:
    review = reviewed.review
    for other in (coordinator, *(person_of(row) for row in reviewed.reviews)):
        if other != person_of(review):
            with pytest.raises(Refused):
                reviewing.save(review=review, key=key_of(review), text="4", base=0, actor=other, now=now)


def test_peers_are_read_after_the_own_review_and_only_if_the_plan_says_so(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    mine = reviewed.review
    other = next(
        row
        for row in reviewed.reviews
        if row.assignment.application_id == mine.assignment.application_id and row != mine
    )
    assert peers_of(mine) == []
    send(other, now, "3")
    assert peers_of(mine) == [other]
    plan = plan_it(reviewed.call, coordinator, now, shows_peers=True)
    assert not may_see_peers(mine, plan)
    mine = send(mine, now, "1")
    assert may_see_peers(mine, plan)
    assert not may_see_peers(mine, plan_it(reviewed.call, coordinator, now, shows_peers=False))
