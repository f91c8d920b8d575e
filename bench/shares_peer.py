"""The shares' public peer, abcvoting."""

from collections.abc import Callable

from abcvoting import abcrules
from abcvoting.preferences import Profile

from bench.shares import ITEMS, SEATS, approvals


def floats() -> Callable[[], list[int]]:
    """Prepare abcvoting's equal shares in floats, its fastest arithmetic without further packages."""
    who, what = approvals(10_000)
    ballots: list[list[int]] = [[] for _ in range(10_000)]
    for person, item in zip(who.tolist(), what.tolist(), strict=True):
        ballots[person].append(item)
    profile = Profile(ITEMS)
    profile.add_voters(ballots)

    def run() -> list[int]:
        committees = abcrules.compute_equal_shares(profile, SEATS, algorithm="float-fractions")
        return sorted(committees[0])

    return run
