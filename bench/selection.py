"""Assignment, calibration and portfolio beside their peers."""

from collections.abc import Callable, Iterator
from functools import partial

from bench import selection_cases, selection_gates, selection_peers
from bench.__main__ import Row
from bench.measure import measure
from copractice.engine.assignment import assign
from copractice.engine.calibration import calibrate
from copractice.engine.portfolio import explain, select


def assign_total() -> Callable[[], float]:
    """1,000 applications, 1,000 reviewers, three reviews each, at most six."""
    question = selection_cases.docket(1000, 1000, 6)
    return lambda: assign(question).total


def assign_total_flow() -> Callable[[], float]:
    """The same by OR-Tools' minimum cost flow."""
    return selection_peers.flow(1000, 1000, 6)


def assign_fair() -> Callable[[], list[float]]:
    """The same question, best worst-off application first."""
    question = selection_cases.docket(1000, 1000, 6)

    def solve() -> list[float]:
        plan = assign(question, objective="fair")
        return [plan.worst, plan.total]

    return solve


def assign_scale() -> Callable[[], float]:
    """10,000 applications and 2,500 reviewers: 25 million pairs."""
    question = selection_cases.docket(10_000, 2500, 20)
    return lambda: assign(question).total


def assign_tight() -> Callable[[], float]:
    """The same with loads that leave 8 % to spare."""
    question = selection_cases.docket(10_000, 2500, 13)
    return lambda: assign(question).total


def calibration() -> Callable[[], list[float]]:
    """10,000 items, 800 reviewers, three reviews each."""
    question = selection_cases.reviews(10_000, 800, 3)

    def solve() -> list[float]:
        found = calibrate(*question).variance
        return [found.item / found.rest, found.reviewer / found.rest]

    return solve


def calibration_lu() -> Callable[[], list[float]]:
    """The same by a general sparse LU."""
    return selection_peers.sparse_lu(10_000, 800, 3)


def _portfolio(size: int, seats: int) -> Callable[[], float]:
    question = selection_cases.pool(size, seats)
    return lambda: select(question).value


def prices_5000() -> Callable[[], int]:
    """The prices of 6 families and 60 rules."""
    question = selection_cases.pool(5000, 100)
    chosen = select(question)
    return lambda: len(explain(question, chosen, alternatives=0).rows)


coverage = selection_gates.coverage
portfolio_5000 = partial(_portfolio, 5000, 100)
portfolio_2000 = partial(_portfolio, 2000, 200)
portfolio_1200 = partial(_portfolio, 1200, 60)
cp_sat_5000 = partial(selection_peers.cp_sat, 5000, 100)
cp_sat_2000 = partial(selection_peers.cp_sat, 2000, 200)
cp_sat_1200 = partial(selection_peers.cp_sat, 1200, 60)


def rows() -> Iterator[Row]:
    """Measure all cases; where the peer is not on PyPI, its published figure stands in the note."""
    yield _elsewhere(
        "assignment, total", "1,000 x 1,000, 3 each", "assign_total", "openreview MinMax", 39.5, ">= 50x"
    )
    yield _beside(
        "assignment, total", "1,000 x 1,000, 3 each", "assign_total", "OR-Tools flow", "assign_total_flow", ""
    )
    yield _elsewhere("assignment, fair", "1,000 x 1,000, 3 each", "assign_fair", "FairFlow", 275.0, ">= 20x")
    yield _alone("assignment, total", "10,000 x 2,500, load 20", "assign_scale", "60 s, 600 MB")
    yield _alone("assignment, total", "10,000 x 2,500, load 13", "assign_tight", "60 s, 600 MB")
    yield _beside(
        "calibration", "10,000 x 800 x 3", "calibration", "sparse LU", "calibration_lu", "<= 2 s", runs=1
    )
    for size, seats in ((5000, 100), (2000, 200), (1200, 60)):
        case = f"{size:,} choose {seats}, 60 rules"
        yield _beside("portfolio", case, f"portfolio_{size}", "CP-SAT", f"cp_sat_{size}", "<= CP-SAT")
    yield _alone("portfolio, all prices", "5,000 choose 100, 66 prices", "prices_5000", "3 s")
    yield _alone("gate: calibration", "coverage, 4 designs, 100 runs", "coverage", "0.93 to 0.97")


def _beside(step: str, case: str, ours: str, peer: str, theirs: str, target: str, *, runs: int = 3) -> Row:
    mine = measure(f"bench.selection:{ours}")
    other = measure(f"bench.selection:{theirs}", runs=runs)
    note = f"ours {_short(mine.value)}, theirs {_short(other.value)}"
    return Row(step, case, mine.seconds, mine.peak_mb, peer, other.seconds, target, note)


def _elsewhere(step: str, case: str, ours: str, peer: str, figure: float, target: str) -> Row:
    mine = measure(f"bench.selection:{ours}")
    note = f"{_short(mine.value)}; {peer} took {figure:g} s elsewhere: {figure / mine.seconds:.0f}x"
    return Row(step, case, mine.seconds, mine.peak_mb, peer, None, target, note)


def _alone(step: str, case: str, ours: str, target: str) -> Row:
    mine = measure(f"bench.selection:{ours}", runs=1)
    return Row(step, case, mine.seconds, mine.peak_mb, "no peer", None, target, _short(mine.value))


def _short(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(f"{part:.7g}" if isinstance(part, float) else str(part) for part in parts)
