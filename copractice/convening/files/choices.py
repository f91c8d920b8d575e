"""Choices between two ideas, exported from All Our Ideas: ideas in `ideas.csv`, one choice a row in `votes.csv`.

Of a person's choices between the same two ideas the last row counts, whichever stood on the left. Rows that
the export marks as not valid are left out, as are ideas that were taken out of play there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from copractice.communities.files import BadTable, Fault, Row, gettext_noop, read_rows
from copractice.convening.states import StatementState

IDEAS = ("idea_id", "idea_text")
CHOICES = ("session", "winner", "loser")
TABLES = {"ideas.csv": IDEAS, "votes.csv": CHOICES}
ACTIVE = {
    "TRUE": StatementState.ACCEPTED,
    "1": StatementState.ACCEPTED,
    "FALSE": StatementState.REJECTED,
    "0": StatementState.REJECTED,
}
LONGEST_TEXT = 5000
LONGEST_NAME = 200
MOST_IDEAS = 3000  # as many as can be ranked
MOST_CHOICES = 1_000_000
STEP = 2000

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Idea:
    """One idea, numbered by its place in the file."""

    number: int
    text: str
    state: StatementState


@dataclass(frozen=True)
class Choices:
    """What both files say: ideas by their id; for each person and two ideas the winner; rows left out."""

    ideas: dict[str, Idea]
    choices: dict[tuple[str, frozenset[str]], tuple[str, str]]
    valid: int
    invalid: int

    @property
    def people(self) -> list[str]:
        """Return who chose, in the order of their first row."""
        return list(dict.fromkeys(person for person, _pair in self.choices))


def read_choices(
    ideas: tuple[str, Iterable[bytes]], votes: tuple[str, Iterable[bytes]], *, progress: Progress
) -> Choices:
    """Read both files, each a name with its lines; raises `BadTable` at the first fault."""
    read = _read_ideas(*ideas)
    choices: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    count = invalid = 0
    rows = read_rows(votes[0], votes[1], CHOICES, others=TABLES, most=MOST_CHOICES)
    for count, row in enumerate(rows, start=1):
        person, winner, loser, is_valid = _choice(row, read)
        if is_valid:
            choices[person, frozenset((winner, loser))] = (winner, loser)
        else:
            invalid += 1
        if count % STEP == 0:
            progress(count)
    return Choices(read, choices, count - invalid, invalid)


def _read_ideas(name: str, lines: Iterable[bytes]) -> dict[str, Idea]:
    ideas: dict[str, Idea] = {}
    for number, row in enumerate(read_rows(name, lines, IDEAS, others=TABLES, most=MOST_IDEAS), start=1):
        code, text = row.cells["idea_id"].strip(), row.cells["idea_text"].strip()
        if not code or code in ideas:
            sentence = gettext_noop(
                "each idea needs an id of its own; this one is empty or stands there twice"
            )
            raise BadTable(row.fault("idea_id", sentence))
        if not text or len(text) > LONGEST_TEXT:
            sentence = gettext_noop("a statement has 1 to %(most)s characters, this has %(found)s")
            raise BadTable(row.fault("idea_text", sentence, {"most": LONGEST_TEXT, "found": len(text)}))
        is_active = row.read("active", _active, "TRUE or FALSE") if "active" in row.cells else None
        ideas[code] = Idea(number, text, is_active or StatementState.ACCEPTED)
    if not ideas:
        raise BadTable(Fault(gettext_noop("there is no idea in this file"), {}, name))
    return ideas


def _choice(row: Row, ideas: dict[str, Idea]) -> tuple[str, str, str, bool]:
    person = row.cells["session"].strip()
    if not person or len(person) > LONGEST_NAME:
        raise BadTable(row.fault("session", gettext_noop("nobody is named")))
    named = []
    for column in ("winner", "loser"):
        code = row.cells[column].strip()
        if code not in ideas:
            sentence = gettext_noop("idea %(idea)s is not in the file of ideas")
            raise BadTable(row.fault(column, sentence, {"idea": code[:40]}))
        named.append(code)
    winner, loser = named
    if winner == loser:
        raise BadTable(row.fault("loser", gettext_noop("an idea stands against itself")))
    is_valid = row.read("valid", _valid, "1 or 0") if "valid" in row.cells else True
    return person, winner, loser, is_valid


def _active(cell: str) -> StatementState:
    if cell.strip().upper() not in ACTIVE:
        raise ValueError
    return ACTIVE[cell.strip().upper()]


def _valid(cell: str) -> bool:
    if cell not in {"1", "0"}:
        raise ValueError
    return cell == "1"
