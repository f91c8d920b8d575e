"""Two maps of one conversation made to look alike, so that the live map does not jump.

Groups get the numbers of the groups whose members they kept (Hungarian method on shared members), and the
picture is turned or mirrored, never stretched, onto the earlier one (orthogonal Procrustes).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes
from scipy.optimize import linear_sum_assignment

from copractice.engine.opinions.robust import OpinionMap

# Fewer people in common do not fix how a map lies.
FEWEST_SHARED = 3


def align(current: OpinionMap, previous: OpinionMap) -> OpinionMap:
    """Return the current map, turned and numbered like the previous one.

    Person i is the same in both; people who are new in the current map stand at the end. Distances, groups,
    memberships and statements stay as they are: this is a step for the eye alone.

    >>> from copractice.engine.opinions import gather, opinions
    >>> votes = gather([0, 1, 2], [0, 0, 0], [1, -1, 1], people=3, count=1)
    >>> drawn = opinions(votes, [False])
    >>> bool((align(drawn, drawn).positions == drawn.positions).all())
    True
    """
    common = min(current.people, previous.people)
    ids = _ids(current, previous, common)
    turn = _turn(current, previous, common)
    groups = tuple(
        replace(group, id=number, center=group.center @ turn)
        for number, group in zip(ids, current.groups, strict=True)
    )
    return replace(current, positions=current.positions @ turn, groups=groups, turn=current.turn @ turn)


def _turn(current: OpinionMap, previous: OpinionMap, common: int) -> NDArray[np.float64]:
    """Find the rotation or reflection that brings shared people nearest to where they stood."""
    shared = np.flatnonzero(current.placed[:common] & previous.placed[:common])
    if shared.size < FEWEST_SHARED:
        return np.eye(2)
    now, then = current.positions[shared], previous.positions[shared]
    turn: NDArray[np.float64] = orthogonal_procrustes(now - now.mean(0), then - then.mean(0))[0]
    return np.eye(2) if np.allclose(turn, np.eye(2), atol=1e-12) else turn


def _ids(current: OpinionMap, previous: OpinionMap, common: int) -> list[int]:
    """Give each group the number of its predecessor; a group without one gets the next unused number."""
    now, then = current.labels[:common], previous.labels[:common]
    both = (now >= 0) & (then >= 0)
    shape = (len(current.groups), len(previous.groups))
    shared = np.zeros(shape)
    np.add.at(shared, (now[both], then[both]), 1)
    pairs = zip(*(side.tolist() for side in linear_sum_assignment(-shared)), strict=True)
    heirs = {group: previous.groups[before].id for group, before in pairs if shared[group, before]}
    unused = max([group.id for group in previous.groups], default=-1) + 1
    ids = []
    for group in range(len(current.groups)):
        if group not in heirs:
            heirs[group], unused = unused, unused + 1
        ids.append(heirs[group])
    return ids
