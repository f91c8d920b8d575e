"""The lottery on published pools: the chances that others have computed."""

import csv

import numpy as np
import pytest

from copractice.engine.lottery import lottery
from tests.external.conftest import DATA


def pool(folder):
    with open(DATA / "selection" / folder / "pool.csv", encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    with open(DATA / "selection" / folder / "quotas.csv", encoding="utf-8", newline="") as stream:
        quotas = list(csv.DictReader(stream))
    labels = [[person[q["feature"]] == q["value"] for q in quotas] for person in people]
    return np.array(labels, dtype=int), [int(q["min"]) for q in quotas], [int(q["max"]) for q in quotas]


def test_leximin_of_the_fixture_with_22_seats():
    result = lottery(*pool("sortition_sf_fixture_22"), 22)
    found = (result.min, result.gini, result.max)
    assert found == pytest.approx((0.09091, 0.1404, 0.4709), abs=1e-4)
    assert result.certificate.bound == pytest.approx(1 / 11, abs=1e-6)


def test_maximin_of_the_fixture_reaches_the_same_lowest_chance():
    result = lottery(*pool("sortition_sf_fixture_22"), 22, objective="maximin")
    assert result.min == pytest.approx(1 / 11, abs=1e-5)
    assert result.max <= 0.30189


def test_goldilocks_of_the_fixture():
    result = lottery(*pool("sortition_sf_fixture_22"), 22, objective="goldilocks")
    assert (result.min, result.max) == pytest.approx((0.09091, 0.1875), abs=1e-4)


@pytest.mark.parametrize("objective", ["leximin", "maximin"])
def test_the_small_example_gives_everyone_ten_percent(objective):
    result = lottery(*pool("sortition_example_small_20"), 20, objective=objective)
    assert result.probabilities == pytest.approx([0.1] * 200, abs=1e-6)
