"""The opinions' public peer, red-dwarf, in processes of its own so that its memory is not counted as ours."""

from collections.abc import Callable

from reddwarf.implementations.base import run_pipeline

from bench.opinions import REAL, planted, sizes
from copractice.engine.opinions import Votes
from copractice.engine.tests.conversations import load
from copractice.engine.tests.invented import votes_of


def pipeline(votes: Votes, rejected: list[int]) -> Callable[[], list[int]]:
    """Prepare the peer's whole pipeline on votes."""
    rows = [
        {"participant_id": person, "statement_id": statement, "vote": value}
        for person, statement, value in zip(
            votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True
        )
    ]

    def run() -> list[int]:
        result = run_pipeline(rows, mod_out_statement_ids=rejected, random_state=0)
        assert result.clusterer is not None
        return sorted(sizes(result.clusterer.labels_), reverse=True)

    return run


def _real(name: str) -> Callable[[], list[int]]:
    talk = load(name)
    return pipeline(votes_of(talk), talk.rejected.nonzero()[0].tolist())


def seattle() -> Callable[[], list[int]]:
    """Prepare the smallest conversation."""
    return _real(REAL["seattle"])


def canada() -> Callable[[], list[int]]:
    """Prepare the middle conversation."""
    return _real(REAL["canada"])


def scoop() -> Callable[[], list[int]]:
    """Prepare the largest conversation."""
    return _real(REAL["scoop"])


def large() -> Callable[[], list[int]]:
    """Prepare 50,000 people."""
    return pipeline(planted(50_000, 300), [])


def room() -> Callable[[], list[int]]:
    """Prepare a room of 150 people."""
    return pipeline(planted(150, 100), [])
