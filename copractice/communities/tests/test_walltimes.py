"""Wall times: ordinary, skipped, shown twice; and the field in which staff type them."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from copractice.communities.analysis.instants import in_words, offset_in_words, zone_name
from copractice.communities.analysis.walltimes import around, instants_of
from copractice.communities.forms import WallTimeField

CHICAGO = "America/Chicago"
wall = datetime.fromisoformat  # day and time as a clock shows them, without a zone
ORDINARY = wall("2026-12-01 17:00")
SKIPPED = wall("2027-03-14 02:30")
TWICE = wall("2026-11-01 01:30")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_an_ordinary_time_is_one_instant() -> None:
    assert instants_of(ORDINARY, CHICAGO) == [at(2026, 12, 1, 23, 0)]


def test_a_time_in_the_night_that_is_turned_back_is_two_instants() -> None:
    assert instants_of(TWICE, CHICAGO) == [at(2026, 11, 1, 6, 30), at(2026, 11, 1, 7, 30)]


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        (wall("2026-11-01 00:59"), 1),
        (wall("2026-11-01 01:00"), 2),
        (wall("2026-11-01 01:59"), 2),
        (wall("2026-11-01 02:00"), 1),
        (wall("2027-03-14 01:59"), 1),
        (wall("2027-03-14 02:00"), 0),
        (wall("2027-03-14 02:59"), 0),
        (wall("2027-03-14 03:00"), 1),
    ],
)
def test_the_hours_that_are_turned_begin_and_end_at_their_minute(shown: datetime, count: int) -> None:
    assert len(instants_of(shown, CHICAGO)) == count


def test_a_skipped_time_is_no_instant_and_has_two_neighbors() -> None:
    assert instants_of(SKIPPED, CHICAGO) == []
    before, after = around(SKIPPED, CHICAGO)
    assert (before.isoformat(), after.isoformat()) == (
        "2027-03-14T01:59:00-06:00",
        "2027-03-14T03:00:00-05:00",
    )


def test_half_an_hour_can_be_skipped() -> None:
    before, after = around(wall("2026-10-04 02:15"), "Australia/Lord_Howe")
    assert (before.isoformat(), after.isoformat()) == (
        "2026-10-04T01:59:00+10:30",
        "2026-10-04T02:30:00+11:00",
    )


def test_a_whole_day_can_be_skipped() -> None:
    before, after = around(wall("2011-12-30 12:00"), "Pacific/Apia")
    assert (before.isoformat(), after.isoformat()) == (
        "2011-12-29T23:59:00-10:00",
        "2011-12-31T00:00:00+14:00",
    )


def test_a_time_that_clocks_show_has_no_neighbors() -> None:
    with pytest.raises(ValueError, match="is not skipped"):
        around(ORDINARY, CHICAGO)


@pytest.mark.parametrize("zone", ["EST5EDT", "+05:30", "UTC", "US/Central", "", "../etc/passwd"])
def test_only_named_zones_are_taken(zone: str) -> None:
    with pytest.raises(ValueError, match="named time zones"):
        instants_of(ORDINARY, zone)
    with pytest.raises(ValueError, match="named time zones"):
        WallTimeField(zone=zone)


def test_a_time_with_a_zone_is_no_wall_time() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        instants_of(at(2026, 12, 1), CHICAGO)


@given(
    instant=st.datetimes(min_value=wall("1990-01-02"), max_value=wall("2100-12-30")),
    zone=st.sampled_from(
        [CHICAGO, "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"]
    ),
)
def test_every_instant_is_among_the_meanings_of_its_own_clock(instant: datetime, zone: str) -> None:
    instant = instant.replace(second=0, microsecond=0, tzinfo=UTC)
    day, clock, which = WallTimeField(zone=zone).widget.decompress(instant)
    assert instant in instants_of(datetime.combine(day, clock), zone)
    assert WallTimeField(zone=zone).clean([day, clock, which]) == instant


class Planned(forms.Form):
    """A form with one wall time."""

    closes = WallTimeField(zone=CHICAGO, required=False)


class Due(forms.Form):
    """A form that needs one."""

    closes = WallTimeField(zone=CHICAGO)


def typed(day: str = "", clock: str = "", which: str = "") -> dict[str, str]:
    return {"closes_day": day, "closes_clock": clock} | ({"closes_which": which} if which else {})


def test_a_typed_time_is_an_instant() -> None:
    form = Planned(typed("2026-12-01", "17:00"))
    assert form.is_valid()
    assert form.cleaned_data["closes"] == at(2026, 12, 1, 23, 0)


def test_nothing_typed_is_no_instant_where_that_is_allowed() -> None:
    form = Planned(typed())
    assert form.is_valid()
    assert form.cleaned_data["closes"] is None
    assert not Due(typed()).is_valid()


def test_a_skipped_time_is_refused_with_its_two_neighbors() -> None:
    assert Planned(typed("2027-03-14", "02:30")).errors["closes"] == [
        "Clocks are turned forward and skip 2:30 a.m. on Sunday, March 14, 2027. "
        "Choose 1:59 a.m. or 3:00 a.m. instead."
    ]


def test_a_skipped_day_is_refused_with_the_days_beside_it() -> None:
    with pytest.raises(forms.ValidationError) as refused:
        WallTimeField(zone="Pacific/Apia").clean(["2011-12-30", "12:00", ""])
    assert refused.value.messages == [
        "Clocks are turned forward and skip 12:00 p.m. on Friday, December 30, 2011. "
        "Choose Thursday, December 29, 2011, 11:59 p.m. or Saturday, December 31, 2011, 12:00 a.m. instead."
    ]


def test_a_time_that_comes_twice_is_asked_back() -> None:
    form = Planned(typed("2026-11-01", "01:30"))
    assert form.errors["closes"] == [
        "Clocks are turned back that night and show this time twice. Choose which one you mean."
    ]
    page = form.as_p()
    assert "the first 1:30 a.m. (Central daylight time, UTC−5)" in page
    assert "the second 1:30 a.m. (Central standard time, UTC−6)" in page
    assert 'value="2026-11-01"' in page
    assert 'value="01:30"' in page


@pytest.mark.parametrize(("which", "hour"), [("first", 6), ("second", 7)])
def test_the_answer_decides_which_of_the_two_is_meant(which: str, hour: int) -> None:
    form = Planned(typed("2026-11-01", "01:30", which))
    assert form.is_valid()
    assert form.cleaned_data["closes"] == at(2026, 11, 1, hour, 30)


def test_an_answer_that_is_none_of_the_two_is_asked_again() -> None:
    assert "closes" in Planned(typed("2026-11-01", "01:30", "third")).errors


def test_an_answer_left_over_from_another_day_does_no_harm() -> None:
    form = Planned(typed("2026-12-01", "17:00", "second"))
    assert form.is_valid()
    assert form.cleaned_data["closes"] == at(2026, 12, 1, 23, 0)
    assert "the first" not in form.as_p()


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        ("", "17:00", "Choose the day too."),
        ("2026-12-01", "", "Write the time of day too, like 23:59."),
        ("2026-02-30", "17:00", "Write the day like 2026-11-24."),
        ("2026-12-01", "25:00", "Write the time of day like 23:59."),
        ("0001-01-01", "00:00", "Write a year from 1990 to 2100."),
        ("9999-12-31", "23:59", "Write a year from 1990 to 2100."),
        ("2026-12-01\0", "17:00", "Write the day like 2026-11-24."),
    ],
)
def test_what_is_no_time_is_refused_with_what_to_write(day: str, clock: str, sentence: str) -> None:
    form = Planned(typed(day, clock))
    assert form.errors["closes"] == [sentence]
    assert form.as_p()


def test_a_kept_instant_comes_back_as_it_was_typed() -> None:
    page = Planned(initial={"closes": at(2026, 11, 1, 7, 30)}).as_p()
    assert 'value="2026-11-01"' in page
    assert 'value="01:30"' in page
    assert 'value="second"' in page.split("checked")[0].rsplit("<input", 1)[-1]


def test_the_field_names_its_zone_in_the_readers_language() -> None:
    field = WallTimeField(zone=CHICAGO)
    assert str(field.help_text) == "Time zone: Central time."
    with translation.override("es"):
        assert zone_name(CHICAGO) == "hora central"
        assert zone_name("America/Phoenix") == "hora estándar de las Montañas Rocosas"


def test_offsets_are_told_from_utc() -> None:
    assert offset_in_words(datetime.fromisoformat("2026-11-01T00:00:00+05:30")) == "UTC+5:30"
    assert offset_in_words(datetime.fromisoformat("2026-11-01T00:00:00-03:30")) == "UTC−3:30"
    assert offset_in_words(at(2026, 11, 1)) == "UTC+0"


def test_an_instant_in_words_has_weekday_and_zone() -> None:
    assert in_words(at(2023, 3, 20, 4, 59), CHICAGO) == "Sunday, March 19, 2023, 11:59 p.m. Central time"
