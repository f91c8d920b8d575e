"""Instants in words: day, clock and zone as people say them, in the language that is being spoken."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_gmt
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LOCALES = {"en": "en_US", "es": "es_US"}
NEW_NAMES: Mapping[str, str] = get_global("zone_aliases")  # Asia/Calcutta -> Asia/Kolkata
ZONES_IN_WORDS = {NEW_NAMES.get(zone, zone): words for zone, words in get_global("meta_zones").items()}
GENERIC = re.compile(r"\b(Daylight|Standard|Summer|Mean|Time)\b")
YEAR_TO_COME = 2038  # past the listed turns of the clock: the law that goes on from today


def in_words(at: datetime, zone: str) -> str:
    """Return an instant with its weekday and zone: Sunday, March 19, 2023, 11:59 p.m. Central time."""
    return _("%(day)s, %(time)s %(zone)s") % parts_in_words(at.astimezone(ZoneInfo(zone)), reader_locale())


def parts_in_words(at: datetime, locale: Locale) -> dict[str, str]:
    """Return the day, time and zone of an instant in words."""
    return {
        "day": day_in_words(at, locale),
        "time": clock_in_words(at, locale),
        "zone": zone_in_words(at, locale),
    }


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


def zone_name(zone: str) -> str:
    """Return how people call a zone, whatever the season: Central time."""
    return zone_in_words(datetime(YEAR_TO_COME, 1, 1, tzinfo=ZoneInfo(zone)), reader_locale())


def offset_in_words(at: datetime) -> str:
    """Return how far a local time is from UTC: UTC−5, UTC+5:30."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _long(names: Mapping[str, Mapping[str, Mapping[str, str]]], key: str) -> Mapping[str, str]:
    return names[key].get("long", {}) if key in names else {}


def _turns(at: datetime) -> bool:
    """Return whether the zone's clocks are turned in this year; if not, its season is part of its name."""
    return at.replace(month=1, day=1).utcoffset() != at.replace(month=7, day=1).utcoffset()


def _comes_twice(at: datetime) -> bool:
    """Return whether the clock shows this time twice, as in the night when it is turned back."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
