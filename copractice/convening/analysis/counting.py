"""Counts: votes on each accepted statement → shares with intervals and what may be said of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import F

from copractice.convening.analysis.outcomes import Outcome
from copractice.convening.models import Analysis, Convening, Statement, Vote
from copractice.convening.queries.convenings import counted, statements_of, turnout
from copractice.convening.states import StatementState
from copractice.engine import tallies
from copractice.engine.tallies import Counts, Share, Tally, judge


def count_votes(convening: Convening) -> Outcome:
    """Count the votes on every accepted statement as they stand now."""
    judged = [asdict(tally) for _statement, tally in tallied(statements_of(convening))]
    result: dict[str, Any] = {"turnout": turnout(convening), "tallies": judged}
    return Outcome(tallies.METHOD, tallies.VERSION, votes_sha256(convening), result)


def tallied(shown: Iterable[Statement]) -> list[tuple[Statement, Tally]]:
    """Return statements with what may be said of each now."""
    rows = counted(shown)
    counts = [Counts(str(row.number), n["agree"], n["passed"], n["disagree"]) for row, n in rows]
    return [(row, tally) for (row, _n), tally in zip(rows, judge(counts), strict=True)]


def votes_sha256(convening: Convening) -> str:
    """Return the SHA-256 of the votes that count: `statement,voter,value` lines in that order."""
    votes = Vote.objects.filter(statement__convening=convening, statement__state=StatementState.ACCEPTED)
    digest = hashlib.sha256()
    rows = votes.order_by("statement__number", "voter_id").values_list(
        F("statement__number"), "voter_id", "value"
    )
    for number, voter, value in rows.iterator(chunk_size=5000):
        digest.update(f"{number},{voter},{value}\n".encode())
    return digest.hexdigest()


def tallies_of(analysis: Analysis) -> list[Tally]:
    """Return the tallies of a frozen result."""
    return [_from_json(row) for row in analysis.result["tallies"]]


def _from_json(row: dict[str, Any]) -> Tally:
    return Tally(
        counts=Counts(**row["counts"]),
        agreeing=Share(**row["agreeing"]),
        disagreeing=Share(**row["disagreeing"]),
        finding=row["finding"],
    )
