"""Where a call stands for its readers: open or not, how many days are left, and whether its deadline moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from copractice.calls.analysis.timetable import days_between
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.queries.page import newest_changes
from copractice.calls.queries.versions import published_among
from copractice.calls.states import CallState


class Stand(TextChoices):
    """What a reader is told of a call; `over` is past its deadline, whether or not it was moved to closed."""

    DRAFT = "draft", _("Draft, seen by staff only")
    ANNOUNCED = "announced", _("Not open yet")
    OPEN = "open", _("Call open")
    OVER = "over", _("Closed")
    DECIDED = "decided", _("Decided")


@dataclass(frozen=True)
class Standing:
    """A call at one instant; `change` is the newest change of the deadline that holds for everybody."""

    call: Call
    stand: Stand
    days_left: int
    change: DeadlineChange | None

    @property
    def is_open(self) -> bool:
        """Say whether people are told that they can apply; the silent grace is not told."""
        return self.stand is Stand.OPEN

    @property
    def moved_days(self) -> int:
        """Return by how many days of the calendar the newest change moved the deadline."""
        if self.change is None:
            return 0
        return days_between(self.change.old_closes_at, self.change.new_closes_at, self.call.time_zone)

    @property
    def moved_earlier_by(self) -> int:
        """Return how many days a deadline was moved earlier; 0 for a later one."""
        return max(0, -self.moved_days)


def standing_of(call: Call, now: datetime) -> Standing:
    """Return where one call stands at `now`."""
    return standings_of([call], now)[0]


def standings_of(calls: Sequence[Call], now: datetime) -> list[Standing]:
    """Return where each of some calls stands at `now`, in two queries for all of them."""
    published = published_among(calls)
    changes = newest_changes(calls)
    return [
        Standing(
            call=call,
            stand=_stand(call, call.pk in published, now),
            days_left=max(0, days_between(now, call.closes_at, call.time_zone)),
            change=changes.get(call.pk),
        )
        for call in calls
    ]


def _stand(call: Call, is_published: bool, now: datetime) -> Stand:
    if not is_published:
        return Stand.DRAFT
    if call.state == CallState.DECIDED:
        return Stand.DECIDED
    if call.state == CallState.CLOSED or now > call.closes_at:
        return Stand.OVER
    return Stand.OPEN if call.state == CallState.OPEN else Stand.ANNOUNCED
