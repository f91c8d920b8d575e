"""The real conversations and pairs in `data/`, as the arrays that the engine takes."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
CONVERSATIONS = ("15-per-hour-seattle", "canadian-electoral-reform", "scoop-hivemind.biodiversity")


@dataclass(frozen=True)
class Conversation:
    """Votes as (participant, statement, value), the ids behind the numbers, and the reference's answers."""

    people: list[str]
    statements: list[int]
    participant: np.ndarray
    statement: np.ndarray
    value: np.ndarray
    rejected: np.ndarray
    expected: dict

    @property
    def size(self):
        """How many people and statements there are."""
        return len(self.people), len(self.statements)


def load(name):
    """Read one conversation from its participants-votes.csv and comments.csv."""
    with open(DATA / name / "participants-votes.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    first = next(i for i, column in enumerate(rows[0]) if column.isdigit())
    statements = [int(column) for column in rows[0][first:]]
    cells = np.array([row[first:] for row in rows[1:]])
    participant, statement = np.nonzero(cells != "")
    with open(DATA / name / "comments.csv", encoding="utf-8", newline="") as stream:
        moderated = {int(row["comment-id"]) for row in csv.DictReader(stream) if row["moderated"] == "-1"}
    return Conversation(
        people=[row[0] for row in rows[1:]],
        statements=statements,
        participant=participant,
        statement=statement,
        value=cells[participant, statement].astype(np.int64),
        rejected=np.array([number in moderated for number in statements]),
        expected=json.loads((DATA / name / "expected.json").read_text(encoding="utf-8")),
    )


def load_pairs():
    """Winners and losers of the valid choices, and the reference's ranking."""
    folder = DATA / "aoi-job-training"
    with open(folder / "votes.csv", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["valid"] == "1"]
    ids = sorted({int(row[side]) for row in rows for side in ("winner", "loser")})
    place = {idea: i for i, idea in enumerate(ids)}
    winners = np.array([place[int(row["winner"])] for row in rows])
    losers = np.array([place[int(row["loser"])] for row in rows])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return ids, winners, losers, expected
