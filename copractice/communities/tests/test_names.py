import pytest

from copractice.communities.analysis.names import by_word, resembling

KNOWN = by_word(
    ["example riverbend science center", "example library federation", "example arch street library lab"]
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("example riverbend science centre", "example riverbend science center"),
        ("exmaple riverbend science center", "example riverbend science center"),
        ("riverbend example science center", None),
        ("example library lab", None),
        ("example riverbend science center", None),
        ("north", None),
        ("", None),
    ],
)
def test_a_name_resembles_one_with_few_other_letters(key: str, name: str | None) -> None:
    assert resembling(key, KNOWN) == name


def test_the_order_of_known_names_does_not_matter() -> None:
    names = ["laboratory 1", "laboratory 2", "laboratory 3"]
    found = {resembling("laboratory 4", by_word(order)) for order in (names, reversed(names))}
    assert found == {"laboratory 1"}


def test_no_names_resemble_nothing() -> None:
    assert resembling("example", by_word([])) is None
