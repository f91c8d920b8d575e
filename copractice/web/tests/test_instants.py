"""Instants in words: weekday, zone by name, the reader's own time, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from copractice.web.templatetags.instants import day, instant, written

DEADLINE = datetime(2023, 3, 20, 4, 59, tzinfo=UTC)


def test_an_instant_has_weekday_and_zone_in_words() -> None:
    assert instant(DEADLINE, "America/Chicago").words == "Sunday, March 19, 2023, 11:59 p.m. Central time"


def test_an_instant_speaks_spanish() -> None:
    with translation.override("es"):
        told = instant(DEADLINE, "America/Chicago", "America/Denver")
    assert told.words == "domingo, 19 de marzo de 2023, 11:59 p.m., hora central"
    assert told.own == "(10:59 p.m. en su zona, hora de las Montañas Rocosas)"


def test_a_reader_elsewhere_reads_their_own_time_too() -> None:
    told = instant(DEADLINE, "America/Chicago", "America/Denver")
    assert told.own == "(10:59 p.m. in your zone, Mountain time)"


def test_where_the_day_differs_the_own_time_names_it() -> None:
    told = instant(DEADLINE, "America/Chicago", "America/New_York")
    assert told.own == "(Monday, March 20, 2023, 12:59 a.m. in your zone, Eastern time)"


@pytest.mark.parametrize("reader", ["", "America/Chicago", "America/Winnipeg", "not/a zone"])
def test_a_reader_with_the_same_clock_or_no_known_zone_reads_one_time(reader: str) -> None:
    assert instant(DEADLINE, "America/Chicago", reader).own == ""


def test_below_a_heading_that_names_the_day_the_clock_is_enough() -> None:
    assert instant(DEADLINE, "America/Chicago", form="clock").words == "at 11:59 p.m. Central time"


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (6, "Sunday, November 5, 2023, 1:30 a.m. Central daylight time"),
        (7, "Sunday, November 5, 2023, 1:30 a.m. Central standard time"),
        (8, "Sunday, November 5, 2023, 2:30 a.m. Central time"),
    ],
)
def test_the_hour_that_comes_twice_is_told_apart(hour: int, words: str) -> None:
    at = datetime(2023, 11, 5, hour, 30, tzinfo=UTC)
    assert instant(at, "America/Chicago").words == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Phoenix", "9:59 p.m. Mountain standard time"),
        ("America/Indiana/Indianapolis", "12:59 a.m. Eastern time"),
        ("Asia/Kolkata", "10:29 a.m. India standard time"),
        ("UTC", "4:59 a.m. Coordinated Universal time"),
        ("Etc/GMT+5", "11:59 p.m. GMT-05:00"),
    ],
)
def test_every_zone_has_words_or_at_least_its_distance(zone: str, words: str) -> None:
    assert instant(DEADLINE, zone, form="clock").words == f"at {words}"


def test_noon_and_midnight_are_on_the_right_side() -> None:
    noon, midnight = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 0, tzinfo=UTC)
    assert instant(noon, "UTC", form="clock").words == "at 12:00 p.m. Coordinated Universal time"
    assert instant(midnight, "UTC", form="clock").words == "at 12:00 a.m. Coordinated Universal time"


def test_a_day_is_the_day_it_was_there() -> None:
    assert day(DEADLINE, "America/Chicago") == "Sunday, March 19, 2023"
    assert day(DEADLINE, "Europe/Berlin") == "Monday, March 20, 2023"
    assert day(DEADLINE) == "Monday, March 20, 2023"


@pytest.mark.parametrize(
    ("language", "whole", "short"),
    [("en", "March 19, 2023", "Mar 19"), ("es", "19 de marzo de 2023", "19 mar")],
)
def test_a_date_is_written_in_the_order_of_the_reader(language: str, whole: str, short: str) -> None:
    with translation.override(language):
        assert written(date(2023, 3, 19)) == whole
        assert written(date(2023, 3, 19), "MMMd") == short
