"""Pairs: a million choices beside choix, one vote, the next pair, and the coverage of the intervals."""

from collections.abc import Callable, Iterable

import numpy as np
from scipy.special import expit

from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.ranking import fit, next_pair, rank, update

ITEMS, CHOICES = 1000, 1_000_000


def rows() -> Iterable[Row]:
    """Measure ours and the peer in processes of their own."""
    ours, peer = measure("bench.ranking:errors"), measure("bench.ranking_peer:ilsr", runs=1)
    case, note = "1,000 items, 1 M pairs", f"(peer without errors, {peer.peak_mb:.0f} MB)"
    name = "choix ilsr_pairwise"
    yield Row("pairs with errors", case, ours.seconds, ours.peak_mb, name, peer.seconds, ">= 8x", note)
    for step in ("one_choice", "pair"):
        ours = measure(f"bench.ranking:{step}")
        yield Row("pairs, live", f"{case}, {step}", ours.seconds, ours.peak_mb, "-", None, "-")
    done = measure("bench.ranking:coverage", runs=1)
    note = str(done.value)
    yield Row("gate: coverage", "95 % intervals", done.seconds, done.peak_mb, "-", None, "93-97 %", note)


def choices(theta: np.ndarray, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw uniform pairs and who wins them."""
    first = rng.integers(0, theta.size, count)
    second = (first + rng.integers(1, theta.size, count)) % theta.size
    won = rng.random(count) < expit(theta[first] - theta[second])
    return np.where(won, first, second), np.where(won, second, first)


def million() -> tuple[np.ndarray, np.ndarray]:
    """The synthetic case: theta ~ N(0, 1), uniform pairs."""
    rng = np.random.default_rng(3)
    return choices(rng.normal(0, 1, ITEMS), CHOICES, rng)


def errors() -> Callable[[], int]:
    """Prepare a ranking with standard errors and rank intervals."""
    winners, losers = million()
    return lambda: int(rank(winners, losers, items=ITEMS).order[0])


def one_choice() -> Callable[[], None]:
    """Prepare one more choice."""
    strengths = fit(*million(), items=ITEMS)
    return lambda: update(strengths, 1, 2) and None


def pair() -> Callable[[], None]:
    """Prepare the choice of a pair."""
    strengths = fit(*million(), items=ITEMS)
    return lambda: next_pair(strengths, [(1, 2)], seed=0) and None


def coverage() -> Callable[[], dict[str, list[float]]]:
    """Simulate how often the intervals of strengths and ranks hold the truth."""

    def run() -> dict[str, list[float]]:
        found = {}
        for items, count, spread in (
            (10, 100, 1.0),
            (30, 300, 1.0),
            (30, 3000, 1.0),
            (100, 1000, 0.5),
            (30, 600, 2.0),
        ):
            rng = np.random.default_rng(items + count)
            hits = []
            for _ in range(400):
                theta = rng.normal(0, spread, items)
                result = rank(*choices(theta, count, rng), items=items)
                true = 1 + np.argsort(np.argsort(-theta))
                strength = np.abs(result.theta - theta + theta.mean()) <= 1.96 * result.se
                ranks = (result.rank_low <= true) & (true <= result.rank_high)
                hits.append((strength.mean(), ranks.mean()))
            found[f"{items} items, {count} choices"] = np.mean(hits, 0).round(4).tolist()
        return found

    return run
