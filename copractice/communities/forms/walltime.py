"""A day and a time of day as staff read them off their own wall, turned into an instant."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.communities.analysis.instants import (
    clock_in_words,
    day_in_words,
    offset_in_words,
    reader_locale,
    zone_in_words,
    zone_name,
)
from copractice.communities.analysis.walltimes import around, instants_of
from copractice.people.queries import is_time_zone

FIRST, SECOND = "first", "second"
YEARS = (1990, 2100)


class WallTimeWidget(forms.MultiWidget):
    """Day and time of day; where the clock shows that time twice, the question which one is meant."""

    template_name = "communities/widgets/wall_time.html"

    def __init__(self, zone: str) -> None:
        self.zone = zone
        super().__init__(
            {
                "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                "clock": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                "which": forms.RadioSelect,
            }
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        """Return day, time and which of two, as clocks in the zone show an instant."""
        if value is None:
            return [None, None, ""]
        at = value.astimezone(ZoneInfo(self.zone))
        wall = at.replace(tzinfo=None, fold=0)
        return [wall.date(), wall.time(), SECOND if at.fold else FIRST]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the two choices where there are two; with one meaning or none there is nothing to choose."""
        typed = value if isinstance(value, list) else self.decompress(value)
        found = _meanings(typed, self.zone)
        comes_twice = len(found) > 1
        self.widgets[2].choices = _choices(found, self.zone) if comes_twice else []
        return super().get_context(name, typed, attrs) | {"comes_twice": comes_twice}


class WallTimeField(forms.MultiValueField):
    """An instant, typed as day and time of day in a named zone; the cleaned value is in UTC, or None if empty.

    Posted as `NAME_day` (2026-11-01), `NAME_clock` (01:30) and, where the clock shows that time twice,
    `NAME_which` (first or second). A skipped time is refused with the nearest times before and after it.
    Raises ValueError if `zone` is not one of the named time zones.
    """

    def __init__(self, *, zone: str, **more: Any) -> None:
        if not is_time_zone(zone):
            raise ValueError(f"{zone!r} is not one of the named time zones")
        self.zone = zone
        fields = (
            forms.DateField(
                required=False, error_messages={"invalid": gettext_lazy("Write the day like 2026-11-24.")}
            ),
            forms.TimeField(
                required=False,
                input_formats=["%H:%M"],
                error_messages={"invalid": gettext_lazy("Write the time of day like 23:59.")},
            ),
            forms.CharField(required=False),
        )
        told = {"help_text": lazy(_help, str)(zone)} | more
        super().__init__(fields, widget=WallTimeWidget(zone), require_all_fields=False, **told)

    def compress(self, typed: Sequence[Any]) -> datetime | None:
        """Return the instant that is meant, or say what is missing, skipped, or not clear yet."""
        if not typed:
            return None
        day, clock, which = typed
        _check(day, clock)
        wall = datetime.combine(day, clock)
        found = instants_of(wall, self.zone)
        if not found:
            raise ValidationError(_skipped(wall, self.zone), code="skipped")
        if len(found) > 1 and which not in (FIRST, SECOND):
            raise ValidationError(
                _("Clocks are turned back that night and show this time twice. Choose which one you mean."),
                code="twice",
            )
        return found[-1] if which == SECOND else found[0]


def _check(day: date | None, clock: time | None) -> None:
    if day is None:
        raise ValidationError(_("Choose the day too."), code="incomplete")
    if clock is None:
        raise ValidationError(_("Write the time of day too, like 23:59."), code="incomplete")
    if not _is_near(day):
        years = {"first": YEARS[0], "last": YEARS[1]}
        raise ValidationError(_("Write a year from %(first)d to %(last)d.") % years, code="year")


def _is_near(day: date) -> bool:
    return YEARS[0] <= day.year <= YEARS[1]


def _meanings(typed: Sequence[Any], zone: str) -> list[datetime]:
    """Return the instants that what stands in the field may mean; none while it is not whole."""
    try:
        day, clock = (
            forms.DateField().clean(typed[0]),
            forms.TimeField(input_formats=["%H:%M"]).clean(typed[1]),
        )
    except ValidationError:
        return []
    return instants_of(datetime.combine(day, clock), zone) if _is_near(day) else []


def _choices(found: Sequence[datetime], zone: str) -> list[tuple[str, str]]:
    first, second = (_told(at, zone) for at in found)
    return [
        (FIRST, _("the first %(time)s (%(zone)s, %(offset)s)") % first),
        (SECOND, _("the second %(time)s (%(zone)s, %(offset)s)") % second),
    ]


def _told(at: datetime, zone: str) -> dict[str, str]:
    there, locale = at.astimezone(ZoneInfo(zone)), reader_locale()
    return {
        "time": clock_in_words(there, locale),
        "zone": zone_in_words(there, locale),
        "offset": offset_in_words(there),
    }


def _skipped(wall: datetime, zone: str) -> str:
    locale = reader_locale()
    before, after = (
        clock_in_words(at, locale)
        if at.date() == wall.date()
        else f"{day_in_words(at, locale)}, {clock_in_words(at, locale)}"
        for at in around(wall, zone)
    )
    return _(
        "Clocks are turned forward and skip %(time)s on %(day)s. Choose %(before)s or %(after)s instead."
    ) % {
        "time": clock_in_words(wall, locale),
        "day": day_in_words(wall, locale),
        "before": before,
        "after": after,
    }


def _help(zone: str) -> str:
    return _("Time zone: %(zone)s.") % {"zone": zone_name(zone)}
