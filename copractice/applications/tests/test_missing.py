"""What keeps a part from being complete, told to its owner."""

from datetime import datetime

import pytest

from copractice.applications.actions.answering import save
from copractice.applications.queries.answers import missing
from copractice.applications.tests.parts import Parts
from tests.world_answers import make_upload


def put(parts: Parts, number: int, text: str, now: datetime, base: int = 0) -> None:
    key = parts.key(parts.employer, number)
    save(part=parts.employer, key=key, text=text, base=base, language="en", actor=parts.lead, now=now)


def why(parts: Parts, number: int) -> str:
    return {one.question.number: one.why for one in missing(parts.employer)}.get(number, "")


def test_what_is_required_and_not_said_is_missing(parts: Parts, now: datetime) -> None:
    assert [one.question.number for one in missing(parts.employer)] == [1, 2, 3, 4]
    put(parts, 1, " \n\t ", now)
    assert why(parts, 1) == "This needs an answer."
    put(parts, 1, "They build.", now, base=1)
    assert why(parts, 1) == ""


@pytest.mark.parametrize(("words", "said"), [(300, ""), (301, "by 1 word."), (303, "by 3 words.")])
def test_a_text_over_its_limit_is_told_by_how_much(
    parts: Parts, now: datetime, words: int, said: str
) -> None:
    put(parts, 1, "word " * words, now)
    assert why(parts, 1).endswith(said)
    assert bool(why(parts, 1)) == bool(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", ""),
        ("500", ""),
        ("４２", ""),
        ("0", "Write 1 or more."),
        ("501", "Write 500 or less."),
        ("about ten", "Write a number in digits, like 12 or 7.5."),
        ("1e3", "Write a number in digits, like 12 or 7.5."),
    ],
)
def test_a_number_has_to_be_one_within_its_bounds(parts: Parts, now: datetime, text: str, said: str) -> None:
    put(parts, 4, text, now)
    assert why(parts, 4) == said


@pytest.mark.parametrize(
    ("text", "fits"), [("1", True), ("2", True), ("0", False), ("3", False), ("Summer", False)]
)
def test_a_choice_has_to_be_one_of_those_offered(parts: Parts, now: datetime, text: str, fits: bool) -> None:
    put(parts, 3, text, now)
    assert (why(parts, 3) == "") == fits


def test_words_instead_of_a_file_do_not_count(parts: Parts, now: datetime) -> None:
    put(parts, 5, "It is on our site.", now)
    assert why(parts, 5) == "Send a file."
    make_upload(parts.employer, now)
    assert why(parts, 5) == "Send a file."
