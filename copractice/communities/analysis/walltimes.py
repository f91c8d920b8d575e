"""What instants a clock on the wall can mean: usually one, two in the night it is turned back, else none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from copractice.people.queries import is_time_zone

MINUTE = timedelta(minutes=1)


def instants_of(wall: datetime, zone: str) -> list[datetime]:
    """Return the instants at which clocks in `zone` show a time: one, two, or none if it is skipped.

    Arguments: `wall`, day and time without a zone; `zone`, one of the named time zones.
    Raises ValueError for a zone that is not on the list, and for a `wall` that has a zone already.
    """
    place = _place(wall, zone)
    meant = {wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in meant if at.astimezone(place).replace(tzinfo=None, fold=0) == wall)


def around(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the last minute before a skipped time and the first one after it, as clocks in `zone` show them.

    Raises ValueError if clocks do show the time.
    """
    if instants_of(wall, zone):
        raise ValueError(f"{wall} is not skipped in {zone}")
    place = _place(wall, zone)
    early, late = sorted(wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    offset = early.astimezone(place).utcoffset()
    while late - early > timedelta(seconds=1):  # the clock is turned between these two
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (middle, late) if middle.astimezone(place).utcoffset() == offset else (early, middle)
    return (late - MINUTE).astimezone(place), late.astimezone(place)


def _place(wall: datetime, zone: str) -> ZoneInfo:
    if wall.tzinfo is not None:
        raise ValueError("a time on the wall has no zone of its own")
    if not is_time_zone(zone):
        raise ValueError(f"{zone!r} is not one of the named time zones")
    return ZoneInfo(zone)
