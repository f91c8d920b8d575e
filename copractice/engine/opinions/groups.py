"""How many groups there are, and how well they hold when other statements are asked.

A number of groups is accepted if the mixture with it fits better than with fewer (BIC), if no group is too
small, and if statement bootstraps find the same groups again. One group is an answer like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from copractice.engine.opinions.low_rank import Model, covariance, fit, place, start, tabulate
from copractice.engine.opinions.mixture import (
    Mixture,
    fit_mixture,
    membership,
    polish,
    sight,
)
from copractice.engine.opinions.votes import Votes
from copractice.engine.watch import Watch

MOST_GROUPS = 5
BOOTSTRAPS = 16
BOOTSTRAP_ROUNDS = 8
# Groups are searched in a sample of a larger crowd; everybody is assigned afterwards.
MOST_SEARCHED = 2000
FEWEST_VOTES = 7
FEWEST_PEOPLE = 3
LEAST_SHARE = 0.02
# Below this probability a person stands between the groups.
SURE_ENOUGH = 0.7
# The BIC must fall by so much for two groups (strong evidence after Kass and Raftery), and for each number
# beyond. The axes were fitted to the same votes, which flatters finer divisions; hence more is asked there.
STRONG_TWO, STRONG_MORE = 6, 20
# Mean overlap (Jaccard) of a group with its counterpart in another bootstrap: two groups must not dissolve,
# a finer division must be found again for the most part.
STABLE_TWO, STABLE_MORE = 0.5, 0.6


@dataclass(frozen=True, eq=False)
class Groups:
    """The mixture that was accepted, and the evidence: BIC and stability per number of groups.

    `stability` holds, for each group of the accepted number, its overlap between bootstraps.
    """

    mixture: Mixture
    stability: NDArray[np.float64]
    bic: dict[int, float]
    overlap: dict[int, float]


def find_groups(
    votes: Votes, model: Model, chosen: NDArray[np.int64], rng: np.random.Generator, watch: Watch
) -> Groups:
    """Find the groups among the people `chosen`, who have votes enough."""
    crowd = chosen.size > MOST_SEARCHED
    if crowd:
        chosen = np.sort(rng.choice(chosen, MOST_SEARCHED, replace=False))
    sample = votes.of_people(chosen)
    seen, places = sight(sample, model), place(sample, model).position
    fitted = {}
    for groups in range(1, min(MOST_GROUPS, max(1, chosen.size // FEWEST_PEOPLE)) + 1):
        watch.report(0.2 * groups / MOST_GROUPS, "Trying numbers of groups")
        fitted[groups] = fit_mixture(seen, places, groups, rng)
    bic = {groups: mixture.bic for groups, mixture in fitted.items()}
    candidates = [k for k in supported(bic) if large_enough(membership(seen, fitted[k]))]
    models = restricted(model, rng) if crowd else refitted(sample, model, rng)
    found = bootstrap(sample, models, candidates, rng, watch.part(0.2, 1.0))
    overlaps = {k: overlap(found[k]) for k in candidates}
    stable = [k for k in candidates if overlaps[k].min() >= (STABLE_TWO if k == 2 else STABLE_MORE)]
    accepted = max(stable, default=1)
    mixture = fitted[accepted]
    if accepted > 1:
        agreed = agree([membership(seen, mixture), *found[accepted]])
        mixture = polish(seen, places, agreed)
    return Groups(
        mixture,
        overlaps.get(accepted, np.ones(1)),
        bic,
        {k: float(each.min()) for k, each in overlaps.items()},
    )


def supported(bic: dict[int, float]) -> list[int]:
    """List the numbers of groups that fit better, by strong evidence, than any smaller number."""

    def gain(k: int) -> float:
        return min(bic[j] for j in bic if j < k) - bic[k]

    return [k for k in bic if k > 1 and gain(k) >= (STRONG_TWO if k == 2 else STRONG_MORE)]


def large_enough(chances: NDArray[np.float64]) -> bool:
    """Whether every group has at least max(3, 2 %) people who surely belong to it."""
    sizes = np.bincount(assign(chances) + 1, minlength=chances.shape[1] + 1)[1:]
    return bool(sizes.min() >= max(FEWEST_PEOPLE, LEAST_SHARE * len(chances)))


def assign(chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each person's group, or -1 for somebody between the groups."""
    return np.where(chances.max(1) >= SURE_ENOUGH, chances.argmax(1), -1)


def bootstrap(
    votes: Votes,
    models: Iterator[Model],
    numbers: list[int],
    rng: np.random.Generator,
    watch: Watch,
) -> dict[int, list[NDArray[np.float64]]]:
    """Look for groups with each model; return the memberships found, per number of groups."""
    found: dict[int, list[NDArray[np.float64]]] = {groups: [] for groups in numbers}
    if not numbers:
        return found
    for count, model in enumerate(models):
        watch.report(count / BOOTSTRAPS, "Asking other statements")
        seen, places = sight(votes, model), place(votes, model).position
        for groups in numbers:
            found[groups].append(membership(seen, fit_mixture(seen, places, groups, rng)))
    return found


def resampled(model: Model, rng: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    """Draw statements with replacement, again and again; about 63 % are in."""
    ids = np.flatnonzero(model.used)
    for _ in range(BOOTSTRAPS):
        used = np.zeros_like(model.used)
        used[rng.choice(ids, ids.size)] = True
        yield used


def refitted(votes: Votes, model: Model, rng: np.random.Generator) -> Iterator[Model]:
    """Fit the axes anew to each draw of statements, starting from their part of the covariance."""
    whole = covariance(tabulate(votes, model.used))
    for used in resampled(model, rng):
        loadings = start(whole * np.outer(used, used), model.loadings.shape[1])
        yield fit(tabulate(votes, used), loadings, BOOTSTRAP_ROUNDS)


def restricted(model: Model, rng: np.random.Generator) -> Iterator[Model]:
    """Keep the axes: in a large crowd they are known far better than anybody's place on them."""
    for used in resampled(model, rng):
        yield replace(model, loadings=model.loadings * used[:, None], used=used)


def overlap(found: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Mean Jaccard overlap of each group with its counterpart, over all pairs of bootstraps.

    Only people who surely belong to a group in both count. Groups are numbered as in the first.
    """
    groups = found[0].shape[1]
    orders = [match(found[0], each) for each in found]
    labels = [assign(each[:, order]) for each, order in zip(found, orders, strict=True)]
    total = np.zeros(groups)
    pairs = 0
    for i, one in enumerate(labels):
        for other in labels[:i]:
            both = (one >= 0) & (other >= 0)
            table = np.bincount(one[both] * groups + other[both], minlength=groups * groups)
            table = table.reshape(groups, groups)
            shared = np.diag(table)
            total += shared / np.maximum(table.sum(0) + table.sum(1) - shared, 1)
            pairs += 1
    return total / pairs


def match(reference: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the order of the groups of `other` that agrees best with `reference` (Hungarian method)."""
    order: NDArray[np.int64] = linear_sum_assignment(-(reference.T @ other))[1]
    return order


def agree(found: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Average memberships after matching their groups to the first."""
    matched = [each[:, match(found[0], each)] for each in found]
    mean: NDArray[np.float64] = np.mean(matched, axis=0)
    return mean
