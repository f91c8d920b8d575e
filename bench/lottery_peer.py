"""The lottery's public peer, in a process of its own so that its memory is not counted as ours."""

from collections.abc import Callable

import numpy as np
from sortition_algorithms import Settings, read_in_features, read_in_people
from sortition_algorithms.committee_generation.leximin import find_distribution_leximin

from bench.lottery import fixture


def leximin() -> Callable[[], list[float]]:
    """Prepare the peer's leximin on the same pool (it needs Gurobi, in its free, size-limited form)."""
    people, quotas = fixture()
    features, _, _ = read_in_features(list(quotas[0]), quotas, number_to_select=22)
    settings = Settings(id_column="id", columns_to_keep=[])
    pool, _ = read_in_people(list(people[0]), people, features, settings)

    def run() -> list[float]:
        panels, probabilities, _ = find_distribution_leximin(features, pool, 22, [], "highspy")
        chances = {person["id"]: 0.0 for person in people}
        for panel, probability in zip(panels, probabilities, strict=True):
            for person in panel:
                chances[person] += probability
        ordered = np.sort(list(chances.values()))
        ranks = 2 * np.arange(1, len(ordered) + 1) - len(ordered) - 1
        gini = ranks @ ordered / len(ordered) / ordered.sum()
        return [round(float(value), 4) for value in (ordered[0], ordered[-1], gini)]

    return run
