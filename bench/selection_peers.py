"""The peers of assignment, calibration and portfolio, on the same questions."""

from collections.abc import Callable

import numpy as np
from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model
from scipy.optimize import minimize
from scipy.sparse import block_array, csc_array, diags_array
from scipy.sparse.linalg import splu

from bench import selection_cases

# The kindest settings for a symmetric matrix; the default ordering takes minutes.
SYMMETRIC = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}}


def flow(applications: int, reviewers: int, load: int) -> Callable[[], float]:
    """OR-Tools' minimum cost flow over all allowed pairs; it takes whole costs, so affinities times 1,000."""
    question = selection_cases.docket(applications, reviewers, load)
    a, r = np.nonzero(question.allowed)
    cost = -np.round(1000 * question.affinity[a, r]).astype(np.int64)
    cases, readers = np.arange(applications), applications + np.arange(reviewers)
    source, sink = applications + reviewers, applications + reviewers + 1

    def solve() -> float:
        graph = min_cost_flow.SimpleMinCostFlow()
        graph.add_arcs_with_capacity_and_unit_cost(a, applications + r, np.ones(len(a), np.int64), cost)
        for start, end, capacity in (
            (np.full(applications, source), cases, np.full(applications, 3)),
            (readers, np.full(reviewers, sink), np.full(reviewers, load)),
        ):
            graph.add_arcs_with_capacity_and_unit_cost(start, end, capacity, np.zeros(len(start), np.int64))
        graph.set_node_supply(source, 3 * applications)
        graph.set_node_supply(sink, -3 * applications)
        assert graph.solve() == graph.OPTIMAL
        return -graph.optimal_cost() / 1000

    return solve


def cp_sat(size: int, seats: int) -> Callable[[], float]:
    """CP-SAT with one worker to proven optimality; qualities times 10,000."""
    question = selection_cases.pool(size, seats)
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in question.quality]
    model.add(sum(x) == seats)
    for rule in question.rules:
        model.add_linear_constraint(sum(x[item] for item in rule.members), rule.low, rule.high)
    model.maximize(sum(round(1e4 * value) * one for value, one in zip(question.quality, x, strict=True)))

    def solve() -> float:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        return solver.objective_value / 1e4

    return solve


def sparse_lu(items: int, reviewers: int, each: int) -> Callable[[], list[float]]:
    """REML by a general sparse LU of the mixed model equations and a general optimizer."""
    rows, columns, scores = selection_cases.reviews(items, reviewers, each)
    number = len(scores)
    ones = np.ones(number)
    design = block_array(
        [
            [
                csc_array(ones[:, None]),
                csc_array((ones, (np.arange(number), rows)), shape=(number, items)),
                csc_array((ones, (np.arange(number), columns)), shape=(number, reviewers)),
            ]
        ]
    )
    cross, right = (design.T @ design).tocsc(), design.T @ scores

    def deviance(logs: np.ndarray) -> float:
        item, reviewer = np.exp(logs)
        ridge = np.concatenate([[0.0], np.full(items, 1 / item), np.full(reviewers, 1 / reviewer)])
        factor = splu((cross + diags_array(ridge)).tocsc(), **SYMMETRIC)
        squares = scores @ scores - right @ factor.solve(right)
        volume = np.log(np.abs(factor.U.diagonal())).sum() + items * logs[0] + reviewers * logs[1]
        return float(volume + (number - 1) * np.log(squares / (number - 1)))

    def solve() -> list[float]:
        found = minimize(
            deviance, np.log([0.5, 0.25]), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6}
        )
        return np.exp(found.x).tolist()

    return solve
