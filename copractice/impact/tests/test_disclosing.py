"""Young people's figures: what is printed of a roster, what repeats, and what the auditor makes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from copractice.engine.auditor import audit
from copractice.impact.analysis import printing, young

DAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


def frozen(minors: int, adults: int, *, employers: int = 7, sits: int = 12, first: int = 0) -> dict[str, Any]:
    """Return a roster in which the first `sits` people attend and the first six wrote."""
    n = minors + adults
    return {
        "people": [f"p{first + row}" for row in range(n)],
        "participants": [first + row for row in range(n)],
        "employer": [f"o{row % employers}" for row in range(n)],
        "age": ["under_18"] * minors + ["from_18"] * adults,
        "attendance_youth": [int(row < sits) for row in range(n)],
        "youth_authors": [int(row < 6) for row in range(n)],
    }


def cells(*series: tuple[str, dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    """Return value, rule and date of each figure by name."""
    _document, found = young.documents(series)
    return {f"{cell.indicator}.{cell.age}".strip("."): (cell.value, cell.rule, cell.as_of) for cell in found}


def test_a_group_of_four_is_hidden_and_so_is_its_complement_of_ten() -> None:
    assert cells(("one", frozen(4, 10))) == {
        "attendance_youth": ("60 or more", "", "one"),
        "attendance_youth.under_18": ("", "R2", "one"),
        "attendance_youth.from_18": ("", "R8", "one"),
        "youth_authors": ("40 to 60", "", "one"),
        "youth_engaged": ("14", "", "one"),
        "youth_engaged.under_18": ("", "R7", "one"),
        "youth_engaged.from_18": ("", "R7", "one"),
    }


def test_nine_young_people_have_no_figure_at_all() -> None:
    assert {value for value, _rule, _as_of in cells(("one", frozen(4, 5))).values()} == {""}


def test_two_employers_are_too_few_for_a_share_however_many_young_people_there_are() -> None:
    found = cells(("one", frozen(0, 14, employers=2)))
    assert found["attendance_youth"] == ("", "R2", "one")


def test_a_later_release_of_the_same_young_people_repeats_the_older_figures_with_their_date() -> None:
    changed = frozen(4, 10, sits=2)
    found = cells(("one", frozen(4, 10)), ("two", changed))
    assert found["attendance_youth"] == ("60 or more", "", "one")
    assert found["youth_engaged"] == ("14", "", "one")


def test_one_who_joins_changes_no_figure() -> None:
    found = cells(("one", frozen(4, 10)), ("two", frozen(4, 11)))
    assert found["attendance_youth"] == ("60 or more", "", "one")


def test_whether_a_figure_is_shown_does_not_depend_on_what_people_did() -> None:
    for sits in range(15):
        found = cells(("one", frozen(4, 10, sits=sits)))
        assert [name for name, (value, *_) in found.items() if value] == [
            "attendance_youth",
            "youth_authors",
            "youth_engaged",
        ]


def test_without_young_people_there_are_no_figures_of_them() -> None:
    assert cells(("one", frozen(0, 0))) == {}


def test_the_auditor_finds_nothing_in_what_is_printed_and_the_leak_in_what_is_not() -> None:
    series = [("one", frozen(4, 10)), ("two", frozen(4, 11))]
    documents = [young.documents(series[: place + 1])[0].encode() for place in range(2)]
    files = [{"release.json": document} for document in documents]
    assert audit(files, young.rosters(series)).passed
    leaky = [{**files[0], "page.html": b"<p>4 young people are under 18</p>"}, files[1]]
    found = audit(leaky, young.rosters(series), frame=["18"])
    assert [(finding.rule, finding.table) for finding in found.findings] == [("R10", "page.html")]


def test_a_repeated_figure_is_printed_with_the_day_of_its_own_release() -> None:
    _document, found = young.documents([("one", frozen(4, 10)), ("two", frozen(4, 10))])
    dates = {"one": DAY - timedelta(days=300), "two": DAY}
    printed = printing.printed([], found, as_of=DAY, dates=dates)
    assert {row.as_of for row in printed if row.is_shown} == {dates["one"].isoformat()}
