"""What the engine says of a convening: rows → engine → results that can be stored and made again."""

from collections.abc import Callable, Iterator

from copractice.convening.analysis import opinion_map, ranking, shares
from copractice.convening.analysis.counting import count_votes, tallied, tallies_of, votes_sha256
from copractice.convening.analysis.outcomes import Outcome, is_same, kept_sha256
from copractice.convening.models import Analysis, Convening
from copractice.engine import tallies
from copractice.engine.tallies import Tally, strongest

__all__ = [
    "COUNTS",
    "Outcome",
    "Tally",
    "count_votes",
    "differences",
    "kept_sha256",
    "methods_for",
    "strongest",
    "tallied",
    "tallies_of",
    "votes_sha256",
]

COUNTS = tallies.METHOD
MAKERS: dict[str, Callable[[Convening], Outcome]] = {
    COUNTS: count_votes,
    opinion_map.METHOD: opinion_map.map_opinions,
    ranking.METHOD: ranking.rank_pairs,
    shares.METHOD: shares.share_dots,
}


def methods_for(convening: Convening) -> Iterator[Callable[[Convening], Outcome]]:
    """Return what is made of a convening when it closes: counts first, then whatever else people were asked."""
    yield count_votes
    yield opinion_map.map_opinions
    if convening.has_pairs:
        yield ranking.rank_pairs
    if convening.dots_each:
        yield shares.share_dots


def differences(analysis: Analysis) -> list[str]:
    """Make a frozen result again from what is stored now, and name what is not the same.

    A row that is not as it was kept, to the byte, is named as `row`.
    """
    again = MAKERS[analysis.method](analysis.convening)
    parts = {
        "method": (analysis.method, again.method),
        "version": (analysis.version, again.version),
        "seed": (analysis.seed, again.seed),
        "input": (analysis.input_sha256, again.input_sha256),
        "result": (analysis.result, again.result),
    }
    differing = [name for name, (kept, made) in parts.items() if not is_same(kept, made)]
    is_whole = analysis.kept_sha256 in {"", kept_sha256(analysis)}
    return differing if is_whole else ["row", *differing]
