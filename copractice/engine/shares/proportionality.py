"""EJR+: no large group that agrees on an item outside may be left with too few winners.

A set of k winners fails EJR+ for n people if, for some level l, an item outside it is approved by at
least l · n / k people of whom each has fewer than l winners on the ballot. This can be checked exactly.
"""

import numpy as np

from copractice.engine.shares.ballots import Ballots


def ejr_plus_violations(
    ballots: Ballots, winners: list[int], seats: int, voters: int
) -> list[tuple[int, int, int]]:
    """List (item, level, people) for each item left out that a group could claim, at its lowest level."""
    satisfied = np.zeros(ballots.weight.size, np.int64)
    for item in winners:
        satisfied[ballots.approving(item)] += 1
    violations = []
    for item in sorted(set(range(ballots.items)) - set(winners)):
        supporters = ballots.approving(item)
        people = np.bincount(satisfied[supporters], ballots.weight[supporters], minlength=seats)
        below = np.cumsum(people[:seats]).astype(np.int64)
        claims = np.flatnonzero((below > 0) & (below * seats >= np.arange(1, seats + 1) * voters))
        if claims.size:
            violations.append((item, int(claims[0]) + 1, int(below[claims[0]])))
    return violations
