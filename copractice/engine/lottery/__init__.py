"""Fair chances over feasible cohorts: a lottery whose every outcome keeps the quotas.

**Meaning.** Many cohorts keep all quotas. The lottery gives each such cohort a probability so that people's
chances are as equal as the quotas allow: *leximin* lifts the lowest chance, then the next lowest, and so on;
*maximin* lifts the lowest, then lowers the highest; *goldilocks* weighs too low against too high. With a
quality floor it is a fair draw among the cohorts whose total quality is near the best.

**Formula.** π_i = Σ_c p_c [i ∈ c] with p ≥ 0, Σ p = 1. leximin: the sorted vector π is lexicographically
greatest. maximin: max min π, then min max π. goldilocks: min (max π) / f + γ f / (min π), f = seats/people.
Within what maximin and goldilocks leave open, leximin decides, so the chances are unique.

**How.** The optimum over the quotas' linear relaxation is found first, then written as an average of whole
cohorts: by a walk down the relaxation's faces, and where that ends early by column generation. If it is
impossible, the prices prove a cut that all cohorts keep, and the optimum is found anew. The weights of
`certificate` prove the lowest chance: no cohort passes its bound.

**Limits.** Equal chances are not equal outcomes. Quotas that hardly fit the pool force unequal chances; the
lottery shows it and cannot mend it. Whoever has no chance at all is named in `excluded`, and not in `min`.

**Source.** Flanigan, Gölz, Gupta, Hennig, Procaccia: Fair algorithms for selecting citizens' assemblies
(Nature 596, 2021); Baharav, Flanigan: Fair, manipulation-robust, and transparent sortition (EC 2024).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.lottery.chances import Cut, Ideal, ideal_chances, possible_profiles
from copractice.engine.lottery.cohorts import CohortSpace, Floats, Ints, Pricer
from copractice.engine.lottery.mixing import Mix, Mixer
from copractice.engine.lottery.shortage import smallest_change
from copractice.engine.watch import Watch

OBJECTIVES = ("leximin", "maximin", "goldilocks")
MOST_CUTS = 200


@dataclass(frozen=True)
class Chance:
    """One kind of cohort: its probability, and how many people of each profile it takes."""

    probability: float
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Certificate:
    """Why no lottery is better: `bound` on the objective, `value` reached, and weights that prove the bound.

    The objective is the lowest chance (leximin, maximin) or the goldilocks measure. Every feasible cohort has
    Σ_i weights_i [i ∈ cohort] ≤ lowest_bound, with weights that add to 1: so no lottery's lowest chance
    passes lowest_bound (for goldilocks: none that keeps its highest chance). `distance` is how many seats'
    worth of chance lies elsewhere than in the optimum; `cuts` how many proven facts were needed.
    """

    value: float
    bound: float
    lowest_bound: float
    weights: tuple[float, ...]
    distance: float
    cuts: int


@dataclass(frozen=True)
class Lottery:
    """Chances by person, the kinds of cohorts behind them, and the proof.

    `profiles` lists the people (row numbers) who are exchangeable; within a profile all are equally likely.
    """

    objective: str
    seats: int
    min: float
    max: float
    gini: float
    probabilities: tuple[float, ...]
    cohorts: tuple[Chance, ...]
    profiles: tuple[tuple[int, ...], ...]
    excluded: tuple[int, ...]
    certificate: Certificate
    seed: int
    method: str = "lottery"
    version: str = "1"


def lottery(
    labels: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    seats: int,
    *,
    objective: str = "leximin",
    gamma: float = 1.0,
    quality: ArrayLike | None = None,
    quality_loss: float = 0.0,
    names: Sequence[str] | None = None,
    precision: float | None = None,
    seed: int = 0,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Lottery:
    """Return fair chances over all cohorts of `seats` people that keep the quotas.

    Args:
        labels: (people, quotas), 1 where a person counts for a quota.
        low, high: (quotas,), the least and the most people of each.
        seats: how many people a cohort has.
        objective: leximin, maximin or goldilocks.
        gamma: weight of too low chances against too high ones in goldilocks.
        quality: (people,), finite; with it only cohorts within `quality_loss` of the best total take part.
        names: (quotas,), what to call the quotas in messages.
        precision: seats' worth of chance, per seat, that may lie elsewhere than in the optimum: by default
            1e-6, and 1e-3 with a quality floor, whose cohorts are many times harder to find.
        seed: kept with the result; the chances do not depend on it.

    Raises:
        ValueError: shapes that do not fit, an unknown objective, seats outside 1 … people, or quotas that
            no cohort keeps, with the smallest change that would help.
        Stopped: the caller asked for an end.

    >>> result = lottery([[1, 0], [1, 0], [0, 1]], low=[1, 1], high=[1, 1], seats=2)
    >>> [round(chance, 6) for chance in result.probabilities]
    [0.5, 0.5, 1.0]
    """
    labels, low, high = _checked(labels, low, high, seats, objective, gamma)
    watch = Watch(progress, should_stop)
    marks = labels if quality is None else np.column_stack([labels, _quality(quality, len(labels))])
    kinds, profile_of, sizes = np.unique(marks, axis=0, return_inverse=True, return_counts=True)
    profile_of = profile_of.reshape(-1)
    groups = kinds[:, : labels.shape[1]]
    rows = np.vstack([groups.T, np.ones(len(kinds))])
    space = CohortSpace(seats, sizes.astype(np.float64), rows, np.append(low, seats), np.append(high, seats))
    _refuse_shortage(space, names)
    if quality is not None:
        space = _near_best(space, kinds[:, -1], quality_loss, watch)
    if precision is None:
        precision = 1e-6 if quality is None else 1e-3
    ideal, mix, cuts = _solve(space, objective, gamma, precision * seats, watch)
    return _result(space, profile_of, ideal, mix, cuts, objective, gamma, seed)


def _solve(
    space: CohortSpace, objective: str, gamma: float, tolerance: float, watch: Watch
) -> tuple[Ideal, Mix, int]:
    possible = possible_profiles(space)
    mixer = Mixer(space, Pricer(space, watch), watch)
    cuts: list[Cut] = []
    while True:
        ideal = ideal_chances(space, cuts, possible, objective, gamma)
        found = mixer.mix(ideal.x, cuts, tolerance if len(cuts) < MOST_CUTS else np.inf)
        if isinstance(found, Mix):
            return ideal, found, len(cuts)
        cuts.append(found)


def _near_best(space: CohortSpace, quality: Floats, loss: float, watch: Watch) -> CohortSpace:
    if not (np.isfinite(loss) and loss >= 0):
        raise ValueError(f"quality_loss is {loss}; it must be a number from 0 on")
    best, _ = Pricer(space, watch).whole(quality)
    return space.with_floor(quality, float(quality @ best) - loss)


def _result(
    space: CohortSpace,
    profile_of: Ints,
    ideal: Ideal,
    mix: Mix,
    cuts: int,
    objective: str,
    gamma: float,
    seed: int,
) -> Lottery:
    chances = (mix.probabilities @ mix.cohorts) / space.sizes
    probabilities = chances[profile_of]
    included = probabilities[probabilities > 0]
    lowest, highest = float(included.min()), float(probabilities.max())
    fair = space.seats / len(profile_of)
    value, bound = lowest, ideal.lowest
    if objective == "goldilocks":
        value = highest / fair + gamma * fair / lowest
        bound = ideal.highest / fair + gamma * fair / ideal.lowest
    weights = (ideal.weights / space.sizes)[profile_of]
    kept = np.flatnonzero(mix.probabilities > 0)
    order = kept[np.lexsort((*mix.cohorts[kept].T, -mix.probabilities[kept]))]
    return Lottery(
        objective=objective,
        seats=space.seats,
        min=lowest,
        max=highest,
        gini=_gini(probabilities),
        probabilities=tuple(probabilities.tolist()),
        cohorts=tuple(
            Chance(float(mix.probabilities[c]), tuple(mix.cohorts[c].astype(int).tolist())) for c in order
        ),
        profiles=tuple(
            tuple(np.flatnonzero(profile_of == profile).tolist()) for profile in range(len(space.sizes))
        ),
        excluded=tuple(np.flatnonzero(probabilities <= 0).tolist()),
        certificate=Certificate(
            value, bound, ideal.lowest, tuple(weights.tolist()), max(mix.distance, 0.0), cuts
        ),
        seed=seed,
    )


def _gini(values: NDArray[np.float64]) -> float:
    """Half the mean difference between two people's chances, over the mean chance."""
    count, ordered = len(values), np.sort(values)
    return max(0.0, float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * ordered.sum())))


