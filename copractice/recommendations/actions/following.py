"""What the author says of an answer, the end of a recommendation, and the reminders before and after its day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.organizations import local_day
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person
from copractice.recommendations.actions.telling import (
    log_author,
    tell_answering,
    tell_author,
    tell_facilitators,
)
from copractice.recommendations.actions.writing import held
from copractice.recommendations.models import Recommendation, Reminder
from copractice.recommendations.rules import is_author, may_close, may_judge
from copractice.recommendations.states import MOVES, Nudge, RecommendationState, Verdict

WAKES = 8  # the hour from which reminders go out, in the community's zone
LONGEST_LINE = 200


@transaction.atomic
def judge(
    *, recommendation: Recommendation, verdict: Verdict, line: str, actor: Person, now: datetime
) -> Recommendation:
    """Say as its author whether the answer fits, with one line; a later word replaces it."""
    row = held(recommendation)
    require(
        may_judge(actor, row),
        _("You can say this of an answer to your own recommendation, until it is closed."),
    )
    line = " ".join(line.split())
    require(
        len(line) <= LONGEST_LINE and "\0" not in line,
        _("Say it in one line of up to %(longest)d signs.") % {"longest": LONGEST_LINE},
    )
    row.verdict, row.verdict_line, row.verdict_at = verdict, line, now
    row.save(update_fields=["verdict", "verdict_line", "verdict_at"])
    log_author(actor, "recommendation.judge", row, now)
    tell_answering("recommendation_judged", row, now)
    tell_facilitators("recommendation_moved", row, now, without=actor.pk)
    return row


@transaction.atomic
def close(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Close an answered recommendation; it stays to be read as it is."""
    row = held(recommendation)
    require(
        may_close(actor, row, now),
        _("Its author closes it; a facilitator once it was declined or the author said it fits."),
    )
    row.state = move(MOVES, RecommendationState(row.state), "close")
    row.closed_at = now
    row.save(update_fields=["state", "closed_at"])
    if is_author(actor, row):
        log_author(actor, "recommendation.close", row, now)
    else:
        record(actor, "recommendation.close", row, community_id=row.community_id, at=now)
        tell_author("recommendation_moved", row, now)
    return row


def remind_due(*, now: datetime) -> int:
    """Remind of answers that are owed: a week before, on the day, and a week after to the facilitators.

    Each goes out once, however often this runs, and in the morning of the community. Returns how many went.
    """
    rows = Recommendation.objects.filter(state=RecommendationState.OFFERED).select_related("community")
    due = [(row, nudge) for row in rows.order_by("pk") if (nudge := nudge_for(row, now))]
    return sum(_remind(row, nudge, now) for row, nudge in due)


def nudge_for(row: Recommendation, now: datetime) -> Nudge | None:
    """Return which reminder a recommendation is at; none before the last week, and none in the night."""
    if row.due_on is None or now.astimezone(ZoneInfo(row.community.time_zone)).hour < WAKES:
        return None
    left = (row.due_on - local_day(row.community, now)).days
    if left > 7:
        return None
    return Nudge.WEEK_BEFORE if left > 0 else Nudge.DUE if left > -7 else Nudge.WEEK_AFTER


@transaction.atomic
def _remind(row: Recommendation, nudge: Nudge, now: datetime) -> bool:
    row = held(row)
    if row.state != RecommendationState.OFFERED:
        return False
    _reminder, is_new = Reminder.objects.get_or_create(
        community_id=row.community_id, recommendation=row, nudge=nudge, defaults={"sent_at": now}
    )
    if is_new and nudge == Nudge.WEEK_AFTER:
        tell_facilitators("recommendation_overdue", row, now)
    elif is_new:
        tell_answering("recommendation_due", row, now)
    return is_new
