import numpy as np
import pytest

from copractice.engine.assignment import Docket
from copractice.engine.assignment.candidates import first_pairs
from copractice.engine.assignment.design import cuts_for, describe
from copractice.engine.assignment.docket import check
from copractice.engine.assignment.optimum import affinities
from copractice.engine.assignment.rows import Pairs, blocks, worth_left_out, write_table
from copractice.engine.programs import solve_relaxed
from copractice.engine.tests.dockets import random_docket
from copractice.engine.watch import UNWATCHED


def chosen(*pairs: tuple[int, int]) -> Pairs:
    return Pairs(*np.array(sorted(pairs)).T)


def test_pricing_a_part_gives_a_bound_on_the_whole() -> None:
    docket = random_docket(2, applications=12, reviewers=9)
    task = check(Docket(docket.affinity, 2, 4, allowed=docket.allowed))
    every = Pairs(*np.nonzero(docket.allowed))
    best = solve_relaxed(write_table(task, every, blocks(task), (), affinities(task, every)).program)
    for seed in range(5):
        keep = np.sort(np.random.default_rng(seed).permutation(len(every.applications))[:70])
        part = Pairs(every.applications[keep], every.reviewers[keep])
        table = write_table(task, part, blocks(task), (), affinities(task, part))
        relaxed = solve_relaxed(table.program)
        if relaxed is None:
            continue
        left = worth_left_out(task, table, relaxed.prices, 1.0, 0.0)

        assert table.program.bound(relaxed.prices) + left.spill >= best.value - 1e-9
        assert left.spill == pytest.approx(left.worth.sum())
        assert left.best == pytest.approx(left.worth.max())


def test_first_pairs_hold_every_locked_pair_and_no_conflict() -> None:
    rng = np.random.default_rng(1)
    allowed = rng.random((300, 200)) > 0.5
    allowed[5, 6] = True
    affinity = rng.random((300, 200))
    affinity[5, 6] = -1.0
    pairs = first_pairs(check(Docket(affinity, 2, 4, allowed=allowed, locked=[(5, 6)])), UNWATCHED)

    assert allowed[pairs.applications, pairs.reviewers].all()
    assert ((pairs.applications == 5) & (pairs.reviewers == 6)).sum() == 1
    assert np.bincount(pairs.applications, minlength=300).min() >= 25


def test_connectivity_of_graphs_known_by_hand() -> None:
    # A path of three reviewers has eigenvalues 0, 1, 3; two parts have connectivity 0.
    path = describe(chosen((0, 0), (0, 1), (1, 1), (1, 2)), 2, 3)
    assert (path.reviewers, path.most_shared, path.parts) == (3, 1, 1)
    assert path.connectivity == pytest.approx(1.0)

    apart = describe(chosen((0, 0), (0, 1), (1, 2), (1, 3)), 2, 4)
    assert (apart.parts, apart.connectivity) == (2, 0.0)


def test_connectivity_of_many_reviewers_equals_the_known_value_of_a_ring() -> None:
    size = 500
    ring = describe(
        chosen(*((i, i) for i in range(size)), *((i, (i + 1) % size) for i in range(size))), size, size
    )

    assert ring.connectivity == pytest.approx(2 - 2 * np.cos(2 * np.pi / size), rel=1e-6)


def test_cuts_name_the_reviewers_who_share_too_much() -> None:
    cuts = cuts_for(chosen((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 2)), 3, 3, cap=1)

    assert [(cut.reviewers, cut.applications) for cut in cuts] == [((0, 1), (0, 1))]