def _refuse_shortage(space: CohortSpace, names: Sequence[str] | None) -> None:
    quotas = len(space.low) - 1
    changes = smallest_change(space, names or [f"quota {number}" for number in range(1, quotas + 1)])
    if changes:
        raise ValueError(
            f"no {space.seats} of the {space.sizes.sum():.0f} people keep all quotas; "
            f"the smallest change that helps: {'; '.join(changes)}"
        )


def _quality(quality: ArrayLike, people: int) -> Floats:
    values = np.asarray(quality, dtype=np.float64)
    if values.shape != (people,):
        raise ValueError(f"quality has shape {values.shape}; {people} people need one value each")
    if not np.isfinite(values).all():
        raise ValueError(f"quality of person {int(np.flatnonzero(~np.isfinite(values))[0])} is not a number")
    return values


def _checked(
    labels: ArrayLike, low: ArrayLike, high: ArrayLike, seats: int, objective: str, gamma: float
) -> tuple[Floats, Floats, Floats]:
    table = np.atleast_2d(np.asarray(labels, dtype=np.float64))
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    if least.shape != most.shape or least.shape != table.shape[1:]:
        raise ValueError(f"labels {table.shape} need one low and one high for each column")
    if not np.isin(table, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")
    if objective not in OBJECTIVES:
        raise ValueError(f"objective {objective!r} is none of {', '.join(OBJECTIVES)}")
    if not 1 <= seats <= len(table):
        raise ValueError(f"{seats} seats for {len(table)} people: give 1 to {len(table)}")
    if not (np.isfinite(gamma) and gamma > 0):
        raise ValueError(f"gamma is {gamma}; it must be above 0")
    for quota, (at_least, at_most) in enumerate(zip(least, most, strict=True), start=1):
        if not 0 <= at_least <= at_most:
            raise ValueError(f"quota {quota}: at least {at_least:g}, at most {at_most:g} cannot both hold")
    return table, least, most
