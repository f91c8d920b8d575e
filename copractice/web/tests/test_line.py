"""Stations: what each says, where the community is, and the line in words."""

import pytest
from django.utils import translation

from copractice.web.line import STAGES, Place, State, current, sentence, stations

DONE = Place(State.DONE, "6 priorities", "6 priorities from 150 members", url="/convene/")
OPEN = Place(State.CURRENT, "open", doing="is open", figure="4", figure_words="days left")


def test_a_line_has_the_nine_stations_in_lifecycle_order() -> None:
    assert [(station.number, station.key) for station in stations({})] == [
        (1, "convene"),
        (2, "define"),
        (3, "call"),
        (4, "apply"),
        (5, "review"),
        (6, "select"),
        (7, "practice"),
        (8, "recommend"),
        (9, "report"),
    ]


def test_a_community_where_no_stage_has_begun_stands_at_the_first_station() -> None:
    line = stations({})
    assert [station.state for station in line] == [State.CURRENT, *[State.LATER] * 8]
    assert current(line).fact == "comes first"
    assert {station.fact for station in line[1:]} == {"open place"}
    assert (current(line).figure, current(line).figure_words) == ("1", "Convene")


def test_a_stage_that_says_it_is_current_is() -> None:
    line = stations({"convene": DONE, "call": OPEN})
    assert current(line).key == "call"
    assert [station.state for station in line[:4]] == [State.DONE, State.LATER, State.CURRENT, State.LATER]
    assert (current(line).figure, current(line).figure_words) == ("4", "days left")


def test_after_the_stages_that_are_done_the_next_one_is_current() -> None:
    line = stations({"convene": DONE, "define": DONE})
    assert current(line).key == "call"
    assert line[0].fact_in_full == "6 priorities from 150 members"


def test_a_fact_without_a_longer_form_is_said_as_it_is() -> None:
    assert stations({"call": OPEN})[2].fact_in_full == "open"


def test_once_all_are_done_the_community_is_at_the_last() -> None:
    line = stations(dict.fromkeys(STAGES, DONE))
    assert current(line).key == "report"
    assert {station.state for station in line} == {State.DONE}


def test_the_page_in_hand_marks_its_own_station() -> None:
    line = stations({"convene": DONE, "call": OPEN}, here="convene")
    assert [station.key for station in line if station.is_here] == ["convene"]


def test_two_current_stations_are_a_fault() -> None:
    with pytest.raises(ValueError, match="one station is current, not 2: define, call"):
        stations({"define": OPEN, "call": OPEN})


def test_a_stage_outside_the_line_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no such station: budget"):
        stations({"budget": DONE})
    with pytest.raises(ValueError, match="no such station: budget"):
        stations({}, here="budget")


def test_the_sentence_says_where_the_community_is_and_what_is_done() -> None:
    assert sentence(stations({})) == ("The line of nine stations. The community is at station 1, Convene.")
    assert sentence(stations({"convene": DONE, "define": DONE, "call": OPEN})) == (
        "The line of nine stations. The community is at station 3, Call. Done: Convene, Define."
    )


def test_the_line_speaks_spanish() -> None:
    with translation.override("es"):
        assert [station.name for station in stations({})][:3] == ["Reunir", "Definir", "Convocar"]
        assert sentence(stations({"convene": DONE})) == (
            "La línea de nueve estaciones. La comunidad está en la estación 2, Definir. Hechas: Reunir."
        )
