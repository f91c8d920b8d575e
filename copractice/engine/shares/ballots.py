"""Approvals as ballots: people who marked the same items are one group with a weight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Ballots:
    """Distinct ballots and how often each was cast.

    `weight[g]` people cast ballot g; `member[p]` is the ballot of the p-th participant in `participants`;
    the ballots that approve item c are `supporters[starts[c]:starts[c + 1]]`, in ascending order.
    """

    participants: NDArray[np.int64]
    member: NDArray[np.int64]
    weight: NDArray[np.int64]
    supporters: NDArray[np.int64]
    starts: NDArray[np.int64]

    @property
    def items(self) -> int:
        """How many items stood for election."""
        return self.starts.size - 1

    def approving(self, item: int) -> NDArray[np.int64]:
        """Return the ballots that approve an item."""
        return self.supporters[self.starts[item] : self.starts[item + 1]]

    def support(self) -> NDArray[np.int64]:
        """Count, for each item, the people who approve it."""
        total: NDArray[np.int64] = np.concatenate([[0], np.cumsum(self.weight[self.supporters])])
        support: NDArray[np.int64] = total[self.starts[1:]] - total[self.starts[:-1]]
        return support


def gather(participants: ArrayLike, items: ArrayLike, count: int) -> Ballots:
    """Group equal ballots; the same mark made twice counts once.

    Raises:
        ValueError: lists of different length, or an item outside 0 to `count` - 1.
    """
    people, marked = np.asarray(participants, np.int64), np.asarray(items, np.int64)
    if people.shape != marked.shape or people.ndim != 1:
        raise ValueError(f"{people.size} participants but {marked.size} items: one item for each participant")
    if marked.size and not 0 <= marked.min() <= marked.max() < count:
        bad = marked[(marked < 0) | (marked >= count)][0]
        raise ValueError(f"item {bad} does not stand for election (items 0 to {count - 1} do)")
    ids, row = np.unique(people, return_inverse=True)
    width = -(-count // 8) or 1
    packed = np.zeros((ids.size, width), np.uint8)
    bit = (1 << (marked & 7)).astype(np.uint8)
    np.bitwise_or.at(packed.ravel(), row * width + marked // 8, bit)
    codes: dict[bytes, int] = {}
    member = [codes.setdefault(ballot, len(codes)) for ballot in packed.view(f"V{width}").ravel().tolist()]
    distinct = np.frombuffer(b"".join(codes), np.uint8).reshape(len(codes), width)
    supporters, starts = _by_item(distinct, count)
    member_array = np.array(member, np.int64)
    weight = np.bincount(member_array, minlength=len(codes)).astype(np.int64)
    return Ballots(ids, member_array, weight, supporters, starts)


def _by_item(distinct: NDArray[np.uint8], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the supporters item by item."""
    lists = [np.flatnonzero(distinct[:, item >> 3] & np.uint8(1 << (item & 7))) for item in range(count)]
    starts = np.cumsum([0, *(each.size for each in lists)], dtype=np.int64)
    return np.concatenate([*lists, np.empty(0, np.int64)]).astype(np.int64), starts
