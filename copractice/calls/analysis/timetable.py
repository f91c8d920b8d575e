"""How the dates that hang on a deadline move along with it, by the days on the wall, not by hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from copractice.calls.models import Call
from copractice.communities.analysis.walltimes import around, instants_of


@dataclass(frozen=True)
class Timetable:
    """A deadline and the two dates that follow it."""

    closes_at: datetime
    parties_by: datetime | None = None
    decides_by: datetime | None = None


def shifted(call: Call, closes_at: datetime) -> Timetable:
    """Return a call's timetable with another deadline: later dates keep their time of day and their distance in days.

    A date never falls before the deadline. A time that the clock skips that day becomes the next one it
    shows; of a time that it shows twice the later one is taken, so that nobody loses an hour.
    """
    days = days_between(call.closes_at, closes_at, call.time_zone)
    dates = (_later(date, days, call) for date in (call.parties_by, call.decides_by))
    parties_by, decides_by = (max(date, closes_at) if date else None for date in dates)
    return Timetable(closes_at, parties_by, decides_by)


def days_between(old: datetime, new: datetime, zone: str) -> int:
    """Return how many days of the calendar in `zone` lie between two instants; negative for an earlier one."""
    place = ZoneInfo(zone)
    return (new.astimezone(place).date() - old.astimezone(place).date()).days


def _wall(at: datetime, call: Call) -> datetime:
    return at.astimezone(ZoneInfo(call.time_zone)).replace(tzinfo=None, fold=0)


def _later(date: datetime | None, days: int, call: Call) -> datetime | None:
    if date is None:
        return None
    wall = _wall(date, call) + timedelta(days=days)
    found = instants_of(wall, call.time_zone)
    return found[-1] if found else around(wall, call.time_zone)[1]
