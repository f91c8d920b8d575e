"""Rules about who is in a figure (R2, R8, R9), checked from the roster with code of the auditor's own."""

from collections import Counter
from collections.abc import Iterator, Sequence

from copractice.engine.auditor.roster import EMPLOYER, People, Roster
from copractice.engine.auditor.solver import System

FEWEST, SMALL = 10, 9
WEIGHT = 50.0


def thin_group(roster: Roster, people: People, by: Sequence[str]) -> str | None:
    """Return how a group breaks R2, or None."""
    if len(people) < FEWEST:
        return f"{len(people)} youths"
    counts = Counter(roster.employers(people))
    if EMPLOYER in by:
        return None
    if len(counts) < 3:
        return f"{len(counts)} employers"
    share = max(counts.values())
    return f"one employer has {share} of {len(people)}" if 2 * share > len(people) else None


def small_differences(populations: Sequence[People]) -> Iterator[tuple[int, int, int]]:
    """Yield (larger, smaller, people between) for nested populations that differ by 1 to 9."""
    for i, larger in enumerate(populations):
        for j, smaller in enumerate(populations):
            if smaller < larger and len(larger) - len(smaller) <= SMALL:
                yield i, j, len(larger) - len(smaller)


def small_change(new: People, old: People) -> str | None:
    """Return how many joined or left a cell between two releases, if it was 1 to 9."""
    for people, word in ((new - old, "joined"), (old - new, "left")):
        if 1 <= len(people) <= SMALL:
            return f"{len(people)} {word}"
    return None


def atoms_of(populations: Sequence[People]) -> tuple[list[int], list[list[int]]]:
    """Return the sizes of the atoms, and for each population the atoms it is made of."""
    places: dict[str, list[int]] = {}
    for number, people in enumerate(populations):
        for person in people:
            places.setdefault(person, []).append(number)
    counts = Counter(tuple(where) for where in places.values())
    signatures = sorted(counts)
    parts = [
        [atom for atom, signature in enumerate(signatures) if number in signature]
        for number in range(len(populations))
    ]
    return [counts[signature] for signature in signatures], parts


def isolated(populations: Sequence[People]) -> int | None:
    """Return the least number of people, 1 to 9, that a combination of the populations isolates, or None.

    Mixed program: weights y on populations, value v = Σ y [atom in population] on atoms, v = 0 on atoms of
    ten and more, v = 1 on one small atom; which atoms have v ≠ 0 is marked, and the marked people are
    counted.
    """
    sizes, parts = atoms_of(populations)
    small = [atom for atom, size in enumerate(sizes) if size <= SMALL]
    found = [_isolated_with(atom, sizes, parts) for atom in small]
    people = [count for count in found if count is not None]
    return min(people) if people else None


def _isolated_with(target: int, sizes: Sequence[int], parts: Sequence[Sequence[int]]) -> int | None:
    relaxed, _ = _combination(target, sizes, parts, marked=False)
    if relaxed.most() is None:
        return None
    system, marks = _combination(target, sizes, parts, marked=True)
    system.row({mark: float(sizes[atom]) for atom, mark in marks.items()}, 0, SMALL)
    world = system.most({mark: -float(sizes[atom]) for atom, mark in marks.items()})
    return None if world is None else round(sum(sizes[a] for a, mark in marks.items() if world[mark] > 0.5))


def _combination(
    target: int, sizes: Sequence[int], parts: Sequence[Sequence[int]], *, marked: bool
) -> tuple[System, dict[int, int]]:
    system = System()
    weights = [system.unknown(-WEIGHT, WEIGHT, whole=False) for _ in parts]
    marks: dict[int, int] = {}
    for atom, size in enumerate(sizes):
        terms = {weights[number]: 1.0 for number, atoms in enumerate(parts) if atom in atoms}
        if atom == target:
            system.row(terms, 1.0, 1.0)
        elif size > SMALL:
            system.row(terms, 0.0, 0.0)
        if marked and size <= SMALL:
            marks[atom] = system.unknown(1 if atom == target else 0, 1)
            system.row(terms | {marks[atom]: -WEIGHT}, -float("inf"), 0.0)
            system.row(terms | {marks[atom]: WEIGHT}, 0.0, float("inf"))
    return system, marks
