from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copractice.communities.files import BadTable
from copractice.convening.files.conversation import Conversation, read_conversation
from copractice.convening.states import StatementState

SEATTLE = Path(__file__).parents[2] / "engine" / "tests" / "data" / "15-per-hour-seattle"
COMMENTS = "timestamp,comment-id,author-id,moderated,comment-body\n"
VOTES = "timestamp,comment-id,voter-id,vote\n"
ONE = COMMENTS + '1403054214196,0,9,1,"Pay, every\nhour"\n'


def read(comments: str | bytes, votes: str | bytes) -> Conversation:
    def lines(text: str | bytes) -> Iterator[bytes]:
        yield from (text if isinstance(text, bytes) else text.encode()).splitlines(keepends=True)

    return read_conversation(
        ("comments.csv", lines(comments)), ("votes.csv", lines(votes)), progress=lambda done: None
    )


def complaint(comments: str | bytes, votes: str | bytes) -> str:
    with pytest.raises(BadTable) as error:
        read(comments, votes)
    return str(error.value)


def test_a_real_conversation_is_read_whole() -> None:
    said = read((SEATTLE / "comments.csv").read_bytes(), (SEATTLE / "votes.csv").read_bytes())
    states = [comment.state for comment in said.comments.values()]
    assert [states.count(state) for state in ("accepted", "waiting", "rejected")] == [30, 1, 23]
    assert (said.events, len(said.votes), len(said.people)) == (2995, 2872, 339)
    values = [value for value, _at in said.votes.values()]
    assert (values.count(1), values.count(-1)) == (1358, 922)


def test_a_statement_keeps_its_lines_its_state_and_its_time() -> None:
    comment = read(ONE, VOTES).comments[0]
    assert (comment.text, comment.state, comment.author) == ("Pay, every\nhour", StatementState.ACCEPTED, "9")
    assert comment.at == datetime(2014, 6, 18, 1, 16, 54, 196000, tzinfo=UTC)


def test_the_last_vote_counts_by_time_and_then_by_row() -> None:
    said = read(ONE, VOTES + "30,0,a,1\n20,0,a,-1\n5,0,b,1\n5,0,b,0\n")
    assert {who: value for (who, _number), (value, _at) in said.votes.items()} == {"a": 1, "b": 0}
    assert said.events == 4


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ("1,0,a,2\n", "votes.csv, line 2, column vote: '2' is not 1 (agree), 0 (pass) or -1 (disagree)"),
        ("1,0,a,１\n", "votes.csv, line 2, column vote: '１' is not 1 (agree), 0 (pass) or -1 (disagree)"),
        (
            "1,0,a,1\n1,7,a,1\n",
            "votes.csv, line 3, column comment-id: statement 7 is not in the file of statements",
        ),
        ("1,x,a,1\n", "votes.csv, line 2, column comment-id: 'x' is not a whole number from 0 on"),
        (
            "noon,0,a,1\n",
            "votes.csv, line 2, column timestamp: 'noon' is not a time in milliseconds since 1970",
        ),
        ("1,0,,1\n", "votes.csv, line 2, column voter-id: nobody is named"),
        ("1,0,a\n", "votes.csv, line 2: 3 cells, the header has 4"),
    ],
)
def test_a_bad_vote_is_named_by_line_and_column(votes: str, said: str) -> None:
    assert complaint(ONE, VOTES + votes) == said


def test_files_that_changed_places_are_recognized() -> None:
    assert "this looks like the file “votes.csv”" in complaint(VOTES + "1,0,a,1\n", ONE)


@pytest.mark.parametrize(
    ("comments", "said"),
    [
        ("1,0,9,3,text\n", "comments.csv, line 2, column moderated: '3' is not 1, 0 or -1"),
        (
            "1,0,9,1,\n",
            "comments.csv, line 2, column comment-body: a statement has 1 to 5000 characters, this has 0",
        ),
        (
            "1,0,9,1,a\n1,0,9,1,b\n",
            "comments.csv, line 3, column comment-id: this statement stands there twice",
        ),
        ("", "comments.csv: there is no statement in this file"),
    ],
)
def test_a_bad_statement_is_named_by_line_and_column(comments: str, said: str) -> None:
    assert complaint(COMMENTS + comments, VOTES) == said


def test_mixed_encodings_are_refused_at_their_line() -> None:
    mixed = COMMENTS.encode() + "1,0,9,1,caf\u00e9\n".encode() + "1,1,9,1,caf\u00e9\n".encode("latin-1")
    assert complaint(mixed, VOTES).startswith("comments.csv, line 3: character 12 is not UTF-8 text")
