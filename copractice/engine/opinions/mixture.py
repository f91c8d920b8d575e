"""Groups as a mixture: everybody stands near the center of a group, and is seen through few votes.

Place y_i ~ N(c_g, τ² I) with chance π_g; the votes tell of y_i what a normal likelihood with precision Λ_i
and information h_i tells. Integrating y_i out,

    log p(votes_i | g) = ½ u'(Λ_i + I/τ²)⁻¹u − ½ |c_g|²/τ² − ½ log |I + τ²Λ_i| + constant,   u = h_i + c_g/τ².

A person with few votes is pulled to the large groups, not to the middle, and counts little for the borders.
With the eigenvectors of Λ_i found once, a round of the EM algorithm is arithmetic on arrays that end in
(dimensions, people).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from copractice.engine.opinions.kmeans import kmeans
from copractice.engine.opinions.low_rank import Model
from copractice.engine.opinions.packed import pairs, products
from copractice.engine.opinions.votes import Votes

STARTS = 6
TRIAL_ROUNDS = 6
ROUNDS = 60
TOLERANCE = 1e-2
LEAST_SPREAD = 1e-6
BLOCK = 4096


@dataclass(frozen=True, eq=False)
class Sight:
    """What the votes tell of each person's place, in the person's own axes.

    `turn[:, a, i]` is the a-th eigenvector of Λ_i, `precision[a, i]` its eigenvalue, `information[a, i]` the
    part of h_i along it.
    """

    turn: NDArray[np.float64]
    precision: NDArray[np.float64]
    information: NDArray[np.float64]

    @property
    def people(self) -> int:
        """How many people are seen."""
        return int(self.precision.shape[1])

    def people_at(self, chosen: NDArray[np.bool_]) -> "Sight":
        """Take some people."""
        return Sight(self.turn[:, :, chosen], self.precision[:, chosen], self.information[:, chosen])

    def part(self, start: int, end: int) -> "Sight":
        """Take consecutive people."""
        return Sight(
            np.ascontiguousarray(self.turn[:, :, start:end]),
            self.precision[:, start:end],
            self.information[:, start:end],
        )


@dataclass(frozen=True, eq=False)
class Mixture:
    """Centers (groups, dimensions), shares of the groups, spread τ², and how well it fits."""

    centers: NDArray[np.float64]
    shares: NDArray[np.float64]
    spread: float
    log_likelihood: float
    people: int

    @property
    def bic(self) -> float:
        """Bayesian information criterion: the lower the better."""
        groups, dimensions = self.centers.shape
        parameters = groups * dimensions + groups
        return float(parameters * np.log(max(self.people, 1)) - 2 * self.log_likelihood)


def sight(votes: Votes, model: Model) -> Sight:
    """Collect what the votes tell of each person's place, in units of votes."""
    kept = votes.only(model.used)
    said = kept.table(kept.value - model.means[kept.statement])
    cast = kept.table(np.ones(kept.value.size))
    scale = np.maximum(model.scale, LEAST_SPREAD)
    loadings = model.loadings / scale
    dimensions = scale.size
    first, second = pairs(dimensions)
    packed = (cast @ products(loadings).T) / model.noise
    matrices = np.empty((votes.people, dimensions, dimensions))
    matrices[:, first, second] = packed
    matrices[:, second, first] = packed
    values, vectors = np.linalg.eigh(matrices)
    turn = np.ascontiguousarray(vectors.transpose(1, 2, 0))
    information = np.einsum("jin,jn->in", turn, (said @ loadings).T / model.noise)
    return Sight(turn, np.maximum(np.ascontiguousarray(values.T), 0), information)


def fit_mixture(seen: Sight, places: NDArray[np.float64], groups: int, rng: np.random.Generator) -> Mixture:
    """Find centers, shares and spread by EM: short trials from several starts, the best to the end."""
    trials = []
    for _ in range(STARTS if groups > 1 else 1):
        labels, _ = kmeans(places, groups, rng, starts=1, rounds=TRIAL_ROUNDS)
        trials.append(_climb(seen, begin(places, np.eye(groups)[labels]), TRIAL_ROUNDS))
    return _climb(seen, max(trials, key=lambda trial: trial.log_likelihood), ROUNDS)


def polish(seen: Sight, places: NDArray[np.float64], chances: NDArray[np.float64]) -> Mixture:
    """Find the mixture nearest to a given membership (people, groups)."""
    return _climb(seen, begin(places, chances), ROUNDS)


def begin(places: NDArray[np.float64], chances: NDArray[np.float64]) -> Mixture:
    """Guess a mixture from where people seem to be and a membership."""
    weight = chances.sum(0)
    centers = chances.T @ places / np.maximum(weight, LEAST_SPREAD)[:, None]
    spread = max(float(places.var(0).mean()) / 2, LEAST_SPREAD)
    return Mixture(centers, weight / max(weight.sum(), LEAST_SPREAD), spread, -np.inf, len(places))


def membership(seen: Sight, mixture: Mixture) -> NDArray[np.float64]:
    """Return the probability (people, groups) of each group, given a person's votes."""
    blocks = [_expect(seen.part(start, start + BLOCK), mixture)[0] for start in range(0, seen.people, BLOCK)]
    return np.concatenate([*blocks, np.empty((len(mixture.centers), 0))], axis=1).T


def _expect(
    seen: Sight, mixture: Mixture
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Return membership (groups, people), distance of places from centers (groups, own axes, people),
    the variance of places (own axes, people), and the log-likelihood."""
    dimensions, people = seen.precision.shape
    calm = 1 / mixture.spread
    variance = 1 / (seen.precision + calm)
    turned = (mixture.centers @ seen.turn.reshape(dimensions, -1)).reshape(-1, dimensions, people)
    pull = seen.information + calm * turned
    place = pull * variance
    logs = (pull * place).sum(1) / 2
    logs += (np.log(np.maximum(mixture.shares, 1e-300)) - calm * (mixture.centers**2).sum(1) / 2)[:, None]
    logs -= np.log1p(mixture.spread * seen.precision).sum(0) / 2
    highest = logs.max(0)
    chances = np.exp(logs - highest)
    total = chances.sum(0)
    return chances / total, place - turned, variance, float((highest + np.log(total)).sum())


def _climb(seen: Sight, mixture: Mixture, rounds: int) -> Mixture:
    """Run EM until the likelihood stands still; the likelihood returned is that of the result."""
    before = -np.inf
    dimensions, people = seen.precision.shape
    turn = seen.turn.reshape(dimensions, -1)
    for _ in range(rounds):
        chances, moved, variance, reached = _expect(seen, mixture)
        if reached - before < TOLERANCE:
            break
        before = reached
        weight = chances.sum(1)
        weighted = chances[:, None, :] * moved
        step = weighted.reshape(len(weight), -1) @ turn.T / np.maximum(weight, LEAST_SPREAD)[:, None]
        around = (weighted * moved).sum() - (weight * (step**2).sum(1)).sum()
        spread = max(float(around + variance.sum()) / max(1, people * dimensions), LEAST_SPREAD)
        mixture = Mixture(mixture.centers + step, weight / max(1, people), spread, reached, people)
    return replace(mixture, log_likelihood=_expect(seen, mixture)[3])
