"""Tags that tell an instant in words: weekday, zone by name, and the reader's own time where it differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_gmt
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

LOCALES = {"en": "en_US", "es": "es_US"}
NEW_NAMES: Mapping[str, str] = get_global("zone_aliases")  # Asia/Calcutta -> Asia/Kolkata
ZONES_IN_WORDS = {NEW_NAMES.get(zone, zone): words for zone, words in get_global("meta_zones").items()}
GENERIC = re.compile(r"\b(Daylight|Standard|Summer|Mean|Time)\b")


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
        words=told % _parts(at.astimezone(there), locale),
        own=_own(at, there, reader, locale, pattern),
        own_pattern=pattern,
    )


@register.filter
def day(at: datetime, zone: str = "") -> str:
    """Return the day of an instant with its weekday: Sunday, March 19, 2023."""
    return day_in_words(at.astimezone(ZoneInfo(zone)) if zone else at, reader_locale())


def reader_locale() -> Locale:
    """Return the locale of the language that is being spoken."""
    return Locale.parse(LOCALES[(get_language() or "en").split("-")[0]])


def day_in_words(at: datetime, locale: Locale) -> str:
    """Return weekday, day, month and year."""
    return format_date(at, "full", locale=locale)


def clock_in_words(at: datetime, locale: Locale) -> str:
    """Return the time by a twelve-hour clock, with a.m. or p.m."""
    clock = format_time(at, "h:mm", locale=locale)
    return f"{clock} a.m." if at.hour < 12 else f"{clock} p.m."


def zone_in_words(at: datetime, locale: Locale) -> str:
    """Return the zone as people say it, "Central time"; its season too where that tells two hours apart."""
    key = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else "UTC"
    zone = NEW_NAMES.get(key, key)
    names = {**_long(locale.meta_zones, ZONES_IN_WORDS.get(zone, "")), **_long(locale.time_zones, zone)}
    season = names.get("daylight" if at.dst() else "standard")
    name = names.get("generic", season) if _turns(at) and not _comes_twice(at) else season
    return GENERIC.sub(lambda word: word[0].lower(), name) if name else get_timezone_gmt(at, locale=locale)


def _long(names: Mapping[str, Mapping[str, Mapping[str, str]]], key: str) -> Mapping[str, str]:
    return names[key].get("long", {}) if key in names else {}


def _turns(at: datetime) -> bool:
    """Return whether the zone's clocks are turned in this year; if not, its season is part of its name."""
    return at.replace(month=1, day=1).utcoffset() != at.replace(month=7, day=1).utcoffset()


def _comes_twice(at: datetime) -> bool:
    """Return whether the clock shows this time twice, as in the night when it is turned back."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _parts(at: datetime, locale: Locale) -> dict[str, str]:
    return {
        "day": day_in_words(at, locale),
        "time": clock_in_words(at, locale),
        "zone": zone_in_words(at, locale),
    }


def _own(at: datetime, there: ZoneInfo, reader: str, locale: Locale, pattern: str) -> str:
    try:
        here = ZoneInfo(reader) if reader else there
    except (ValueError, ZoneInfoNotFoundError):
        return ""
    if at.astimezone(here).utcoffset() == at.astimezone(there).utcoffset():
        return ""
    own = _parts(at.astimezone(here), locale)
    same_day = at.astimezone(here).date() == at.astimezone(there).date()
    return pattern % (own if same_day else own | {"time": f"{own['day']}, {own['time']}"})
