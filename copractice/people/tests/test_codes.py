"""Codes that are typed: made, spent once, out of date."""

from datetime import datetime, timedelta

import pytest

from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.actions.codes import (
    MOST_A_DAY,
    PRINTED_LASTS,
    READ_OUT_LASTS,
    forget_codes,
    make_code,
    spend_code,
)
from copractice.people.models import Person, SignInCode

SECOND = timedelta(seconds=1)


def make(person: Person, ana: Person, now: datetime, *, is_printed: bool = True) -> str:
    return make_code(person=person, is_printed=is_printed, actor=ana, now=now)


def test_a_code_is_two_groups_of_four_and_only_a_keyed_hash_is_kept(
    ana: Person, luis: Person, now: datetime
) -> None:
    code = make(luis, ana, now)
    assert len(code) == 9
    assert code[4] == "-"
    assert not set("ILOU") & set(code)
    kept = SignInCode.objects.get()
    assert (kept.person, kept.made_at, kept.expires_at) == (luis, now, now + PRINTED_LASTS)
    assert code.lower() not in kept.code_hash
    assert LogEntry.objects.filter(act="sign_in_code.make", actor_key=ana.log_key).count() == 1


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')}\n"],
)
def test_case_and_dash_do_not_matter(ana: Person, luis: Person, now: datetime, change: object) -> None:
    code = make(luis, ana, now)
    assert spend_code(typed=change(code), now=now + SECOND).person == luis


def test_look_alikes_are_read_as_meant(ana: Person, luis: Person, now: datetime) -> None:
    code = make(luis, ana, now)
    typed = code.replace("0", "O").replace("1", "l")
    assert spend_code(typed=typed, now=now).person == luis


def test_a_code_works_once(ana: Person, luis: Person, now: datetime) -> None:
    code = make(luis, ana, now)
    spend_code(typed=code, now=now)
    with pytest.raises(Refused):
        spend_code(typed=code, now=now)


@pytest.mark.parametrize(("is_printed", "lasts"), [(True, PRINTED_LASTS), (False, READ_OUT_LASTS)])
def test_a_code_works_until_its_last_second(
    ana: Person, luis: Person, now: datetime, is_printed: bool, lasts: timedelta
) -> None:
    code = make(luis, ana, now, is_printed=is_printed)
    with pytest.raises(Refused):
        spend_code(typed=code, now=now + lasts)
    assert spend_code(typed=code, now=now + lasts - SECOND).is_printed is is_printed


def test_a_newer_code_voids_the_older(ana: Person, luis: Person, now: datetime) -> None:
    older = make(luis, ana, now)
    newer = make(luis, ana, now + SECOND)
    with pytest.raises(Refused):
        spend_code(typed=older, now=now + 2 * SECOND)
    assert spend_code(typed=newer, now=now + 2 * SECOND).person == luis


def test_codes_of_one_person_are_limited_in_a_day(ana: Person, luis: Person, now: datetime) -> None:
    for n in range(MOST_A_DAY):
        make(luis, ana, now + n * SECOND)
    with pytest.raises(Refused, match="Five codes"):
        make(luis, ana, now + timedelta(hours=1))
    make(ana, luis, now)
    make(luis, ana, now + timedelta(hours=25))


def test_wrong_used_and_expired_read_the_same(ana: Person, luis: Person, now: datetime) -> None:
    used, expired = make(luis, ana, now), make(ana, luis, now, is_printed=False)
    spend_code(typed=used, now=now)
    said = set()
    for typed in ("ABCD-EFGH", "", "\x00", "٣" * 8, used, expired):
        with pytest.raises(Refused) as refusal:
            spend_code(typed=typed, now=now + READ_OUT_LASTS)
        said.add(str(refusal.value))
    assert said == {"This code does not work. It may be mistyped, used already or too old."}


def test_an_inactive_person_gets_and_uses_no_code(ana: Person, luis: Person, now: datetime) -> None:
    code = make(luis, ana, now)
    Person.objects.filter(pk=luis.pk).update(is_active=False)
    with pytest.raises(Refused):
        spend_code(typed=code, now=now)
    with pytest.raises(Refused):
        make(luis, ana, now)


def test_old_codes_are_forgotten(ana: Person, luis: Person, now: datetime) -> None:
    make(luis, ana, now, is_printed=False)
    assert forget_codes(now=now + timedelta(days=30)) == 0
    assert forget_codes(now=now + timedelta(days=31)) == 1
