"""A conversation exported from Polis: statements in `comments.csv`, every vote ever cast in `votes.csv`.

The last vote of a person on a statement counts, by its timestamp; of two at the same millisecond the later
row. A missing pair means "not seen", never "pass".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from copractice.communities.files import BadTable, Fault, Row, gettext_noop, read_rows
from copractice.convening.states import StatementState

COMMENTS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
VOTES = ("timestamp", "comment-id", "voter-id", "vote")
TABLES = {"comments.csv": COMMENTS, "votes.csv": VOTES}
MODERATED = {"1": StatementState.ACCEPTED, "0": StatementState.WAITING, "-1": StatementState.REJECTED}
LONGEST_TEXT = 5000
MOST_COMMENTS = 10_000
MOST_VOTES = 1_000_000
STEP = 2000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Comment:
    """One statement of the conversation."""

    number: int
    author: str
    state: StatementState
    text: str
    at: datetime


@dataclass(frozen=True)
class Conversation:
    """What both files say: statements by number, and each person's last vote on each of them."""

    comments: dict[int, Comment]
    votes: dict[tuple[str, int], tuple[int, datetime]]
    events: int

    @property
    def people(self) -> list[str]:
        """Return who voted, in the order of their first row."""
        return list(dict.fromkeys(voter for voter, _number in self.votes))


def read_conversation(
    comments: tuple[str, Iterable[bytes]], votes: tuple[str, Iterable[bytes]], *, progress: Progress
) -> Conversation:
    """Read both files, each a name with its lines; raises `BadTable` at the first fault."""
    read = _read_comments(*comments)
    cast: dict[tuple[str, int], tuple[int, int]] = {}
    events = 0
    rows = read_rows(votes[0], votes[1], VOTES, others=TABLES, most=MOST_VOTES)
    for events, row in enumerate(rows, start=1):
        at, number, voter, value = _vote(row, read)
        before = cast.get((voter, number))
        if before is None or at >= before[1]:
            cast[voter, number] = (value, at)
        if events % STEP == 0:
            progress(events)
    latest = {pair: (value, _instant(at)) for pair, (value, at) in cast.items()}
    return Conversation(read, latest, events)


def _read_comments(name: str, lines: Iterable[bytes]) -> dict[int, Comment]:
    comments: dict[int, Comment] = {}
    for row in read_rows(name, lines, COMMENTS, others=TABLES, most=MOST_COMMENTS):
        comment = _comment(row)
        if comment.number in comments:
            raise BadTable(row.fault("comment-id", gettext_noop("this statement stands there twice")))
        comments[comment.number] = comment
    if not comments:
        raise BadTable(Fault(gettext_noop("there is no statement in this file"), {}, name))
    return comments


def _comment(row: Row) -> Comment:
    text = row.cells["comment-body"].strip()
    if not text or len(text) > LONGEST_TEXT:
        sentence = gettext_noop("a statement has 1 to %(most)s characters, this has %(found)s")
        values = {"most": LONGEST_TEXT, "found": len(text)}
        raise BadTable(row.fault("comment-body", sentence, values))
    return Comment(
        number=row.read("comment-id", _number, "a whole number from 0 on"),
        author=row.cells["author-id"],
        state=row.read("moderated", _moderated, "1, 0 or -1"),
        text=text,
        at=_instant(row.read("timestamp", _milliseconds, "a time in milliseconds since 1970")),
    )


def _vote(row: Row, comments: dict[int, Comment]) -> tuple[int, int, str, int]:
    number = row.read("comment-id", _number, "a whole number from 0 on")
    if number not in comments:
        sentence = gettext_noop("statement %(number)s is not in the file of statements")
        raise BadTable(row.fault("comment-id", sentence, {"number": number}))
    voter = row.cells["voter-id"].strip()
    if not voter:
        raise BadTable(row.fault("voter-id", gettext_noop("nobody is named")))
    at = row.read("timestamp", _milliseconds, "a time in milliseconds since 1970")
    return at, number, voter, row.read("vote", _value, "1 (agree), 0 (pass) or -1 (disagree)")


def _number(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        raise ValueError
    return int(cell)


def _moderated(cell: str) -> StatementState:
    if cell not in MODERATED:
        raise ValueError
    return MODERATED[cell]


def _value(cell: str) -> int:
    if cell not in {"1", "0", "-1"}:
        raise ValueError
    return int(cell)


def _milliseconds(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 13):
        raise ValueError
    return int(cell)


def _instant(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)
