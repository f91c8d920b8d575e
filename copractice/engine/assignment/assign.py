"""Answer a docket: pairs, totals, and the proof that no assignment does better."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from copractice.engine.assignment.candidates import first_pairs
from copractice.engine.assignment.design import Design, cuts_for, describe, excess
from copractice.engine.assignment.docket import Docket, Task, as_floats, check
from copractice.engine.assignment.fair import best_level
from copractice.engine.assignment.optimum import CLOSE, Optimum, optimize
from copractice.engine.assignment.rows import Cut, Pairs
from copractice.engine.assignment.shortage import enough_pairs, shortage_of_whole
from copractice.engine.watch import Watch

METHOD = "assignment"
VERSION = "1"
OBJECTIVES = ("total", "fair")
CONCESSIONS = (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Certificate:
    """Why nothing better exists.

    `bound` is an upper bound on the total of every assignment that keeps the rows (and, for the fair
    objective, gives every application at least `floor`); `gap` is bound minus total, and `optimal` says that
    it is zero up to rounding. `worst_bound` is the highest level that any assignment can give to its
    worst-off application. `pairs_allowed` pairs were priced, `pairs_kept` of them entered the program, and
    the best pair left out was worth `best_left_out`: none above zero could help.
    """

    optimal: bool
    bound: float
    gap: float
    floor: float | None
    worst_bound: float | None
    pairs_allowed: int
    pairs_kept: int
    best_left_out: float | None
    sentence: str


@dataclass(frozen=True)
class Assignment:
    """Pairs (application, reviewer) sorted by application, their total affinity and the worst-off sum.

    `sums` are the affinities of each application's reviewers added up, `load` the reviews of each reviewer.
    """

    method: str
    version: str
    seed: int | None
    objective: str
    pairs: tuple[tuple[int, int], ...]
    total: float
    worst: float
    sums: tuple[float, ...]
    load: tuple[int, ...]
    certificate: Certificate
    design: Design


def assign(
    docket: Docket,
    *,
    objective: str = "total",
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Assignment:
    """Assign reviewers: max Σ s·x, or first the best worst-off application and then the total.

    With x_ar ∈ {0, 1} on allowed pairs: Σ_r x = reviews asked; least ≤ Σ_a x ≤ most for each reviewer; label
    minima, caps per institution and locked pairs kept.

    Args:
        docket: what is to be read and by whom it may be read.
        objective: `total`, or `fair`: a linear program finds the best level T* for the worst-off
            application, then the best total is found in which no application has less than T*, or than T*
            less the smallest concession with which an assignment was found.
        progress: called with the share done and a sentence.
        should_stop: asked at least once a second; when true, `Stopped` is raised.

    Raises:
        Shortage: no assignment keeps all rows; says what is missing, where and how much.
        ValueError: the docket is not a question that can be asked (see `Docket`).

    Limits: the level of an application is a sum, so applications that ask for fewer reviews are worse off by
    nature. Where several assignments are equally good, which one comes out is not specified.

    >>> docket = Docket(np.array([[3.0, 2.0], [2.0, 0.0]]), per_application=1, max_load=1)
    >>> assign(docket).pairs
    ((0, 1), (1, 0))
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"the objective is one of {', '.join(OBJECTIVES)}, not {objective}")
    watch = Watch(progress, should_stop)
    task = check(docket)
    watch.report(0.0, "Choosing pairs to look at first")
    find = _fair if objective == "fair" else _best
    pairs = first_pairs(task, watch.at(0.0))
    answer = find(task, pairs, watch.part(0.0, 0.8))
    if answer is None:
        pairs = enough_pairs(task, pairs, watch.at(0.8))
        answer = find(task, pairs, watch.part(0.8, 0.95))
    if answer is None:
        raise shortage_of_whole(task, pairs, watch.at(0.95))
    watch.report(0.95, "Describing the design")
    assignment = _assignment(task, objective, answer)
    watch.report(1.0, "Assigned")
    return assignment


@dataclass(frozen=True, eq=False)
class _Answer:
    optimum: Optimum
    floor: float | None
    level: float | None


def _best(task: Task, pairs: Pairs, watch: Watch) -> _Answer | None:
    optimum = _keep_apart(task, pairs, -np.inf, watch)
    return None if optimum is None else _Answer(optimum, None, None)


def _fair(task: Task, pairs: Pairs, watch: Watch) -> _Answer | None:
    level = best_level(task, pairs, watch.part(0.0, 0.3))
    if level is None:
        return None
    scale = max(abs(level.bound), float(np.abs(task.affinity).max()))
    steps = np.linspace(0.3, 1.0, len(CONCESSIONS) + 1).tolist()
    for concession, (start, end) in zip(CONCESSIONS, pairwise(steps), strict=True):
        floor = level.bound - concession * scale
        optimum = _keep_apart(task, level.pairs, floor, watch.part(start, end))
        if optimum is not None:
            return _Answer(optimum, floor, level.bound)
    return None


def _keep_apart(task: Task, pairs: Pairs, floor: float, watch: Watch) -> Optimum | None:
    """Optimize, and cut off solutions in which two reviewers share more applications than the cap allows."""
    cap = task.docket.co_review_cap
    cuts: list[Cut] = []
    for _ in range(MOST_ROUNDS):
        optimum = optimize(task, pairs, floor, cuts, watch)
        if optimum is None or cap is None:
            return optimum
        number, readers = task.affinity.shape
        new = cuts_for(optimum.chosen, number, readers, cap)
        if not new:
            return optimum
        cuts.extend(new)
        pairs = optimum.looked_at
    raise ValueError(
        f"after {MOST_ROUNDS} rounds two reviewers still share more than {cap} applications, "
        f"by {excess(new)} in all; raise the cap or let reviewers take fewer reviews"
    )


def _assignment(task: Task, objective: str, answer: _Answer) -> Assignment:
    optimum = answer.optimum
    number, readers = task.affinity.shape
    a, r = optimum.chosen.applications, optimum.chosen.reviewers
    sums = np.bincount(a, as_floats(task.affinity[a, r]), number)
    return Assignment(
        method=METHOD,
        version=VERSION,
        seed=None,
        objective=objective,
        pairs=tuple(zip(a.tolist(), r.tolist(), strict=True)),
        total=optimum.value,
        worst=float(sums.min()),
        sums=tuple(sums.tolist()),
        load=tuple(np.bincount(r, minlength=readers).tolist()),
        certificate=_certificate(task, optimum, answer.floor, answer.level),
        design=describe(optimum.chosen, number, readers),
    )


def _certificate(task: Task, optimum: Optimum, floor: float | None, level: float | None) -> Certificate:
    gap = optimum.bound - optimum.value
    optimal = gap <= CLOSE * max(1.0, abs(optimum.bound))
    allowed = task.affinity.size if task.allowed is None else int(np.count_nonzero(task.allowed))
    kept = len(optimum.looked_at.applications)
    condition = "" if floor is None else f" that gives every application at least {floor:.6g}"
    proof = "is the best possible" if optimal else f"is within {gap:.6g} of the best possible"
    sentence = (
        f"A total of {optimum.value:.10g} {proof} for an assignment{condition}: all {allowed} allowed pairs "
        f"were priced, and none of the {allowed - kept} left out could raise it."
    )
    return Certificate(
        optimal=optimal,
        bound=optimum.bound,
        gap=max(0.0, gap),
        floor=floor,
        worst_bound=level,
        pairs_allowed=allowed,
        pairs_kept=kept,
        best_left_out=optimum.best_left_out if np.isfinite(optimum.best_left_out) else None,
        sentence=sentence,
    )
