"""Tags that tell an instant in words: weekday, zone by name, and the reader's own time where it differs."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_skeleton
from django import template
from django.utils.translation import gettext as _

from copractice.communities.analysis.instants import day_in_words, parts_in_words, reader_locale

register = template.Library()


@dataclass(frozen=True)
class Told:
    """An instant in the reader's language; `own` is empty where zones agree or the reader's is not known."""

    machine: str
    zone: str
    words: str
    own: str
    own_pattern: str


@register.simple_tag
def instant(at: datetime, zone: str, reader: str = "", form: str = "") -> Told:
    """Return an instant as told in `zone`, and in the reader's own zone where its clock differs.

    The form "clock" leaves out the day, for a line below a heading that names it.
    """
    there, locale = ZoneInfo(zone), reader_locale()
    pattern = _("(%(time)s in your zone, %(zone)s)")
    told = _("at %(time)s %(zone)s") if form == "clock" else _("%(day)s, %(time)s %(zone)s")
    return Told(
        machine=at.isoformat(),
        zone=zone,
        words=told % parts_in_words(at.astimezone(there), locale),
        own=_own(at, there, reader, locale, pattern),
        own_pattern=pattern,
    )


@register.filter
def day(at: datetime, zone: str = "") -> str:
    """Return the day of an instant with its weekday: Sunday, March 19, 2023."""
    return day_in_words(at.astimezone(ZoneInfo(zone)) if zone else at, reader_locale())


@register.filter
def written(day: date, parts: str = "") -> str:
    """Return a date as the reader's language writes it: whole, or the parts that a skeleton of CLDR names."""
    locale = reader_locale()
    return format_skeleton(parts, day, locale=locale) if parts else format_date(day, "long", locale=locale)


def _own(at: datetime, there: ZoneInfo, reader: str, locale: Locale, pattern: str) -> str:
    try:
        here = ZoneInfo(reader) if reader else there
    except (ValueError, ZoneInfoNotFoundError):
        return ""
    if at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset():
        return ""
    own = parts_in_words(at.astimezone(here), locale)
    same_day = at.astimezone(here).date() == at.astimezone(there).date()
    return pattern % (own if same_day else own | {"time": f"{own['day']}, {own['time']}"})
