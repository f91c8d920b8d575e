"""The drawing: where stations stand, how wide the river is, and what is filled."""

import re
from itertools import pairwise

import pytest

from copractice.web.river import PENS, SIZES, draw, width_at

NUMBER = re.compile(r"-?\d+\.\d")


def points(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in NUMBER.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


@pytest.mark.parametrize(("size", "source", "mouth"), [("great", 6, 24), ("slim", 5, 13), ("compact", 3, 6)])
def test_the_river_widens_evenly_from_source_to_mouth(size: str, source: float, mouth: float) -> None:
    widths = [width_at(station, PENS[size]) for station in range(9)]
    assert (widths[0], widths[-1]) == (source, mouth)
    steps = [after - before for before, after in pairwise(widths)]
    assert steps == pytest.approx([(mouth - source) / 8] * 8)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("now", range(1, 10))
def test_nine_marks_stand_inside_the_box(size: str, now: int) -> None:
    river = draw(size, now)
    assert len(river.marks) == 9
    assert all(0 <= mark.x <= river.width and 0 <= mark.y <= river.height for mark in river.marks)


@pytest.mark.parametrize("size", SIZES)
def test_at_the_first_station_nothing_is_filled_and_at_the_last_everything(size: str) -> None:
    assert (draw(size, 1).done, bool(draw(size, 1).todo)) == ("", True)
    assert (bool(draw(size, 9).done), draw(size, 9).todo) == (True, "")


@pytest.mark.parametrize("size", SIZES)
def test_the_two_paths_meet_at_the_current_station(size: str) -> None:
    river = draw(size, 4)
    now = river.marks[3]
    along, back = river.done.split("L")
    assert middle(points(along)[-1], points(back)[0]) == pytest.approx((now.x, now.y), abs=0.11)
    assert middle(points(river.todo)[0], points(river.todo)[-1]) == pytest.approx((now.x, now.y), abs=0.11)


def test_a_path_starts_as_wide_as_the_river_is_there() -> None:
    slim = points(draw("slim", 9).done)
    (left_x, left_y), (right_x, right_y) = slim[0], slim[-1]
    assert ((left_x - right_x) ** 2 + (left_y - right_y) ** 2) ** 0.5 == pytest.approx(5, abs=0.1)


def test_the_slim_line_takes_nine_equal_steps() -> None:
    assert [mark.x for mark in draw("slim", 1).marks] == [56, 182, 308, 434, 560, 686, 812, 938, 1064]


def test_the_great_line_bends_as_in_the_picture_of_an_open_call() -> None:
    marks = draw("great", 3).marks
    assert [(mark.x, mark.y) for mark in marks[:3]] == [(58, 40), (104, 172), (256, 289)]
    assert [mark.x for mark in marks[3:]] == [465, 587, 709, 831, 953, 1075]
    assert draw("great", 3).height == 470


def test_paths_hold_plain_numbers_only_whatever_the_language() -> None:
    river = draw("great", 5)
    assert re.fullmatch(r"M[-\d. CLZ]+", river.done + river.todo.replace("M", ""))


@pytest.mark.parametrize(("size", "now"), [("huge", 1), ("slim", 0), ("slim", 10)])
def test_what_cannot_be_drawn_is_a_fault(size: str, now: int) -> None:
    with pytest.raises(ValueError, match="no drawing of size"):
        draw(size, now)
