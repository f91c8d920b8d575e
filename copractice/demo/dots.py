"""How the 150 people of the demo's convening placed their dots and compared statements two at a time."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from copractice.convening.models import Dot, Pair, Statement, Voter
from copractice.demo.statements import LINES

DOTS_EACH = 4
COMPARING = 138  # people who compared
CHOICES = 1860
SOMEWHERE = 0.05  # of a dot on any statement, so that every statement is somebody's
FIRMNESS = 1.2  # how surely the gladder wish wins a comparison
LEANING = 3  # and how much it counts that one agrees
# For each outlook the statements it would spend its dots on, and how gladly.
FAVORITES = [
    {1: 9, 2: 8, 40: 8, 44: 7, 20: 6},
    {3: 7, 5: 6, 4: 5, 26: 4, 11: 3},
    {6: 9, 8: 7, 38: 3, 15: 4, 33: 3},
]


def place_dots(
    voters: list[Voter],
    statements: list[Statement],
    outlook: NDArray[np.int64],
    *,
    evening: datetime,
    rng: np.random.Generator,
) -> None:
    """Give everybody their dots at once; who favors a statement may put two or three on it."""
    dots = []
    for voter, group in zip(voters, outlook.tolist(), strict=True):
        wish = _wishes(statements, group)
        for place, count in enumerate(rng.multinomial(DOTS_EACH, wish / wish.sum()).tolist()):
            if count:
                at = evening + timedelta(minutes=140)
                dots.append(_dot(voter, statements[place], count, at))
    Dot.objects.bulk_create(dots, batch_size=5000)


def compare(
    voters: list[Voter],
    statements: list[Statement],
    outlook: NDArray[np.int64],
    *,
    evening: datetime,
    rng: np.random.Generator,
) -> None:
    """Let people choose between two statements, each pair once, the stronger wish mostly ahead."""
    standing = [place for place, row in enumerate(statements) if row.state == "accepted"]
    first, second = np.triu_indices(len(standing), 1)
    shares = np.bincount(rng.integers(0, COMPARING, CHOICES), minlength=COMPARING)
    pairs = []
    for voter, group, count in zip(voters, outlook.tolist(), shares.tolist(), strict=False):
        wish = FIRMNESS * np.log(_wishes(statements, group) + 1) + LEANING * _chances(statements, group)
        for pair in rng.choice(first.size, count, replace=False).tolist():
            left, right = rng.permutation([standing[first[pair]], standing[second[pair]]]).tolist()
            ahead = 1 / (1 + np.exp(wish[right] - wish[left]))
            choice = 0 if rng.random() < 0.05 else 1 if rng.random() < ahead else -1
            pairs.append(
                Pair(
                    community_id=voter.community_id,
                    voter=voter,
                    left=statements[left],
                    right=statements[right],
                    choice=choice,
                    propensity=1 / first.size,
                    at=evening + timedelta(minutes=100),
                )
            )
    Pair.objects.bulk_create(pairs, batch_size=5000)


def _wishes(statements: list[Statement], group: int) -> NDArray[np.float64]:
    """Return how gladly an outlook would see each statement win; nothing for one that does not stand."""
    wish = [FAVORITES[group].get(row.number, SOMEWHERE) for row in statements]
    stands = [row.state == "accepted" for row in statements]
    wishes: NDArray[np.float64] = np.array(wish) * np.array(stands)
    return wishes


def _chances(statements: list[Statement], group: int) -> NDArray[np.float64]:
    return np.array([LINES[row.number - 1].agree[group] for row in statements])


def _dot(voter: Voter, statement: Statement, count: int, at: datetime) -> Dot:
    return Dot(community_id=voter.community_id, voter=voter, statement=statement, count=count, at=at)
