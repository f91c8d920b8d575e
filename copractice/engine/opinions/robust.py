"""The opinion map: where people stand, which groups there are, and what unites, bridges and divides them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.opinions.counts import count
from copractice.engine.opinions.groups import FEWEST_VOTES, assign, find_groups
from copractice.engine.opinions.low_rank import Model, covariance, fit, place, start, tabulate, variances
from copractice.engine.opinions.mixture import Mixture, membership, sight
from copractice.engine.opinions.statements import (
    Common,
    Dividing,
    Representing,
    common,
    dividing,
    representing,
    togetherness,
)
from copractice.engine.opinions.votes import Votes, given_labels, mask
from copractice.engine.watch import Watch

VERSION = "1"
DIMENSIONS = 4
# A statement with fewer votes says little about what goes with what.
FEWEST_PER_STATEMENT = 8
# Where there are hardly any statements, so many votes place a person.
FEWEST_ANYWHERE = 3


@dataclass(frozen=True, eq=False)
class Group:
    """A group: its lasting number, how many surely belong to it, its center on the map, its stability.

    `stability` is the mean overlap (Jaccard) of the group with its counterpart when other statements are
    asked; None for groups that were given.
    """

    id: int
    size: int
    center: NDArray[np.float64]
    stability: float | None


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """An opinion map; arrays are by person or by statement, in the order of the votes' numbering.

    Positions are in votes: a distance of 0.5 means that two people are expected to differ by half a step
    (of the two from disagree to agree) on a typical statement. `uncertainty` is the standard error on the
    map. People who are not `placed` have position 0 and label -1; people between groups have label -1.
    `uniting` and `worst` are per statement: geometric mean over the groups of the share that agrees, and
    the lowest of the groups' lower bounds. `turn` (2, 2) leads from the first two axes of the model to the
    drawn ones.
    """

    method: str
    mode: str
    version: str
    seed: int
    people: int
    statements: int
    votes: int
    placed: NDArray[np.bool_]
    labels: NDArray[np.int64]
    positions: NDArray[np.float64]
    uncertainty: NDArray[np.float64]
    membership: NDArray[np.float64]
    groups: tuple[Group, ...]
    stability: float | None
    bic: tuple[tuple[int, float], ...]
    overlap: tuple[tuple[int, float], ...]
    uniting: NDArray[np.float64]
    worst: NDArray[np.float64]
    consensus: tuple[Common, ...]
    bridging: tuple[Common, ...]
    dividing: tuple[Dividing, ...]
    representative: tuple[tuple[Representing, ...], ...]
    representative_cells: int
    model: Model
    mixture: Mixture | None
    turn: NDArray[np.float64]


def opinions(
    votes: Votes,
    rejected: ArrayLike,
    *,
    seed: int = 0,
    labels: ArrayLike | None = None,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> OpinionMap:
    """Draw the opinion map of a conversation.

    A masked low-rank model places people; a mixture that knows how little few votes say finds the groups;
    statement bootstraps tell how stable they are. The method page has the formulas.

    Args:
        votes: from `gather`.
        rejected: one truth value per statement; rejected statements are left out of everything.
        seed: for the starts of the mixture and for the bootstraps.
        labels: given groups, one number per person (0, 1, ...; -1 for none), instead of found ones.
        progress, should_stop: called between steps, at least every second.

    Raises:
        ValueError: `rejected` or `labels` has the wrong length.
        Stopped: `should_stop()` was true.

    >>> from copractice.engine.opinions import gather
    >>> votes = gather([0, 0, 1], [0, 1, 0], [1, 0, -1], people=2, count=2)
    >>> drawn = opinions(votes, [False, False])
    >>> drawn.placed.tolist(), drawn.groups
    ([False, False], ())
    """
    out = mask(rejected, votes.statements)
    watch = Watch(progress, should_stop)
    kept = votes.only(~out)
    tables = tabulate(kept, usable(kept))
    watch.report(0.05, "Comparing statements")
    model = fit(tables, start(covariance(tables), DIMENSIONS), watch=watch.part(0.1, 0.3))
    drawn = without_groups(kept, model, seed, votes.value.size)
    chosen = np.flatnonzero(drawn.placed)
    if labels is not None:
        drawn = _given(drawn, given_labels(labels, votes.people))
    elif chosen.size:
        found = find_groups(kept, model, chosen, np.random.default_rng(seed), watch.part(0.3, 0.9))
        drawn = replace(
            drawn, bic=tuple(sorted(found.bic.items())), overlap=tuple(sorted(found.overlap.items()))
        )
        drawn = grouped(drawn, kept, found.mixture, found.stability)
    watch.report(0.95, "Reading the statements")
    return described(drawn, kept, out)


def usable(kept: Votes) -> NDArray[np.bool_]:
    """Tell which statements have votes enough for the model."""
    return kept.per_statement >= max(2, min(FEWEST_PER_STATEMENT, kept.people // 4))


def enough(model: Model) -> int:
    """How many votes place a person."""
    return min(FEWEST_VOTES, max(FEWEST_ANYWHERE, int(model.used.sum())))


def without_groups(kept: Votes, model: Model, seed: int, votes: int) -> OpinionMap:
    """Begin a map: where people stand, without groups."""
    where = place(kept, model)
    placed = where.answered >= enough(model)
    nothing = np.zeros(kept.statements)
    return OpinionMap(
        method="opinions",
        mode="robust",
        version=VERSION,
        seed=seed,
        people=kept.people,
        statements=kept.statements,
        votes=votes,
        placed=placed,
        labels=np.full(kept.people, -1),
        positions=np.where(placed[:, None], where.position[:, :2], 0),
        uncertainty=np.where(placed, np.sqrt(variances(where)[:2].mean(0)), 0),
        membership=np.zeros((kept.people, 0)),
        groups=(),
        stability=None,
        bic=(),
        overlap=(),
        uniting=nothing,
        worst=nothing,
        consensus=(),
        bridging=(),
        dividing=(),
        representative=(),
        representative_cells=0,
        model=model,
        mixture=None,
        turn=np.eye(2),
    )


def grouped(drawn: OpinionMap, kept: Votes, mixture: Mixture, stability: NDArray[np.float64]) -> OpinionMap:
    """Assign everybody to the groups of a mixture; groups are numbered by size, then by first member."""
    chances = membership(sight(kept, drawn.model), mixture)
    chances[~drawn.placed] = 0
    labels = np.where(drawn.placed, assign(chances), -1)
    sizes = np.bincount(labels[labels >= 0], minlength=chances.shape[1])
    first = np.array([(labels == g).argmax() for g in range(chances.shape[1])])
    order = np.lexsort((first, -sizes))
    renumbered = np.append(np.argsort(order), -1)
    return replace(
        drawn,
        labels=renumbered[labels],
        membership=chances[:, order],
        groups=tuple(
            Group(place, int(sizes[g]), mixture.centers[g, :2], float(stability[g]))
            for place, g in enumerate(order.tolist())
        ),
        stability=float(stability.min()),
        mixture=replace(mixture, centers=mixture.centers[order], shares=mixture.shares[order]),
    )


def _given(drawn: OpinionMap, numbers: NDArray[np.int64]) -> OpinionMap:
    """Take the groups that were given; their centers are the means of those who are placed."""
    groups = []
    for group in range(int(numbers.max(initial=-1)) + 1):
        here = drawn.positions[(numbers == group) & drawn.placed]
        center = here.mean(0) if len(here) else np.zeros(2)
        groups.append(Group(group, int((numbers == group).sum()), center, None))
    inside = (numbers[:, None] == np.arange(len(groups))).astype(float)
    return replace(drawn, labels=numbers, membership=inside, groups=tuple(groups))


def described(drawn: OpinionMap, kept: Votes, rejected: NDArray[np.bool_]) -> OpinionMap:
    """Read the statements: by groups, and by the two sides of the first axis.

    Where nobody is placed yet, everybody counts as one part.
    """
    eligible = ~rejected
    parts = count(kept, drawn.labels, len(drawn.groups)) if drawn.groups else count(kept)
    middle = np.median(drawn.positions[drawn.placed, 0]) if drawn.placed.any() else 0.0
    sides = np.where(drawn.placed, (drawn.positions[:, 0] > middle).astype(np.int64), -1)
    halves = count(kept, sides, 2)
    uniting, worst = togetherness(parts.agree, parts.seen)
    together = common(parts, eligible)
    known = {(each.statement, each.vote) for each in together}
    representative, cells = representing(parts, eligible) if len(drawn.groups) > 1 else ((), 0)
    return replace(
        drawn,
        uniting=uniting,
        worst=worst,
        consensus=together,
        bridging=tuple(each for each in common(halves, eligible) if (each.statement, each.vote) not in known),
        dividing=dividing(parts if len(drawn.groups) > 1 else halves, eligible),
        representative=representative,
        representative_cells=cells,
    )
