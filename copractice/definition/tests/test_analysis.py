"""What changed between two texts, by hand and as properties."""

from hypothesis import given
from hypothesis import strategies as some

from copractice.definition.analysis import MOST_PAIRS, Piece, changes, common_language

TEXT = some.text(alphabet="ab \n-", max_size=60)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in changes(old, new)]


def test_words_that_came_and_left_stand_in_their_place() -> None:
    assert told(
        "We learn together.\nNobody is left out.", "We learn and work together.\nNobody is left out."
    ) == [
        ("same", "We learn "),
        ("added", "and work "),
        ("same", "together.\n"),
        ("same", "Nobody is left out."),
    ]


def test_what_is_replaced_stays_in_the_line_of_what_replaces_it() -> None:
    assert told("Led by experts.\n", "Led by adults who know them.\n") == [
        ("same", "Led by "),
        ("removed", "experts. "),
        ("added", "adults who know them.\n"),
    ]


def test_one_word_that_stayed_between_two_changes_is_no_island() -> None:
    assert told("It tells them much.", "It answers them soon.") == [
        ("same", "It "),
        ("removed", "tells them much. "),
        ("added", "answers them soon."),
    ]


def test_signs_of_emphasis_are_no_change_and_a_list_is_left_alone() -> None:
    assert told("* one **word**", "* one *word*") == [("same", "* one word")]


def test_nothing_and_the_same_text_have_no_changes() -> None:
    assert changes("", "") == []
    assert changes("a b\n", "a b\n") == [Piece("same", "a b\n")]
    assert told("", "new") == [("added", "new")]
    assert told("old", "") == [("removed", "old")]


@given(TEXT, TEXT)
def test_what_stayed_and_what_came_make_the_new_text(old: str, new: str) -> None:
    assert "".join(piece.text for piece in changes(old, new) if piece.kind != "removed") == new


def test_a_text_of_the_same_words_over_and_over_is_one_change() -> None:
    count = int(MOST_PAIRS**0.5)
    old = " ".join(f"w{n % 199}" for n in range(count * 20))
    new = " ".join(f"w{n * 7 % 199}" for n in range(count * 20))
    assert [piece.kind for piece in changes(old, new)] == ["removed", "added"]


def test_texts_are_compared_in_the_readers_language_or_in_one_they_share() -> None:
    assert common_language({"en": "a", "es": "b"}, {"en": "c", "es": "d"}, "es") == "es"
    assert common_language({"en": "a"}, {"en": "c", "es": "d"}, "es") == "en"
    assert common_language({"en": "a"}, {"es": "d"}, "es") == ""
