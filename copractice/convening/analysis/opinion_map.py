"""The opinion map: votes → where people stand, groups, and what unites, bridges and divides them.

Nobody is named in it. People are put in the order of what they voted, so neither the result nor its hash
depends on who they are, and people who voted alike cannot be told apart.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from copractice.convening.analysis.outcomes import FEWEST_OF_A_GROUP, FEWEST_SHOWN, Outcome, sha256_of
from copractice.convening.models import Analysis, Convening, Vote
from copractice.convening.queries.convenings import statements_of
from copractice.convening.states import StatementState
from copractice.engine.opinions import OpinionMap, Votes, gather, opinions
from copractice.engine.opinions.counts import Counts, count
from copractice.engine.opinions.robust import VERSION as ENGINE_VERSION
from copractice.engine.results import as_json, from_json

METHOD = "opinions"
VERSION = f"{ENGINE_VERSION}.0"
SEED = 0
REPRESENTING = 2


@dataclass(frozen=True)
class Part:
    """How one group voted on one statement."""

    agree: int
    passed: int
    disagree: int

    @property
    def n(self) -> int:
        """Return how many of the group voted on it."""
        return self.agree + self.passed + self.disagree


@dataclass(frozen=True)
class Finding:
    """A statement with each group's votes, none for a group that hardly voted on it.

    `bound` is the lowest of the groups' lower bounds or, of what divides, the least they are apart; `apart` is
    the difference itself.
    """

    number: int
    vote: str
    bound: float
    apart: float
    parts: tuple[Part | None, ...]


@dataclass(frozen=True)
class Setting:
    """A statement that sets a group apart: more of it than of all others vote so."""

    number: int
    vote: str
    inside: float
    outside: float


@dataclass(frozen=True)
class GroupShown:
    """A group as pages name it: by its letter, with its size and what sets it apart."""

    letter: str
    size: int
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class MapShown:
    """What pages may read of a map. With fewer than ten people placed there are numbers alone."""

    people: int
    placed: int
    between: int
    statements: int
    votes: int
    middle: int
    stability: float | None
    groups: tuple[GroupShown, ...]
    uniting: tuple[Finding, ...]
    turned_down: tuple[Finding, ...]
    bridging: tuple[Finding, ...]
    dividing: tuple[Finding, ...]

    @property
    def is_shown(self) -> bool:
        """Say whether there are people enough for a drawing."""
        return self.placed >= FEWEST_SHOWN

    @property
    def has_groups(self) -> bool:
        """Say whether people form more than one group."""
        return self.is_shown and len(self.groups) > 1

    @property
    def not_placed(self) -> int:
        """Return how many voted on too little to be placed."""
        return self.people - self.placed


def map_opinions(convening: Convening) -> Outcome:
    """Draw the map of the votes on accepted statements as they stand now."""
    numbers, ballots = _ballots(convening)
    lines = [",".join(f"{number}:{value}" for number, value in ballot) for ballot in ballots]
    votes = _gathered(numbers, ballots)
    drawn = opinions(votes, np.zeros(len(numbers), bool), seed=SEED)
    result: dict[str, Any] = {
        "statements": numbers,
        "shown": as_json(_shown(drawn, votes, numbers)),
        "map": as_json(drawn),
    }
    head = ",".join(map(str, numbers))
    return Outcome(METHOD, VERSION, sha256_of([head, *lines]), result, SEED)


def map_of(analysis: Analysis) -> OpinionMap:
    """Return the whole map of a frozen result, to draw it."""
    return from_json(OpinionMap, analysis.result["map"])


def shown_map(data: dict[str, Any]) -> MapShown:
    """Return what pages may read, from the part of a result that is stored for them."""
    return from_json(MapShown, data)


def _ballots(convening: Convening) -> tuple[list[int], list[list[tuple[int, int]]]]:
    """Return the statements' numbers, and what each person voted, in an order that depends on nothing else."""
    numbers = list(statements_of(convening).values_list("number", flat=True))
    votes = Vote.objects.filter(statement__convening=convening, statement__state=StatementState.ACCEPTED)
    rows = votes.order_by("voter_id", "statement__number").values_list(
        "voter_id", "statement__number", "value"
    )
    people = groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0])
    return numbers, sorted([(number, value) for _voter, number, value in cast] for _person, cast in people)


def _gathered(numbers: list[int], ballots: list[list[tuple[int, int]]]) -> Votes:
    place = {number: column for column, number in enumerate(numbers)}
    cells = [
        (person, place[number], value) for person, ballot in enumerate(ballots) for number, value in ballot
    ]
    person, statement, value = np.array(cells, np.int64).reshape(-1, 3).T
    return gather(person, statement, value, people=len(ballots), count=len(numbers))


def _shown(drawn: OpinionMap, votes: Votes, numbers: list[int]) -> MapShown:
    placed = int(drawn.placed.sum())
    is_shown = placed >= FEWEST_SHOWN
    parts = count(votes, drawn.labels, len(drawn.groups)) if drawn.groups else count(votes)

    def found(rows: Any, vote: str = "") -> tuple[Finding, ...]:
        return tuple(
            _finding(row, parts, numbers)
            for row in rows
            if is_shown and vote in {"", getattr(row, "vote", "")}
        )

    return MapShown(
        people=drawn.people,
        placed=placed,
        between=int((drawn.placed & (drawn.labels < 0)).sum()),
        statements=drawn.statements,
        votes=drawn.votes,
        middle=int(np.median(votes.per_person)) if drawn.people else 0,
        stability=drawn.stability,
        groups=_groups(drawn, numbers) if is_shown else (),
        uniting=found(drawn.consensus, "agree"),
        turned_down=found(drawn.consensus, "disagree"),
        bridging=found(drawn.bridging),
        dividing=found(drawn.dividing),
    )


def _finding(row: Any, parts: Counts, numbers: list[int]) -> Finding:
    """Put the groups' counts beside a statement of one of the engine's lists."""
    place = row.statement
    return Finding(
        number=numbers[place],
        vote=getattr(row, "vote", ""),
        bound=row.low if hasattr(row, "low") else row.worst,
        apart=getattr(row, "apart", 0.0),
        parts=tuple(_part(parts, group, place) for group in range(len(parts.seen))),
    )


def _part(parts: Counts, group: int, statement: int) -> Part | None:
    seen, agree, disagree = (
        int(table[group, statement]) for table in (parts.seen, parts.agree, parts.disagree)
    )
    return Part(agree, seen - agree - disagree, disagree) if seen >= FEWEST_OF_A_GROUP else None


def _groups(drawn: OpinionMap, numbers: list[int]) -> tuple[GroupShown, ...]:
    lists = drawn.representative or ((),) * len(drawn.groups)
    return tuple(
        GroupShown(
            letter=chr(ord("A") + place),
            size=group.size,
            settings=tuple(
                Setting(
                    number=numbers[line.statement],
                    vote=line.vote,
                    inside=line.inside.successes / line.inside.trials,
                    outside=line.outside.successes / line.outside.trials,
                )
                for line in lines[:REPRESENTING]
            ),
        )
        for place, (group, lines) in enumerate(zip(drawn.groups, lists, strict=True))
    )
