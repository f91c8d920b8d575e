"""Attack on answers: can anyone tell what a youth answered, from all figures, the roster and three answers?

People in the same published groups form an atom. Unknown is how many of each atom gave each answer; each
figure bounds a sum. A youth's answer is narrowed if an end of the scale is impossible for her.

The attacker knows up to three answers (her own and two friends'), here at the ends of the scale, where a
known answer says most. Swapping two people of an atom keeps every figure. So a stranger of atom a cannot
have answered v only if all who can have are known: if max h[a, v] given the known is no more than the known
at (a, v). With K known elsewhere it is enough to find one world with h ≥ K and h[a, v] ≥ 4 − |K|. One world
serves many K and many targets; whatever no world at hand serves is asked of the solver.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copractice.engine.auditor.solver import INFINITE, System

KNOWN = 3

Pair = tuple[int, int]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sum:
    """A figure as the attacker reads it: the answers of these atoms add to something from low to high."""

    atoms: tuple[int, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Leak:
    """A youth of `atom` cannot have answered `value` if the people in `known` answered as they did."""

    atom: int
    value: int
    known: tuple[Pair, ...]


class Answers:
    """What the figures of one item say about the answers of its atoms."""

    def __init__(self, sizes: Sequence[int], sums: Sequence[Sum], scale: tuple[int, int]) -> None:
        self.sizes = sizes
        self.pairs = [(atom, end) for atom in range(len(sizes)) for end in scale]
        self.system = System()
        given = {
            (atom, value): self.system.unknown()
            for atom in range(len(sizes))
            for value in range(scale[0], scale[1] + 1)
        }
        for atom, size in enumerate(sizes):
            self.system.row({n: 1.0 for (where, _), n in given.items() if where == atom}, size, size)
        for figure in sums:
            terms = {n: float(v) for (atom, v), n in given.items() if atom in figure.atoms and v}
            self.system.row(terms, figure.low, figure.high)
        self.given = [given[pair] for pair in self.pairs]
        self.marks: list[int] = []
        for number, (atom, _) in zip(self.given, self.pairs, strict=True):
            for need in {1, min(KNOWN, sizes[atom])}:
                self.marks.append(self.system.unknown(0, 1))
                self.system.row({number: 1.0, self.marks[-1]: -float(need)}, 0, INFINITE)
        self.known = _Known(len(self.pairs), [atom for atom, _ in self.pairs])
        self.worlds: list[Ints] = []
        self.served: list[Mask] = []

    def consistent(self) -> bool:
        """Whether any answers at all can have given these figures."""
        return self._world({}) is not None

    def leak(self) -> Leak | None:
        """Return a way to narrow somebody's answer, or None if there is none."""
        everywhere = {pair: min(KNOWN + 1, self.sizes[atom]) for pair, (atom, _) in enumerate(self.pairs)}
        if self._world(everywhere) is not None:
            return None
        return next((leak for leak in map(self._leak_at, range(len(self.pairs))) if leak), None)

    def _leak_at(self, target: int) -> Leak | None:
        atom, value = self.pairs[target]
        level, open_ = self.known.levels(target, self.sizes[atom])
        for world, served in zip(self.worlds, self.served, strict=True):
            open_ &= ~(served & (world[target] >= level))
        while open_.any():
            index = int(open_.argmax())
            held = self.known.counts(index)
            found = self._world(held | {target: int(level[index])})
            if found is None:
                inside = self._most(target, held)
                if inside is not None:
                    others = tuple(self.pairs[pair] for pair, n in held.items() for _ in range(n))
                    return Leak(atom, value, others + (self.pairs[target],) * inside)
                open_[index] = False
            else:
                open_ &= ~(self.served[-1] & (found[target] >= level))
        return None

    def _world(self, least: dict[int, int]) -> Ints | None:
        """Return a world with at least these answers, and one and three of as many others as can be."""
        self._hold(least)
        found = self.system.most(self.marks)
        if found is None:
            return None
        self.worlds.append(np.rint(found[self.given]).astype(np.int64))
        self.served.append(self.known.served_by(self.worlds[-1]))
        return self.worlds[-1]

    def _most(self, target: int, held: dict[int, int]) -> int | None:
        self._hold(held)
        world = self.system.most([self.given[target]])
        return None if world is None else round(world[self.given[target]])

    def _hold(self, least: dict[int, int]) -> None:
        for pair, number in enumerate(self.given):
            self.system.bound(number, least.get(pair, 0))


class _Known:
    """All ways to know up to three answers: three pairs in order each, `pairs` standing for none."""

    def __init__(self, pairs: int, atoms: Sequence[int]) -> None:
        none = pairs
        ways = itertools.combinations_with_replacement(range(pairs + 1), KNOWN)
        self.ways = np.array(list(ways), dtype=np.int64)
        self.none = none
        self.atoms = np.array([*atoms, -1])
        first, second, third = self.ways.T
        # How many of a pair its place in the ordered way asks for; none asks for nothing.
        self.needs = [
            np.where(place == none, 0, 1 + again)
            for place, again in (
                (first, 0),
                (second, (second == first).astype(np.int64)),
                (third, (third == second).astype(np.int64) + (third == first)),
            )
        ]

    def served_by(self, world: Ints) -> Mask:
        """Return which ways a world has."""
        counts = np.append(world, 0)
        served = np.ones(len(self.ways), dtype=bool)
        for place, need in zip(self.ways.T, self.needs, strict=True):
            served &= counts[place] >= need
        return served

    def levels(self, target: int, size: int) -> tuple[Ints, Mask]:
        """Return, for each way, how often the target must be possible, and whether the way concerns it."""
        known = (self.ways != self.none).sum(axis=1)
        near = (self.atoms[self.ways] == self.atoms[target]).sum(axis=1)
        level = np.minimum(KNOWN + 1 - known, size - near)
        return level, (level > 0) & ~(self.ways == target).any(axis=1)

    def counts(self, index: int) -> dict[int, int]:
        """Return one way as how many are known of each pair."""
        pairs = [int(pair) for pair in self.ways[index] if pair != self.none]
        return {pair: pairs.count(pair) for pair in pairs}
