from datetime import datetime

import pytest

from copractice.convening.models import Convening, Statement
from copractice.convening.queries.convenings import statements_of
from copractice.convening.queries.similar import similar_to
from copractice.convening.tests.rooms import make_voter, open_convening, say
from tests.world import World

SAID = [
    ("Buses should run until ten in the evening", "en"),
    ("Pay interns for the time they spend with youth", "en"),
    ("Programs should be free for every family", "en"),
    ("Los autobuses deben circular hasta las diez de la noche", "es"),
]


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    convening = open_convening(world.here, now)
    for text, language in SAID:
        say(make_voter(convening, now), text, now, language)
    return convening


def found(convening: Convening, text: str, language: str = "en") -> list[str]:
    return [row.text for row in similar_to(text, language, statements_of(convening))]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Buses should run until 10 in the evening.", SAID[0][0]),
        ("The bus should be running till ten in the evening", SAID[0][0]),
        ("PROGRAMS SHOULD BE FREE FOR FAMILIES", SAID[2][0]),
        ("programs shuold be free for evry family", SAID[2][0]),
    ],
)
def test_the_same_thought_in_nearly_the_same_words_is_found(
    convening: Convening, text: str, nearest: str
) -> None:
    assert found(convening, text)[0] == nearest


def test_endings_and_accents_of_spanish_do_not_hide_it(convening: Convening) -> None:
    assert found(convening, "El autobús debe circular hasta las diez de la noche", "es") == [SAID[3][0]]


@pytest.mark.parametrize(
    "text",
    ["A library that is open on Sundays", "Youth decide about the money", "...", "", "🙂", "the and of"],
)
def test_other_thoughts_are_not(convening: Convening, text: str) -> None:
    assert found(convening, text) == []


@pytest.mark.parametrize(
    "text", ["buses & | ! ( ten", "'; drop table --", "ten:*", "a" * 280, "bus\\", "<b>buses</b> <-> ten"]
)
def test_no_text_breaks_the_search(convening: Convening, text: str) -> None:
    assert isinstance(found(convening, text), list)


def test_three_at_most_are_shown(convening: Convening, now: datetime) -> None:
    for street in ("First", "Second", "Third", "Fourth"):
        say(make_voter(convening, now), f"Street lights on {street} Street", now)
    assert len(found(convening, "Street lights on Fifth Street")) == 3


def test_a_statement_that_nobody_may_read_yet_is_never_among_them(
    convening: Convening, now: datetime
) -> None:
    Statement.objects.update(state="waiting")
    assert found(convening, SAID[0][0]) == []
