"""Reads of persons: who has an address, which invitation a token opens, and the time zones to choose from."""

import hashlib
import zoneinfo
from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from copractice.people.models import Person, SignInLink

OLD_REGIONS = {"Brazil", "Canada", "Chile", "Etc", "Mexico", "US"}  # former names, and zones without a place


def person_at(address: str) -> Person | None:
    """Return the active person with this address, in its one spelling."""
    return Person.objects.filter(email=address, is_active=True).first()


def token_hash(token: str) -> str:
    """Return what is stored of a token; the token has 128 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_links(token: str, now: datetime) -> QuerySet[SignInLink]:
    """Return the one invitation that this token still opens, or nothing."""
    return SignInLink.objects.filter(
        token_hash=token_hash(token), spent_at__isnull=True, expires_at__gt=now, person__is_active=True
    )


@cache
def time_zones() -> dict[str, list[str]]:
    """Return the named time zones by region; only places, since `EST5EDT` or `+05:30` know no law."""
    zones: dict[str, list[str]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _, place = name.partition("/")
        if place and region not in OLD_REGIONS:
            zones.setdefault(region, []).append(name)
    return zones


def is_time_zone(name: str) -> bool:
    """Tell whether the name is one of the named time zones."""
    return any(name in names for names in time_zones().values())
