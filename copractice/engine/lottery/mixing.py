"""Write chances as an average of whole cohorts, or prove that no average of cohorts can give them.

A walk down the faces of the relaxation often does it at once. Else column generation: the cohorts at hand are
mixed as close to the target as they can be; the prices of that program say which further cohort would bring
the mix closer. If even the dearest cohort is worth less than the target at those prices, the target lies
outside all averages, and the prices are a cut that proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copractice.engine.lottery.chances import Cut
from copractice.engine.lottery.cohorts import CohortSpace, Floats, Pricer, is_whole, new_solver, run
from copractice.engine.lottery.exchange import improved
from copractice.engine.lottery.walking import taken_apart
from copractice.engine.watch import Watch

STARTS = 4
WORTH = 1e-9


@dataclass(frozen=True, eq=False)
class Mix:
    """Cohorts (rows, counts by profile), their probabilities, and how far their average is from the target.

    The distance is Σ_t |average_t − target_t|: seats' worth of chance that went elsewhere.
    """

    cohorts: Floats
    probabilities: Floats
    distance: float


class Mixer:
    """Keeps the cohorts found so far; mixes them for one target after another."""

    def __init__(self, space: CohortSpace, pricer: Pricer, watch: Watch) -> None:
        self.space, self.pricer, self.watch = space, pricer, watch
        self.cohorts: list[Floats] = []
        self.known: set[bytes] = set()
        self.solver = new_solver()
        self.last = len(space.sizes)
        for _ in space.sizes:
            self.solver.addRow(0.0, 0.0, 0, [], [])
        self.solver.addRow(1.0, 1.0, 0, [], [])
        for profile in range(self.last):
            for sign in (1.0, -1.0):
                self.solver.addCol(1.0, 0.0, np.inf, 1, np.array([profile], dtype=np.int32), np.array([sign]))

    def mix(self, target: Floats, cuts: Sequence[Cut], tolerance: float) -> Mix | Cut:
        """Return a mix within `tolerance` of `target`, or a cut between the target and every mix."""
        cohorts, probabilities = taken_apart(self.space, cuts, target, self.watch)
        if cohorts and sum(probabilities) > 1 - WORTH:
            mixed = np.array(probabilities) / sum(probabilities)
            distance = float(np.abs(mixed @ np.array(cohorts) - target).sum())
            if distance <= tolerance and all(self.space.holds(cohort) for cohort in cohorts):
                return Mix(np.array(cohorts), mixed, distance)
        for cohort in cohorts:
            self.add(cohort)
        return self._generate(target, tolerance)

    def _generate(self, target: Floats, tolerance: float) -> Mix | Cut:
        for profile, value in enumerate(target):
            self.solver.changeRowBounds(profile, float(value), float(value))
        if not self.cohorts:
            self.add(self.pricer.whole(target)[0])
        start = 0.0
        while True:
            prices, limit, distance = self._closest()
            start = max(start, distance)
            done = 1 - np.log(max(distance, tolerance) / tolerance) / np.log(max(start / tolerance, 2))
            self.watch.report(float(done), f"{len(self.cohorts)} cohorts, {distance:.2g} seats to settle")
            if distance <= tolerance:
                return Mix(np.array(self.cohorts), self._probabilities(), distance)
            cut = self._grow(prices, limit, target, tolerance)
            if cut is not None:
                return cut

    def add(self, cohort: Floats) -> bool:
        """Take in a cohort; say whether it is new."""
        key = cohort.tobytes()
        if key in self.known or not self.space.holds(cohort):
            return False
        self.known.add(key)
        self.cohorts.append(cohort)
        used = np.flatnonzero(cohort)
        rows = np.append(used, self.last).astype(np.int32)
        self.solver.addCol(0.0, 0.0, np.inf, len(rows), rows, np.append(cohort[used], 1.0))
        return True

    def _closest(self) -> tuple[Floats, float, float]:
        run(self.solver)
        duals = np.array(self.solver.getSolution().row_dual)
        return (
            duals[: self.last],
            float(duals[self.last]),
            float(self.solver.getInfo().objective_function_value),
        )

    def _probabilities(self) -> Floats:
        values = np.array(self.solver.getSolution().col_value)[2 * self.last :]
        return np.asarray(values / values.sum())

    def _grow(self, prices: Floats, limit: float, target: Floats, tolerance: float) -> Cut | None:
        """Add cohorts worth more than −limit at these prices; a cut if the target is worth more than any."""
        point, bound = self.pricer.relaxed(prices)
        if bound < prices @ target - tolerance / 2:
            return Cut(prices, bound)
        if is_whole(point):
            if self.add(np.rint(point)):
                return None
        elif self._exchange(prices, limit):
            return None
        cohort, bound = self.pricer.whole(prices)
        new = self.add(cohort)
        if bound < prices @ target - tolerance / 2:
            return Cut(prices, bound)
        if not new:
            raise ArithmeticError("column generation stalled: the best cohort is known already")
        return None

    def _exchange(self, prices: Floats, limit: float) -> bool:
        worth = np.array(self.cohorts) @ prices
        starts = np.argsort(-worth, kind="stable")[:STARTS]
        found = [improved(self.space, self.cohorts[index], prices) for index in starts]
        return sum(self.add(cohort) for cohort in found if prices @ cohort > WORTH - limit) > 0
