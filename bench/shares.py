"""Dots: exact equal shares beside abcvoting's float arithmetic, and a hundred thousand ballots."""

from collections.abc import Callable, Iterable

import numpy as np

from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.shares import elect

ITEMS, SEATS = 100, 20


def rows() -> Iterable[Row]:
    """Measure ours and the peer in processes of their own."""
    ours, peer = measure("bench.shares:ten_thousand"), measure("bench.shares_peer:floats", runs=1)
    same = "same committee" if ours.value == peer.value else f"committees differ: {ours.value} {peer.value}"
    note = f"({same}; peer {peer.peak_mb:.0f} MB)"
    case, name = "10,000 x 100, k = 20", "abcvoting, floats"
    yield Row("equal shares, exact", case, ours.seconds, ours.peak_mb, name, peer.seconds, ">= 15x", note)
    ours = measure("bench.shares:hundred_thousand")
    case = "100,000 x 100, k = 20"
    yield Row("equal shares, exact", case, ours.seconds, ours.peak_mb, "-", None, "-")


def approvals(people: int) -> tuple[np.ndarray, np.ndarray]:
    """The synthetic case: five blocs, Dirichlet(.3) tastes, Poisson(10) approvals."""
    rng = np.random.default_rng(5)
    tastes = rng.dirichlet(np.full(ITEMS, 0.3), 5)
    bloc = rng.choice(5, people, p=[0.35, 0.25, 0.2, 0.12, 0.08])
    size = np.clip(rng.poisson(10, people), 1, ITEMS)
    marks = [
        rng.choice(ITEMS, min(int(n), np.count_nonzero(tastes[b])), replace=False, p=tastes[b])
        for b, n in zip(bloc, size, strict=True)
    ]
    return np.repeat(np.arange(people), [each.size for each in marks]), np.concatenate(marks)


def _elect(people: int) -> Callable[[], list[int]]:
    who, what = approvals(people)
    return lambda: sorted(elect(who, what, items=ITEMS, seats=SEATS).winners)


def ten_thousand() -> Callable[[], list[int]]:
    """Prepare 10,000 ballots."""
    return _elect(10_000)


def hundred_thousand() -> Callable[[], list[int]]:
    """Prepare 100,000 ballots."""
    return _elect(100_000)
