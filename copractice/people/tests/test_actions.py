from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError

from copractice.ledger.models import SITE
from copractice.ledger.queries import entries_of
from copractice.ledger.states import Refused
from copractice.people.actions.persons import choose_settings, make_person, restore_keys
from copractice.people.models import LogKey, Person, tidy_address
from copractice.people.queries import is_time_zone, time_zones


@pytest.mark.django_db
def test_making_a_person_is_logged_by_the_key_alone(now: datetime) -> None:
    person = make_person(email="Ana@Example.org", actor=None, now=now)
    assert (person.email, person.has_usable_password()) == ("ana@example.org", False)
    [entry] = entries_of(SITE)
    assert (entry.act, entry.actor_key, entry.record, entry.record_id) == (
        "person.make",
        None,
        "people.person",
        str(person.log_key),
    )


@pytest.mark.django_db
def test_a_person_with_a_printed_code_needs_no_address(now: datetime) -> None:
    first = make_person(email=None, actor=None, now=now)
    second = make_person(email=None, actor=None, now=now)
    assert (first.email, second.email) == (None, None)


def test_one_address_is_one_person(ana: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="exists already"):
        make_person(email="ANA@example.org", actor=None, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email", ["", "ana", "a\nb@example.org", "a\x00b@example.org", "a\u202eb@example.org", "ana@exa mple.org"]
)
def test_what_is_no_address_makes_no_person(email: str, now: datetime) -> None:
    with pytest.raises(Refused, match="not an e-mail address"):
        make_person(email=email, actor=None, now=now)
    assert not Person.objects.exists()


def test_the_database_refuses_an_address_in_another_spelling(ana: Person) -> None:
    with pytest.raises(IntegrityError, match="person_email_lower_case"):
        Person.objects.update(email="Ana@example.org")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Example.ORG ", "ana@example.org"),
        ("ana@exаmple.org", "ana@xn--exmple-4nf.org"),  # the second letter a is Cyrillic
        ("ana@MÜNCHEN.example", "ana@xn--mnchen-3ya.example"),
        ("ana", "ana"),
        ("ana@" + "ü" * 70 + ".example", "ana@" + "ü" * 70 + ".example"),
    ],
)
def test_an_address_has_one_spelling_in_which_look_alikes_show(typed: str, kept: str) -> None:
    assert tidy_address(typed) == kept


def test_settings_are_kept_and_are_no_act(ana: Person) -> None:
    choose_settings(actor=ana, language="es", time_zone="America/Chicago")
    ana.refresh_from_db()
    assert (ana.language, ana.time_zone) == ("es", "America/Chicago")
    assert not entries_of(SITE).exists()


@pytest.mark.parametrize(
    ("language", "time_zone"), [("de", ""), ("", ""), ("en", "EST5EDT"), ("en", "+05:30"), ("en", "Chicago")]
)
def test_what_is_not_on_the_lists_is_refused(ana: Person, language: str, time_zone: str) -> None:
    with pytest.raises(Refused, match="Choose one from the list"):
        choose_settings(actor=ana, language=language, time_zone=time_zone)


def test_the_zones_are_places() -> None:
    assert set(time_zones()) == {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
    assert is_time_zone("America/Chicago")
    assert not any(is_time_zone(name) for name in ("EST5EDT", "Etc/GMT+5", "US/Central", "UTC", "", "../etc"))


def test_who_is_erased_from_the_key_is_unknown_to_the_log(ana: Person) -> None:
    LogKey.objects.all().delete()
    with pytest.raises(LogKey.DoesNotExist):
        assert Person.objects.get(pk=ana.pk).log_key


def test_a_restored_backup_gives_no_key_and_no_sign_in_to_who_was_erased_since(
    ana: Person, now: datetime
) -> None:
    erased = make_person(email="ben@example.org", actor=None, now=now)
    EmailAddress.objects.create(user=erased, email="ben@example.org", verified=True)
    key = ana.log_key
    LogKey.objects.all().delete()
    assert restore_keys(keys={ana.pk: key}) == [erased.pk]
    ana, erased = Person.objects.get(pk=ana.pk), Person.objects.get(pk=erased.pk)
    assert (ana.log_key, ana.email, ana.is_active) == (key, "ana@example.org", True)
    assert (erased.email, erased.is_active) == (None, False)
    assert not EmailAddress.objects.exists()
    with pytest.raises(LogKey.DoesNotExist):
        assert erased.log_key
