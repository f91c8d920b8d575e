"""Synthetic questions for assignment, calibration and portfolio, the same in every run."""

import numpy as np

from copractice.engine.assignment import Docket
from copractice.engine.portfolio import Pool, Rule

# Shares of categories and of marks in the published pool of 100, which the larger pools keep.
SHARES = {
    "sector": [0.27, 0.26, 0.15, 0.12, 0.1, 0.02, 0.02, 0.06],
    "region": [0.14, 0.02, 0.29, 0.1, 0.03, 0.23, 0.04, 0.02, 0.01, 0.01, 0.03, 0.08],
    "size": [0.12, 0.37, 0.3, 0.21],
    "county": [0.03, 0.05, 0.04, 0.11, 0.07, 0.06, 0.05, 0.04, 0.08, 0.04] + [0.043] * 10,
}
FRAMEWORK = [0.14, 0.15, 0.3, 0.24, 0.11, 0.17, 0.11, 0.23, 0.16, 0.14, 0.36, 0.16, 0.04, 0.12, 0.15]
# Minima for the first categories, and the maximum, for ten seats.
LIMITS = {"sector": (range(5), 3), "region": ((0, 2, 3), 3), "size": (range(4), 4), "county": ((), 2)}


def docket(applications: int, reviewers: int, load: int) -> Docket:
    """Affinities from twelve topics, 0.85 of them and 0.15 noise, three decimals, 2 % conflicts."""
    rng = np.random.default_rng(20261124)
    cases = rng.dirichlet(np.full(12, 0.3), applications)
    readers = rng.dirichlet(np.full(12, 0.3), reviewers)
    affinity = cases @ readers.T
    affinity *= 0.85 / affinity.max()
    for row in range(applications):
        affinity[row] += 0.15 * rng.random(reviewers)
    np.round(affinity, 3, out=affinity)
    allowed = np.empty(affinity.shape, dtype=bool)
    for row in range(applications):
        allowed[row] = rng.random(reviewers) >= 0.02
    return Docket(affinity, 3, load, allowed=allowed)


def reviews(items: int, reviewers: int, each: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores with standard deviations 0.6 of items, 0.4 of reviewers and 0.6 of the rest."""
    rng = np.random.default_rng(11)
    rows = np.repeat(np.arange(items), each)
    columns = np.concatenate([rng.choice(reviewers, each, replace=False) for _ in range(items)])
    noise = rng.normal(0, 0.6, items * each)
    return rows, columns, 3 + rng.normal(0, 0.6, items)[rows] + rng.normal(0, 0.4, reviewers)[columns] + noise


def pool(size: int, seats: int) -> Pool:
    """A pool of six families and 60 rules, like the published one of 100, with limits scaled to the seats."""
    rng = np.random.default_rng(2)
    quality = np.round(rng.normal(0, 1, size), 4)
    scale = seats // 10
    rules = []
    for family, shares in SHARES.items():
        category = rng.choice(len(shares), size, p=np.array(shares) / sum(shares))
        wanted, most = LIMITS[family]
        for value in range(len(shares)):
            members = np.flatnonzero(category == value).tolist()
            rules.append(Rule(family, str(value), scale * (value in wanted), scale * most, members))
    first = np.flatnonzero(rng.random(size) < 0.21).tolist()
    rules.append(Rule("first", "1", 3 * scale, seats, first))
    for value, share in enumerate(FRAMEWORK):
        members = np.flatnonzero(rng.random(size) < share).tolist()
        rules.append(Rule("framework", str(value), scale, seats, members))
    return Pool(quality.tolist(), seats, rules)
