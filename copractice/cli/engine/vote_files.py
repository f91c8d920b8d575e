"""Votes on statements from CSV: events (one row per vote) or a wide table (one row per participant)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copractice.cli.engine.columns import Chunk, Codes, read_chunks, read_header
from copractice.cli.engine.tables import BadFile, read_rows
from copractice.communities.files.tables import Fault
from copractice.engine.opinions import Votes, gather

EVENTS = ("voter-id", "comment-id", "vote")
VOTE = "1, 0 or -1"


@dataclass(frozen=True, eq=False)
class Conversation:
    """Votes with the names of people and statements as the file has them, and what was rejected."""

    people: list[str]
    statements: list[str]
    votes: Votes
    rejected: NDArray[np.bool_]


def read_conversation(votes: str | Path, comments: str | Path | None) -> Conversation:
    """Read votes, and from comments.csv which statements were rejected (moderated -1).

    Raises:
        BadFile: naming file, line and column.
    """
    header = read_header(votes)
    wide = "participant" in header
    conversation = _read_wide(votes, header) if wide else _read_events(votes)
    if comments is None:
        return conversation
    moderated = _rejected(comments)
    rejected = np.array([name in moderated for name in conversation.statements], dtype=bool)
    return Conversation(conversation.people, conversation.statements, conversation.votes, rejected)


def _read_events(path: str | Path) -> Conversation:
    people, statements = Codes(), Codes()
    found: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8], NDArray[np.int64] | None]] = []
    for chunk in read_chunks(path, EVENTS, ["timestamp"]):
        times = chunk.integers("timestamp", "a whole number") if "timestamp" in chunk.cells else None
        found.append(
            (
                people.encode(chunk, "voter-id").astype(np.int32),
                statements.encode(chunk, "comment-id").astype(np.int32),
                chunk.integers("vote", VOTE, (-1, 0, 1)).astype(np.int8),
                times,
            )
        )
    if not found:
        raise BadFile(Fault("there are no votes", {}, str(path), 2))
    names, place = people.ordered()
    texts, statement_place = statements.ordered()
    votes = gather(
        place[np.concatenate([part[0] for part in found])],
        statement_place[np.concatenate([part[1] for part in found])],
        np.concatenate([part[2] for part in found]),
        people=len(names),
        count=len(texts),
        times=None
        if found[0][3] is None
        else np.concatenate([part[3] for part in found if part[3] is not None]),
    )
    return Conversation(names, texts, votes, np.zeros(len(texts), bool))


def _read_wide(path: str | Path, header: list[str]) -> Conversation:
    """Read one row per participant: statements are the columns whose name is a whole number."""
    statements = sorted((column for column in header if column.isdecimal()), key=int)
    if not statements:
        raise BadFile(
            Fault("no statement columns; found %(found)s", {"found": ", ".join(header)}, str(path), 1)
        )
    people = Codes()
    person, statement, value = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for chunk in read_chunks(path, ["participant", *statements]):
        before = len(people.numbers)
        rows = people.encode(chunk, "participant")
        if len(people.numbers) != before + rows.size:
            _refuse_repeated(chunk, before, people)
        for number, column in enumerate(statements):
            cells = np.array(chunk.cells[column])
            answered = np.flatnonzero(cells != "")
            part = Chunk(
                chunk.file, [chunk.lines[i] for i in answered.tolist()], {column: cells[answered].tolist()}
            )
            value.append(part.integers(column, f"{VOTE} or empty", (-1, 0, 1)))
            person.append(rows[answered])
            statement.append(np.full(answered.size, number))
    if not people.numbers:
        raise BadFile(Fault("there are no participants", {}, str(path), 2))
    names, place = people.ordered()
    votes = gather(
        place[np.concatenate(person)],
        np.concatenate(statement),
        np.concatenate(value),
        people=len(names),
        count=len(statements),
    )
    return Conversation(names, statements, votes, np.zeros(len(statements), bool))


def _refuse_repeated(chunk: Chunk, before: int, people: Codes) -> None:
    known = set(list(people.numbers)[:before])

    def new(name: str) -> bool:
        fresh = name not in known
        known.add(name)
        return fresh

    chunk.refuse("participant", new, "new, it stands there twice")


def _rejected(path: str | Path) -> set[str]:
    """Return the ids of statements that were rejected."""
    rejected: dict[str, int] = {}
    for row in read_rows(path, ["comment-id", "moderated"]):
        name = row.cells["comment-id"]
        if name in rejected:
            raise BadFile(row.fault("comment-id", "%(name)s stands there twice", {"name": repr(name)}))
        rejected[name] = row.read("moderated", _moderation, "1, 0 or -1")
    return {name for name, state in rejected.items() if state == -1}


def _moderation(text: str) -> int:
    if int(text) not in (-1, 0, 1):
        raise ValueError(text)
    return int(text)


def read_labels(path: str | Path, people: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Read participant,group; return a number per person (-1 for none) and the groups' names.

    Raises:
        BadFile: naming file, line and column; a participant who cast no vote is unknown.
    """
    place = {name: i for i, name in enumerate(people)}
    given: dict[int, str] = {}
    for row in read_rows(path, ["participant", "group"]):
        name = row.cells["participant"]
        if name not in place:
            raise BadFile(row.fault("participant", "%(name)s cast no vote", {"name": repr(name)}))
        if place[name] in given:
            raise BadFile(row.fault("participant", "%(name)s stands there twice", {"name": repr(name)}))
        if row.cells["group"]:
            given[place[name]] = row.cells["group"]
    codes = Codes({name: i for i, name in enumerate(dict.fromkeys(given.values()))})
    names, order = codes.ordered()
    labels = np.full(len(people), -1)
    for person, group in given.items():
        labels[person] = order[codes.numbers[group]]
    return labels, names
