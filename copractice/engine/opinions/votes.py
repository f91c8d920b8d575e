"""Votes on statements as one list: the last vote per person and statement, sorted by person."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

# Above this many cells a table of one byte per cell would be too large to find the last votes in.
MOST_CELLS = 1 << 28


@dataclass(frozen=True, eq=False)
class Votes:
    """Who voted how on what; `person` ascends, and within a person `statement` does.

    `value` is 1 (agree), -1 (disagree) or 0 (pass). What is not listed was not seen or not answered.
    """

    people: int
    statements: int
    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]

    @cached_property
    def per_person(self) -> NDArray[np.int64]:
        """How many votes each person cast."""
        return np.bincount(self.person, minlength=self.people)

    @cached_property
    def per_statement(self) -> NDArray[np.int64]:
        """How many votes each statement got."""
        return np.bincount(self.statement, minlength=self.statements)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where each person's votes begin, and one end."""
        return np.concatenate([[0], np.cumsum(self.per_person)])

    def only(self, keep: NDArray[np.bool_]) -> "Votes":
        """Keep the votes on some statements; the numbering stays."""
        kept = keep[self.statement]
        return Votes(self.people, self.statements, self.person[kept], self.statement[kept], self.value[kept])

    def with_vote(self, person: int, statement: int, value: int) -> "Votes":
        """Add one vote, or change it.

        Raises:
            ValueError: an unknown person or statement, or a value outside {-1, 0, 1}.
        """
        _check("participant", np.array([person]), self.people)
        _check("statement", np.array([statement]), self.statements)
        if value not in (-1, 0, 1):
            raise ValueError(f"the vote is {value}: a vote is 1, 0 or -1")
        start, end = int(self.starts[person]), int(self.starts[person + 1])
        place = start + int(np.searchsorted(self.statement[start:end], statement))
        if place < end and self.statement[place] == statement:
            changed = self.value.copy()
            changed[place] = value
            return replace(self, value=changed)
        return Votes(
            self.people,
            self.statements,
            np.insert(self.person, place, person),
            np.insert(self.statement, place, statement),
            np.insert(self.value, place, value),
        )

    def of_people(self, chosen: NDArray[np.int64]) -> "Votes":
        """Take some people in the order given; they are renumbered 0, 1, ..."""
        length = self.per_person[chosen]
        ends = np.cumsum(length)
        places = np.arange(ends[-1] if ends.size else 0) + np.repeat(
            self.starts[chosen] - ends + length, length
        )
        person = np.repeat(np.arange(chosen.size, dtype=np.int32), length)
        return Votes(chosen.size, self.statements, person, self.statement[places], self.value[places])

    def table(self, values: NDArray[np.floating]) -> csr_array:
        """Put one number per vote into a sparse people × statements table."""
        return csr_array((values, self.statement, self.starts), shape=(self.people, self.statements))


def gather(
    participants: ArrayLike,
    statements: ArrayLike,
    values: ArrayLike,
    *,
    people: int,
    count: int,
    times: ArrayLike | None = None,
) -> Votes:
    """Keep the last vote per person and statement: by `times`, then by place in the list.

    Args:
        participants, statements: numbers from 0 to `people` - 1 and 0 to `count` - 1, one per vote.
        values: 1, -1 or 0.
        times: when each vote was cast, in any unit; without it a later entry is a later vote.

    Raises:
        ValueError: lists of different length, an unknown number, or a value outside {-1, 0, 1}.

    >>> votes = gather([0, 0, 1], [0, 0, 0], [1, -1, 0], people=2, count=1, times=[5, 4, 1])
    >>> votes.value.tolist()
    [1, 0]
    """
    person, statement = np.asarray(participants), np.asarray(statements)
    value = np.asarray(values)
    if not person.shape == statement.shape == value.shape or person.ndim != 1:
        raise ValueError(f"{person.size} participants, {statement.size} statements, {value.size} votes")
    _check("participant", person, people)
    _check("statement", statement, count)
    odd = np.flatnonzero((value != 1) & (value != 0) & (value != -1))
    if odd.size:
        raise ValueError(f"vote {odd[0]} is {value[odd[0]]}: a vote is 1, 0 or -1")
    cell = person.astype(np.int64) * count + statement
    if times is not None:
        order = np.argsort(np.asarray(times), kind="stable")
        cell, value = cell[order], value[order]
    cell, value = _last(cell, value.astype(np.int8), people * count)
    return Votes(
        people,
        count,
        (cell // max(count, 1)).astype(np.int32),
        (cell % max(count, 1)).astype(np.int32),
        value,
    )


def mask(rejected: ArrayLike, statements: int) -> NDArray[np.bool_]:
    """Return one truth value per statement.

    Raises:
        ValueError: there are more or fewer.
    """
    values = np.asarray(rejected, dtype=bool)
    if values.shape != (statements,):
        raise ValueError(f"rejected has {values.size} entries, there are {statements} statements")
    return values


def given_labels(labels: ArrayLike, people: int) -> NDArray[np.int64]:
    """Return one group number per person, -1 for none.

    Raises:
        ValueError: there are more or fewer labels, or one below -1.
    """
    values = np.asarray(labels, dtype=np.int64)
    if values.shape != (people,):
        raise ValueError(f"labels has {values.size} entries, there are {people} people")
    if values.size and values.min() < -1:
        raise ValueError(f"label {values.min()}: groups are numbered from 0, and -1 stands for none")
    return values


def _check(what: str, numbers: NDArray[np.integer], count: int) -> None:
    if numbers.size and (numbers.min() < 0 or numbers.max() >= count):
        bad = numbers[(numbers < 0) | (numbers >= count)][0]
        raise ValueError(f"{what} {bad} is unknown: there are {count}, numbered from 0")


def _last(
    cell: NDArray[np.int64], value: NDArray[np.int8], cells: int
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Return the cells that occur, ascending, with the value that came last."""
    if cells <= MOST_CELLS:
        unseen = 2
        table = np.full(cells, unseen, np.int8)
        table[cell] = value
        found = np.flatnonzero(table != unseen)
        return found, table[found]
    order = np.argsort(cell, kind="stable")
    cell, value = cell[order], value[order]
    last = np.concatenate([cell[1:] != cell[:-1], [True]])[: cell.size]
    return cell[last], value[last]
