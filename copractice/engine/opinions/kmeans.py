"""k-means with several starts, and the silhouette that judges it."""

import numpy as np
from numpy.typing import NDArray

STARTS = 5
MOST_ROUNDS = 100
# The silhouette compares everybody with everybody; of a larger crowd a sample stands for all.
MOST_COMPARED = 5000
BLOCK = 1024


def squared_distances(points: NDArray[np.floating], centers: NDArray[np.floating]) -> NDArray[np.floating]:
    """Squared distance of each point to each center."""
    cross = points @ centers.T
    distances: NDArray[np.floating] = (centers**2).sum(1) - 2 * cross + (points**2).sum(1)[:, None]
    np.maximum(distances, 0, out=distances)
    return distances


def kmeans(
    points: NDArray[np.floating],
    groups: int,
    rng: np.random.Generator,
    starts: int = STARTS,
    rounds: int = MOST_ROUNDS,
) -> tuple[NDArray[np.int64], float]:
    """Return labels and the sum of squared distances of the best of several k-means++ starts.

    Labels are numbered by group size, largest first, so that equal answers look equal.
    """
    best, least = np.zeros(len(points), np.int64), np.inf
    for _ in range(starts):
        labels, spread = _settle(points, _spread_out(points, groups, rng), rounds)
        if spread < least * (1 - 1e-12):
            best, least = labels, spread
    return by_size(best, groups), least


def by_size(labels: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Renumber groups by size, largest first; -1 stays."""
    sizes = np.bincount(labels[labels >= 0], minlength=groups)
    place = np.empty(groups + 1, np.int64)
    place[np.argsort(-sizes, kind="stable")] = np.arange(groups)
    place[groups] = -1
    renumbered: NDArray[np.int64] = place[labels]
    return renumbered


def _spread_out(points: NDArray[np.floating], groups: int, rng: np.random.Generator) -> NDArray[np.floating]:
    """k-means++: each further center is a point drawn by its squared distance to the nearest center."""
    centers = points[[rng.integers(len(points))]]
    nearest = squared_distances(points, centers)[:, 0]
    while len(centers) < groups:
        reach = np.cumsum(nearest)
        chosen = min(int(np.searchsorted(reach, rng.random() * reach[-1], side="right")), len(points) - 1)
        centers = np.concatenate([centers, points[[chosen]]])
        nearest = np.minimum(nearest, squared_distances(points, centers[-1:])[:, 0])
    return centers


def _settle(
    points: NDArray[np.floating], centers: NDArray[np.floating], rounds: int
) -> tuple[NDArray[np.int64], float]:
    """Lloyd's rounds until no label changes; an empty group keeps its center."""
    groups = len(centers)
    labels = np.full(len(points), -1)
    for _ in range(rounds):
        distances = squared_distances(points, centers)
        new = distances.argmin(1)
        if (new == labels).all():
            break
        labels = new
        sizes = np.bincount(labels, minlength=groups)
        sums = np.stack([np.bincount(labels, axis, minlength=groups) for axis in points.T], axis=1)
        centers = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centers)
    return labels, float(distances[np.arange(len(points)), labels].sum())


def silhouette(points: NDArray[np.floating], labels: NDArray[np.int64], rng: np.random.Generator) -> float:
    """Mean over people of (b - a) / max(a, b): a to the own, b to the nearest other group.

    a and b are mean distances; who is alone in a group counts 0. One group gives 0.
    """
    if len(points) > MOST_COMPARED:
        chosen = rng.choice(len(points), MOST_COMPARED, replace=False)
        points, labels = points[chosen], labels[chosen]
    used, labels = np.unique(labels, return_inverse=True)
    if used.size < 2:
        return 0.0
    sizes = np.bincount(labels)
    member = np.eye(used.size)[labels]
    total = 0.0
    for start in range(0, len(points), BLOCK):
        rows = slice(start, start + BLOCK)
        sums = np.sqrt(squared_distances(points[rows], points)) @ member
        own = labels[rows, None] == np.arange(used.size)
        a = sums[own] / np.maximum(sizes[labels[rows]] - 1, 1)
        b = np.where(own, np.inf, sums / sizes).min(1)
        widest = np.maximum(np.maximum(a, b), 1e-300)
        total += float(np.where(sizes[labels[rows]] > 1, (b - a) / widest, 0).sum())
    return total / len(points)
