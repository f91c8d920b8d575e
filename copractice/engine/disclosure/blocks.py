"""Blocks: groups without a common member, each large enough to have a band of its own (rules R2, R8, R9).

Everything printed about an item is a sum of the bands of whole blocks. Blocks share nobody, so nothing
about one can be computed from another: subtracting figures, in one release or over many, gives back bands
of blocks. Blocks once used are never cut; who joined later forms new ones; who stands alone too small joins
a sibling.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from copractice.engine.disclosure.bands import Limits

People = frozenset[str]


@dataclass(frozen=True)
class Block:
    """People whose answers to one item are only ever printed together, and the limits of their sum."""

    item: str
    people: People
    limits: Limits


def is_cut(block: People, population: People) -> bool:
    """Whether a population takes some of a block and leaves some, so that a figure of it would split it."""
    return not block.isdisjoint(population) and not block <= population


def covering(population: People, blocks: Iterable[Block]) -> list[Block] | None:
    """Return the blocks that make up exactly this population, or None."""
    inside: list[Block] = []
    for block in blocks:
        if is_cut(block.people, population):
            return None
        if block.people <= population:
            inside.append(block)
    return inside if sum(len(block.people) for block in inside) == len(population) else None


def new_blocks(
    levels: Sequence[Callable[[str], object]],
    fresh: People,
    is_lawful: Callable[[People, int], bool],
    is_shown: Callable[[People, int], bool],
) -> list[People]:
    """Divide people who are in no block yet into lawful blocks along a tree of groups.

    `levels` name a person's group from coarse to fine. From the finest level up: a group that is lawful is
    a block. Who is left over in a group that can be shown as a whole forms a block together, with the
    smallest sibling blocks if that is what it takes; then those siblings are not shown alone. Who is still
    left over is in no block. `is_lawful` and `is_shown` get people and the number of their level, and know
    no answers.
    """
    found: list[People] = []
    for group in _groups(fresh, levels[0]):
        found += _divided(group, 0, levels, is_lawful, is_shown)[0]
    return found


def _divided(
    people: People,
    level: int,
    levels: Sequence[Callable[[str], object]],
    is_lawful: Callable[[People, int], bool],
    is_shown: Callable[[People, int], bool],
) -> tuple[list[People], People]:
    if level == len(levels) - 1:
        return ([people], frozenset()) if is_lawful(people, level) else ([], people)
    blocks: list[People] = []
    left: People = frozenset()
    for group in _groups(people, levels[level + 1]):
        more, rest = _divided(group, level + 1, levels, is_lawful, is_shown)
        blocks, left = blocks + more, left | rest
    if not left or not is_shown(people, level):
        return blocks, left
    spare, joined = sorted(blocks, key=len), left
    while not is_lawful(joined, level) and spare:
        joined |= spare.pop(0)
    return ([*spare, joined], frozenset()) if is_lawful(joined, level) else (blocks, left)


def _groups(people: People, group_of: Callable[[str], object]) -> list[People]:
    members: dict[str, set[str]] = {}
    for person in people:
        members.setdefault(str(group_of(person)), set()).add(person)
    return [frozenset(members[name]) for name in sorted(members)]
