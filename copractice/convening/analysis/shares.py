"""The shares: dots → the statements that win in proportion, beside those with the most dots."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from copractice.convening.analysis.outcomes import FEWEST_SHOWN, Outcome, sha256_of
from copractice.convening.models import Convening, Dot
from copractice.convening.queries.convenings import statements_of
from copractice.engine.results import as_json, from_json
from copractice.engine.shares import elect
from copractice.engine.shares.election import VERSION as ENGINE_VERSION
from copractice.engine.shares.election import Shares

METHOD = "shares"
VERSION = f"{ENGINE_VERSION}.0"

Ballot = list[tuple[int, int]]  # number of a statement, dots on it


@dataclass(frozen=True)
class Winner:
    """A statement that was chosen: by how many people it was marked, with how many dots, and at what price.

    `step` is the part of the method that chose it; `price` the most that one of its people paid, in places;
    `tied` are the numbers of statements that could have been chosen instead.
    """

    number: int
    people: int
    dots: int
    step: str
    price: str
    tied: tuple[int, ...]


@dataclass(frozen=True)
class Marked:
    """A statement with the dots on it and the people who put them there."""

    number: int
    dots: int
    people: int


@dataclass(frozen=True)
class SharesShown:
    """What pages may read of the dots; numbers alone where fewer than ten people placed them.

    `heard` counts the people who find a statement of theirs among the winners in proportion, `heard_plainly`
    among those with the most dots. `level` are the numbers that share the last place of the plain count.
    """

    people: int
    dots: int
    seats: int
    winners: tuple[Winner, ...]
    plain: tuple[Marked, ...]
    others: tuple[Marked, ...]
    level: tuple[int, ...]
    heard: int
    heard_plainly: int


def share_dots(convening: Convening) -> Outcome:
    """Choose the statements that win by the dots as they stand now."""
    numbers = list(statements_of(convening).values_list("number", flat=True))
    ballots = _ballots(convening, set(numbers))
    place = {number: item for item, number in enumerate(numbers)}
    marks = [(person, place[number]) for person, ballot in enumerate(ballots) for number, _dots in ballot]
    seats = min(convening.seats, len(numbers))
    elected = (
        elect([who for who, _item in marks], [item for _who, item in marks], items=len(numbers), seats=seats)
        if seats
        else None
    )
    result: dict[str, Any] = {
        "statements": numbers,
        "shown": as_json(_shown(elected, ballots, numbers)),
        "shares": as_json(elected),
    }
    lines = [",".join(f"{number}:{dots}" for number, dots in ballot) for ballot in ballots]
    head = f"{convening.seats} of {','.join(map(str, numbers))}"
    return Outcome(METHOD, VERSION, sha256_of([head, *lines]), result)


def shown_shares(data: dict[str, Any]) -> SharesShown:
    """Return what pages may read, from the part of a result that is stored for them."""
    return from_json(SharesShown, data)


def _ballots(convening: Convening, standing: set[int]) -> list[Ballot]:
    """Return each person's dots, in an order that depends on nothing else; dots follow a merged statement."""
    rows = Dot.objects.filter(voter__convening=convening).values_list(
        "voter_id", Coalesce(F("statement__merged_into__number"), F("statement__number")), "count"
    )
    people: dict[int, Counter[int]] = {}
    for voter, number, dots in rows:
        if number in standing:
            people.setdefault(voter, Counter())[number] += dots
    return sorted(sorted(ballot.items()) for ballot in people.values())


def _shown(elected: Shares | None, ballots: list[Ballot], numbers: list[int]) -> SharesShown:
    dots: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for ballot in ballots:
        dots.update(dict(ballot))
        people.update(number for number, _dots in ballot)
    ranked = sorted(dots, key=lambda number: (-dots[number], number))
    rounds = elected.rounds if elected and len(ballots) >= FEWEST_SHOWN else ()
    winners = tuple(
        Winner(
            number=numbers[each.item],
            people=people[numbers[each.item]],
            dots=dots[numbers[each.item]],
            step=each.rule,
            price=each.exact,
            tied=tuple(numbers[item] for item in each.tied if item != each.item),
        )
        for each in rounds
    )
    first = ranked[: len(winners)]
    rest = ranked[len(winners) :] if winners else []
    level = [number for number in ranked if first and dots[number] == dots[first[-1]]]
    return SharesShown(
        people=len(ballots),
        dots=sum(dots.values()),
        seats=(elected.seats or 0) if elected else 0,
        winners=winners,
        plain=tuple(Marked(number, dots[number], people[number]) for number in first),
        others=tuple(Marked(number, dots[number], people[number]) for number in rest),
        level=tuple(level) if set(level) - set(first) else (),
        heard=_heard(ballots, {winner.number for winner in winners}),
        heard_plainly=_heard(ballots, set(first)),
    )


def _heard(ballots: list[Ballot], chosen: set[int]) -> int:
    return sum(any(number in chosen for number, _dots in ballot) for ballot in ballots)
