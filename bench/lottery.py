"""Lottery: leximin on the public pool of 150, beside sortition-algorithms; then larger pools."""

import csv
import functools
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.lottery import lottery

FOLDERS = [parent / "shared" / "data" / "selection" for parent in Path(__file__).parents]
DATA = next((folder for folder in FOLDERS if folder.is_dir()), None)


def rows() -> Iterable[Row]:
    """Measure ours and the peer in processes of their own."""
    if DATA is not None:
        peer = measure("bench.lottery_peer:leximin", runs=1)
        ours = measure("bench.lottery:leximin")
        note = f"(lowest, highest, Gini {ours.value}; peer {peer.value})"
        name = "sortition-algorithms"
        yield Row("leximin", "fixture 150/22", ours.seconds, ours.peak_mb, name, peer.seconds, ">= 6x", note)
        for objective in ("maximin", "goldilocks"):
            done = measure(f"bench.lottery:{objective}")
            note = f"(lowest, highest, Gini {done.value})"
            yield Row(objective, "fixture 150/22", done.seconds, done.peak_mb, "-", None, "-", note)
    for people, seats in ((1200, 60), (2000, 200)):
        done = measure(f"bench.lottery:pool_{people}", runs=1)
        note = f"(lowest, highest, Gini {done.value})"
        case = f"synthetic {people}/{seats}"
        yield Row("leximin", case, done.seconds, done.peak_mb, "-", None, "-", note)


def fixture() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of pool and quotas."""
    assert DATA is not None
    tables = []
    for name in ("pool.csv", "quotas.csv"):
        with open(DATA / "sortition_sf_fixture_22" / name, encoding="utf-8", newline="") as stream:
            tables.append(list(csv.DictReader(stream)))
    return tables[0], tables[1]


def _ours(objective: str) -> Callable[[], list[float]]:
    people, quotas = fixture()
    labels = np.array([[person[q["feature"]] == q["value"] for q in quotas] for person in people], dtype=int)
    low, high = ([int(q[side]) for q in quotas] for side in ("min", "max"))

    def run() -> list[float]:
        result = lottery(labels, low, high, 22, objective=objective)
        return [round(value, 4) for value in (result.min, result.max, result.gini)]

    return run


leximin = functools.partial(_ours, "leximin")
maximin = functools.partial(_ours, "maximin")
goldilocks = functools.partial(_ours, "goldilocks")


def _synthetic(people: int, seats: int) -> Callable[[], list[float]]:
    """Return a pool with seven features whose quotas lie within 1 of the population's proportions."""
    rng = np.random.default_rng(people)
    blocks, shares = [], []
    for values in (2, 4, 4, 8, 5, 3, 2):
        skewed = rng.dirichlet(np.full(values, 3.0))
        blocks.append(np.eye(values, dtype=int)[rng.choice(values, people, p=skewed)])
        shares.append(np.full(values, 1 / values) * 0.5 + skewed * 0.5)
    labels, share = np.hstack(blocks), np.concatenate(shares)
    low = np.minimum(np.floor(share * seats) - 1, labels.sum(axis=0)).clip(0)
    high = np.ceil(share * seats) + 1

    def run() -> list[float]:
        result = lottery(labels, low, high, seats)
        return [round(value, 4) for value in (result.min, result.max, result.gini)]

    return run


pool_1200 = functools.partial(_synthetic, 1200, 60)
pool_2000 = functools.partial(_synthetic, 2000, 200)
