"""Passkeys, app and recovery codes: kept, taken away, told by mail and written into the log."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.actions import factors
from copractice.people.models import Person
from copractice.people.queries import has_second_factor, recovery_codes_left
from tests.world_people import SECRET, app_code, make_app, make_passkey


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("act", flat=True))


def told() -> list[tuple[str, str]]:
    """Return whom the outbox tells, and the first line of what it says."""
    rows = Notice.objects.filter(kind="sign_in_changed").order_by("pk")
    return [(row.address, row.text.partition("\n")[0]) for row in rows]


def kinds(person: Person) -> list[str]:
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_a_passkey_is_kept_renamed_and_removed(ana: Person, now: datetime) -> None:
    passkey = factors.add_passkey(actor=ana, name="Phone", credential={"id": "x"}, now=now)
    assert passkey.data == {"name": "Phone", "credential": {"id": "x"}}
    factors.rename_passkey(passkey=passkey, actor=ana, name="Old phone")
    passkey.refresh_from_db()
    assert str(passkey) == "Old phone"
    factors.remove_passkey(passkey=passkey, actor=ana, now=now)
    assert kinds(ana) == []
    assert acts() == ["passkey.add", "passkey.remove"]
    assert told() == [
        ("ana@example.org", "A passkey was added to your account at localhost: Phone."),
        ("ana@example.org", "A passkey was removed from your account at localhost: Old phone."),
    ]


def test_the_mail_speaks_the_persons_language(luis: Person, now: datetime) -> None:
    factors.add_app(actor=luis, secret=SECRET, now=now)
    assert [address for address, _line in told()] == ["luis@example.org"]


def test_nobody_changes_the_passkey_of_another(ana: Person, luis: Person, now: datetime) -> None:
    passkey = make_passkey(ana)
    with pytest.raises(Authenticator.DoesNotExist):
        factors.rename_passkey(passkey=passkey, actor=luis, name="Mine")
    with pytest.raises(Authenticator.DoesNotExist):
        factors.remove_passkey(passkey=passkey, actor=luis, now=now)
    passkey.refresh_from_db()
    assert str(passkey) == "Phone"


def test_the_eleventh_passkey_is_refused(ana: Person, now: datetime) -> None:
    for number in range(9):
        make_passkey(ana, f"Key {number}")
    factors.add_passkey(actor=ana, name="Tenth", credential={}, now=now)
    with pytest.raises(Refused, match="You have ten passkeys"):
        factors.add_passkey(actor=ana, name="Eleventh", credential={}, now=now)
    assert len(kinds(ana)) == 10


def test_there_is_one_app_at_a_time(ana: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="You have no authenticator app here"):
        factors.remove_app(actor=ana, now=now)
    factors.add_app(actor=ana, secret=SECRET, now=now)
    with pytest.raises(Refused, match="You have an authenticator app already"):
        factors.add_app(actor=ana, secret=SECRET, now=now)
    factors.remove_app(actor=ana, now=now)
    assert acts() == ["authenticator_app.add", "authenticator_app.remove"]


def test_the_secret_of_an_app_is_locked_in_the_database(ana: Person, settings: object) -> None:
    app = make_app(ana)
    assert SECRET not in str(app.data)
    assert app.wrap().validate_code(app_code())
    settings.SECRET_KEY = "y" * 60
    assert not app.wrap().validate_code(app_code())


def test_an_apps_code_works_once(ana: Person) -> None:
    app, code = make_app(ana), app_code()
    assert [app.wrap().validate_code(code) for _try in range(2)] == [True, False]


def test_recovery_codes_need_a_factor_and_a_new_list_voids_the_old_one(ana: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="Add one of these first"):
        factors.make_recovery_codes(actor=ana, now=now)
    assert recovery_codes_left(ana) is None
    make_app(ana)
    first = factors.make_recovery_codes(actor=ana, now=now)
    second = factors.make_recovery_codes(actor=ana, now=now)
    assert (len(set(first)), len(set(second)), set(first) & set(second)) == (10, 10, set())
    row = Authenticator.objects.get(user=ana, type="recovery_codes")
    assert not any(code in str(row.data) for code in second)
    assert not row.wrap().validate_code(first[0])
    assert [row.wrap().validate_code(second[3]) for _try in range(2)] == [True, False]
    assert recovery_codes_left(ana) == 9


def test_with_the_last_factor_the_recovery_codes_go(ana: Person, now: datetime) -> None:
    passkey = make_passkey(ana)
    make_app(ana)
    factors.make_recovery_codes(actor=ana, now=now)
    factors.remove_passkey(passkey=passkey, actor=ana, now=now)
    assert kinds(ana) == ["recovery_codes", "totp"]
    factors.remove_app(actor=ana, now=now)
    assert kinds(ana) == []


def test_a_reset_takes_everything_signs_out_and_tells(ana: Person, luis: Person, now: datetime) -> None:
    inside, other = Client(), Client()
    inside.force_login(ana)
    other.force_login(luis)
    make_passkey(ana)
    make_passkey(luis)
    assert factors.reset_factors(person=ana, actor=None, now=now)
    assert (has_second_factor(ana), has_second_factor(luis)) == (False, True)
    assert inside.get("/me/settings/").status_code == 302
    assert other.get("/me/settings/").status_code == 200
    [entry] = LogEntry.objects.filter(act="second_factor.reset")
    assert (entry.actor_key, entry.record_id) == (None, str(ana.log_key))
    assert [address for address, _line in told()] == ["ana@example.org"]
    assert not factors.reset_factors(person=ana, actor=None, now=now)
    assert acts() == ["second_factor.reset"]


def test_who_has_no_address_is_told_nothing(db: None, now: datetime) -> None:
    nobody = Person.objects.create_user(None)
    factors.add_app(actor=nobody, secret=SECRET, now=now)
    assert (has_second_factor(nobody), told()) == (True, [])
