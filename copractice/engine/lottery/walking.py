"""Take a point of the relaxation apart into whole cohorts by walking down its faces.

At a point x a whole cohort c is chosen that keeps every bound and row on which x lies. Going from c through x
to the border of the relaxation splits x = λ c + (1 − λ) x', and x' lies on one more bound or row. So after at
most as many steps as there are bounds and rows, x' is whole itself. A face's cohort is looked for at a few of
its corners, then by a short search; where none is found, the walk ends early, and column generation goes on
with the cohorts it has.

Source: Grötschel, Lovász, Schrijver: Geometric Algorithms and Combinatorial Optimization (1988), 6.5.
"""

from collections.abc import Sequence

import highspy
import numpy as np

from copractice.engine.lottery.chances import Cut
from copractice.engine.lottery.cohorts import CohortSpace, Floats, is_whole, listen, new_solver, run
from copractice.engine.watch import Watch

NEAR = 1e-9
ATTEMPTS = 5
NODES = 50


def taken_apart(
    space: CohortSpace, cuts: Sequence[Cut], target: Floats, watch: Watch
) -> tuple[list[Floats], list[float]]:
    """Return cohorts and their probabilities; they add to 1 where the walk came to its end."""
    face = _Face(space, cuts, watch)
    cohorts: list[Floats] = []
    probabilities: list[float] = []
    point, left = target, 1.0
    while left > NEAR:
        watch.report(1 - left, f"{len(cohorts)} cohorts, {left:.1%} of the chances to go")
        whole = np.rint(point) if is_whole(point) else face.cohort(point)
        if whole is None:
            break
        step = 1.0 if is_whole(point) else face.step(point, whole)
        cohorts.append(whole)
        probabilities.append(left * step)
        left *= 1 - step
        if step < 1:
            point = np.clip((point - step * whole) / (1 - step), 0.0, space.sizes)
    return cohorts, probabilities


class _Face:
    """The relaxation and its cuts, narrowed to the bounds and rows on which a point lies."""

    def __init__(self, space: CohortSpace, cuts: Sequence[Cut], watch: Watch) -> None:
        self.sizes = space.sizes
        self.rows = np.vstack([space.rows, *(cut.weights for cut in cuts)])
        self.low = np.append(space.low, np.full(len(cuts), -np.inf))
        self.high = np.append(space.high, [cut.bound for cut in cuts])
        whole = CohortSpace(space.seats, self.sizes, self.rows, self.low, self.high)
        lp = whole.model()
        lp.sense_ = highspy.ObjSense.kMaximize
        self.relaxation = new_solver(lp)
        listen(self.relaxation, watch)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.sizes)
        self.search = new_solver(lp)
        self.search.setOptionValue("mip_max_nodes", NODES)
        listen(self.search, watch)
        self.rng = np.random.default_rng(0)

    def cohort(self, point: Floats) -> Floats | None:
        """Return a whole cohort on the face of `point`, close to it, or None."""
        self._narrow(self.relaxation, point)
        columns = np.arange(len(point), dtype=np.int32)
        for attempt in range(ATTEMPTS):
            noise = self.rng.normal(size=len(point)) * (attempt > 0)
            self.relaxation.changeColsCost(len(point), columns, point / self.sizes + noise)
            if run(self.relaxation) == highspy.HighsModelStatus.kOptimal:
                found = np.array(self.relaxation.getSolution().col_value)
                if is_whole(found):
                    return np.asarray(np.rint(found))
        self._narrow(self.search, point)
        run(self.search)
        if self.search.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            return np.asarray(np.rint(np.array(self.search.getSolution().col_value)))
        return None

    def step(self, point: Floats, cohort: Floats) -> float:
        """Return the largest λ for which (point − λ cohort) / (1 − λ) keeps all bounds and rows."""
        sums, ours = self.rows @ point, self.rows @ cohort
        room = np.concatenate([point, self.sizes - point, sums - self.low, self.high - sums])
        needed = np.concatenate([cohort, self.sizes - cohort, ours - self.low, self.high - ours])
        binding = np.isfinite(room) & (needed > np.maximum(room, 0) + NEAR)
        return float(np.clip((room[binding] / needed[binding]).min(initial=1.0), 0.0, 1.0))

    def _narrow(self, solver: highspy._core._Highs, point: Floats) -> None:
        low = np.where(point > self.sizes - NEAR, self.sizes, 0.0)
        high = np.where(point < NEAR, 0.0, self.sizes)
        columns = np.arange(len(point), dtype=np.int32)
        solver.changeColsBounds(len(point), columns, low, high)
        sums = self.rows @ point
        for row, (sum_, least, most) in enumerate(zip(sums, self.low, self.high, strict=True)):
            near = 1e-7 * (1 + abs(sum_))
            ends = most if sum_ > most - near else least, least if sum_ < least + near else most
            solver.changeRowBounds(row, float(ends[0]), float(ends[1]))
