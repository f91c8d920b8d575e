"""Reads of persons: who has an address, what opens their account, and the time zones to choose from."""

import hashlib
import zoneinfo
from datetime import datetime
from functools import cache

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from copractice.people.models import Person, SignInCode, SignInLink

LOOK_ALIKES = str.maketrans({"o": "0", "i": "1", "l": "1"})

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


def spelled(typed: str) -> str:
    """Return a typed code in its one spelling: no dashes or spaces, small letters, look-alikes as meant."""
    return "".join(letter for letter in typed.lower() if letter.isalnum()).translate(LOOK_ALIKES)


def code_hash(code: str) -> str:
    """Return what is stored of a code; it has 40 random bits, so the hash needs the site's key."""
    return salted_hmac("people.sign_in_code", spelled(code), algorithm="sha256").hexdigest()


def open_codes(typed: str, now: datetime) -> QuerySet[SignInCode]:
    """Return the one code that still signs in, or nothing; call it only where tries are limited."""
    return SignInCode.objects.filter(
        code_hash=code_hash(typed), spent_at__isnull=True, expires_at__gt=now, person__is_active=True
    )


def factors_of(person: Person) -> QuerySet[Authenticator]:
    """Return a person's second factors, the oldest first: passkeys and the authenticator app."""
    kinds = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=person.pk, type__in=kinds)
    return rows.order_by("created_at", "pk")


def has_second_factor(person: Person) -> bool:
    """Say whether a person signs in with more than a code; the list of recovery codes alone is none."""
    return factors_of(person).exists()


def passkeys_of(person: Person) -> QuerySet[Authenticator]:
    """Return a person's passkeys, the oldest first."""
    return factors_of(person).filter(type=Authenticator.Type.WEBAUTHN)


def recovery_codes_left(person: Person) -> int | None:
    """Return how many recovery codes are unused; None when no list was made."""
    row = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else None


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
