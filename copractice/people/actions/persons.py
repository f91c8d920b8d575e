"""Making a person, and what persons choose for themselves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from copractice.ledger.actions import record
from copractice.ledger.models import SITE
from copractice.ledger.states import Refused, require
from copractice.people.models import LogKey, Person, tidy_address
from copractice.people.queries import is_time_zone


@transaction.atomic
def make_person(
    *, email: str | None, actor: Person | None, now: datetime, language: str = "en", time_zone: str = ""
) -> Person:
    """Make a person of the site, with an address or, for a printed code, without one.

    `actor` is None for the owner's console. Raises `Refused` for an address that is no address or is taken.
    """
    if email is not None:
        email = _checked(email)
        taken = Person.objects.filter(email=email).exists()
        require(not taken, _("A person with this address exists already."))
    _check_choices(language, time_zone)
    person = Person.objects.create_user(email, language=language, time_zone=time_zone)
    record(actor, "person.make", person, community_id=SITE, at=now)
    return person


@transaction.atomic
def choose_settings(*, actor: Person, language: str, time_zone: str) -> None:
    """Keep the language and time zone a person reads in; a taste, not an act, so the log holds nothing."""
    _check_choices(language, time_zone)
    Person.objects.filter(pk=actor.pk).update(language=language, time_zone=time_zone)


@transaction.atomic
def restore_keys(*, keys: Mapping[int, UUID]) -> list[int]:
    """Give the persons of a restored backup their keys in the log; returns who has none any more.

    Those were erased after the backup was made: they stay unknown to the log, and cannot sign in.
    """
    LogKey.objects.bulk_create([LogKey(person_id=person, key=key) for person, key in keys.items()])
    erased = list(Person.objects.filter(key__isnull=True).select_for_update(of=("self",)))
    EmailAddress.objects.filter(user__in=erased).delete()
    Authenticator.objects.filter(user__in=erased).delete()
    Person.objects.filter(pk__in=[person.pk for person in erased]).update(email=None, is_active=False)
    return [person.pk for person in erased]


def _checked(email: str) -> str:
    address = tidy_address(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("This is not an e-mail address. Write it like name@example.org.")) from error
    return address


def _check_choices(language: str, time_zone: str) -> None:
    known = language in dict(settings.LANGUAGES)
    require(known, _("The site does not speak this language. Choose one from the list."))
    named = not time_zone or is_time_zone(time_zone)
    require(named, _("This is not a time zone with a place's name. Choose one from the list."))
