"""Whole programs at random: the lawful ones pass, and each rule that is switched off is noticed."""

import numpy as np
import pytest

from copractice.engine.auditor.answers import Answers, Sum
from copractice.engine.disclosure import bands, blocks, counts, differences, figures, showing, suppression
from copractice.engine.tests.test_auditor import rules
from copractice.engine.tests.worlds import attacked, edited, published, random_world


def test_forty_random_programs_pass():
    for seed in range(40):
        result = attacked(random_world(seed))
        assert result.findings == (), seed


def test_a_coarser_figure_by_hand_is_found_in_a_random_program():
    files, rosters = published(random_world(1))

    def worse(content):
        cells = [cell for table in content["tables"] for cell in table["cells"] if "percent" in cell]
        cells[0]["percent"] = "52"

    assert {"R5"} <= rules([edited(files[0], worse), *files[1:]], rosters)


# Each rule switched off in the disclosure: the auditor must notice within 200 random programs.


def exact_n(n):
    return str(n)


def narrow_percent(yes, n):
    share = 100 * yes / n
    return (0, n // 10) if share <= 10 else (yes, yes) if share < 90 else (n - n // 10, n)


def narrow_text(limits, n, *, parts):
    share = round(100 * limits[0] / n)
    return "10 or less" if share == 0 else "90 or more" if limits[1] == n else str(share)


MUTANTS = {
    "R2": [(showing, "too_few", lambda employers, one_employer: None if len(employers) > 9 else "few")],
    "R3": [(suppression, "is_sensitive", lambda number: 1 <= number <= 9)],
    "R4": [(bands, "n_band", exact_n)],
    "R5": [(bands, "percent_text", narrow_text), (bands, "percent_limits", narrow_percent)],
    "R6": [
        (bands, "mean_text", lambda limits, n, parts: f"{limits[0] / n:.1f}"),
        (bands, "mean_limits", lambda total, n: (total, total)),
    ],
    "R7": [(suppression, "complemented", lambda arcs: arcs)],
    "R8": [
        (counts, "_may_renew", lambda inner, old: True),
        (differences, "small_change", lambda new, old: None),
    ],
    "R9": [
        (
            figures,
            "covering",
            lambda people, made: (
                [b for b in made if b.people <= people]
                or ([blocks.Block("", people, (0, len(people)))] if len(people) > 15 else None)
            ),
        )
    ],
}


@pytest.mark.parametrize("rule", MUTANTS)
def test_a_rule_switched_off_is_noticed(rule, monkeypatch):
    for module, name, mutant in MUTANTS[rule]:
        monkeypatch.setattr(module, name, mutant)
    found = set()
    for seed in range(200):
        found |= {finding.rule for finding in attacked(random_world(seed)).findings}
        if rule in found:
            break
    assert rule in found


def test_answers_worked_by_hand():
    """Of ten answers 4 to 6 are yes: three known leave all others free. With at most 3 yes they do not."""
    assert Answers([10], [Sum((0,), 4, 6)], (0, 1)).leak() is None
    assert Answers([10], [Sum((0,), 0, 3)], (0, 1)).leak() is not None
    assert Answers([10], [Sum((0,), 0, 4)], (0, 1)).leak() is None


def test_answers_agree_with_brute_force_on_two_atoms():
    rng = np.random.default_rng(4)
    for _ in range(40):
        sizes = rng.integers(2, 7, size=2).tolist()
        yes = [int(rng.integers(0, size + 1)) for size in sizes]
        sums = [
            Sum(
                (0,),
                max(0, yes[0] - int(rng.integers(0, 3))),
                min(sizes[0], yes[0] + int(rng.integers(0, 3))),
            ),
            Sum((0, 1), sum(yes) - int(rng.integers(0, 4)), sum(yes) + int(rng.integers(0, 4))),
        ]
        assert (Answers(sizes, sums, (0, 1)).leak() is not None) == brute_leak(sizes, sums)


def brute_leak(sizes, sums):
    worlds = [
        (a, b)
        for a in range(sizes[0] + 1)
        for b in range(sizes[1] + 1)
        if sums[0].low <= a <= sums[0].high and sums[1].low <= a + b <= sums[1].high
    ]
    ways = [
        (yes, no)
        for yes in [(i, j) for i in range(4) for j in range(4)]
        for no in [(i, j) for i in range(4) for j in range(4)]
        if sum(yes) + sum(no) <= 3
    ]
    for yes, no in ways:
        fits = [w for w in worlds if all(yes[i] <= w[i] and no[i] <= sizes[i] - w[i] for i in (0, 1))]
        for i in (0, 1):
            stranger = yes[i] + no[i] < sizes[i]
            if (
                fits
                and stranger
                and not (any(w[i] > yes[i] for w in fits) and any(sizes[i] - w[i] > no[i] for w in fits))
            ):
                return True
    return False
