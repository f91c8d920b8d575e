"""Reminding reviewers before the last day: who has a draft, once in 48 hours, and nobody else."""

from datetime import datetime, timedelta

from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.review.actions import planning, reviewing
from copractice.review.actions.reminding import PAUSE, SOON, remind_due
from copractice.review.models import Review
from copractice.review.states import ReviewState
from tests.world_review import Reviewed, person_of, send


def reminded() -> set[str]:
    """Return whom the reminders go to."""
    return set(Notice.objects.filter(kind="review_due").values_list("address", flat=True))


def test_who_has_a_draft_is_reminded_in_the_last_days_and_once_in_48_hours(
    reviewed: Reviewed, now: datetime
) -> None:
    people = {person_of(row) for row in reviewed.reviews}
    soon = reviewed.plan.due_at - SOON
    assert remind_due(now=soon - timedelta(seconds=1)) == 0
    assert remind_due(now=soon) == len(people)
    assert reminded() == {person.email for person in people}
    assert remind_due(now=soon + PAUSE - timedelta(seconds=1)) == 0
    assert remind_due(now=soon + PAUSE) == len(people)
    assert LogEntry.objects.filter(act="review.remind").count() == 2


def test_who_is_done_stepped_back_or_is_too_late_is_left_alone(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    soon = reviewed.plan.due_at - SOON
    mine = person_of(reviewed.review)
    for review in reviewed.reviews:
        if person_of(review) != mine:
            send(review, now, "3")
        elif review == reviewed.review:
            reviewing.recuse(review=review, reason="A friend.", actor=mine, now=now)
    drafts = Review.objects.filter(state=ReviewState.DRAFT).count()
    assert remind_due(now=soon) == min(drafts, 1)
    planning.lock_reviews(call=reviewed.call, is_locked=True, actor=coordinator, now=now)
    assert remind_due(now=soon + PAUSE) == 0
    planning.lock_reviews(call=reviewed.call, is_locked=False, actor=coordinator, now=now)
    assert remind_due(now=reviewed.plan.due_at + timedelta(seconds=1)) == 0


def test_a_reminder_names_no_application_and_leads_to_the_list(reviewed: Reviewed) -> None:
    remind_due(now=reviewed.plan.due_at - SOON)
    notice = Notice.objects.filter(kind="review_due").first()
    assert reviewed.reviewers[0].get_absolute_url() in notice.text
    assert not any(f"House {n}" in notice.subject + notice.text for n in (1, 2))
