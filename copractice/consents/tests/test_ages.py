"""Ages by birth month, and addresses that are one mailbox."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copractice.consents.analysis.addresses import doubt_about, mailbox
from copractice.consents.analysis.ages import age_on, is_old_enough, reached
from copractice.consents.states import Doubt


@pytest.mark.parametrize(
    ("month", "age", "day"),
    [
        (date(2012, 2, 1), 14, date(2026, 3, 1)),
        (date(2012, 12, 1), 14, date(2027, 1, 1)),
        (date(2008, 11, 1), 18, date(2026, 12, 1)),
        (date(2010, 1, 1), 16, date(2026, 2, 1)),
    ],
)
def test_an_age_is_reached_on_the_first_of_the_next_month(month: date, age: int, day: date) -> None:
    assert reached(month, age) == day
    assert age_on(month, day) == age
    assert age_on(month, day - timedelta(days=1)) == age - 1
    assert is_old_enough(month, age, day)
    assert not is_old_enough(month, age, day - timedelta(days=1))


def test_a_leap_day_needs_no_rule_of_its_own() -> None:
    assert [age_on(date(2012, 2, 1), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [13, 14]


def test_whoever_is_born_next_month_has_no_age_yet() -> None:
    assert age_on(date(2026, 12, 1), date(2026, 11, 24)) == -1
    assert age_on(date(2026, 11, 1), date(2026, 11, 24)) == -1
    assert age_on(date(2026, 10, 1), date(2026, 11, 24)) == 0


months = st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1))


@given(months, st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_an_age_lasts_from_the_day_it_is_reached_until_the_next(month: date, day: date) -> None:
    age = age_on(month, day)
    if age >= 0:
        assert reached(month, age) <= day < reached(month, age + 1)


@pytest.mark.parametrize(
    ("guardian", "youth", "doubt"),
    [
        ("eva@example.org", "luz@example.org", Doubt.NONE),
        ("LUZ@example.org", "luz@example.org", Doubt.OWN_ADDRESS),
        ("luz+mom@example.org", "luz@example.org", Doubt.PLUS_TAG),
        ("luz@example.org", "luz+me@example.org", Doubt.PLUS_TAG),
        ("l.u.z@gmail.com", "luz@gmail.com", Doubt.PLUS_TAG),
        ("luz@googlemail.com", "luz@gmail.com", Doubt.PLUS_TAG),
        ("l.uz@example.org", "luz@example.org", Doubt.NONE),
        (None, "luz@example.org", Doubt.NONE),
        ("luz@example.org", None, Doubt.NONE),
    ],
)
def test_another_spelling_of_ones_own_address_raises_a_doubt(
    guardian: str | None, youth: str | None, doubt: Doubt
) -> None:
    assert doubt_about(guardian, youth) is doubt


def test_a_mailbox_keeps_dots_where_they_count() -> None:
    assert mailbox("A.B+c@Example.org") == "a.b@example.org"
    assert mailbox("A.B+c@Gmail.com") == "ab@gmail.com"
