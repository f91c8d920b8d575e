"""Attack on tables of counts: what a reader can compute about the cells that are hidden.

Unknown is how many people stand in every combination of the tables' attributes, in every release; a
combination with the same people in two releases is one unknown. Shown cells fix sums. A hidden cell is safe
if it could be anything from 1 to 9, in whole numbers.
"""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from copractice.engine.auditor.published import Cell
from copractice.engine.auditor.roster import People, Roster
from copractice.engine.auditor.solver import System

LEAST, MOST = 1, 9

Combination = tuple[tuple[str, str], ...]


def intervals(cells: Sequence[Cell], rosters: Mapping[str, Roster]) -> dict[Cell, tuple[int, int]] | None:
    """Return for every hidden cell the least and the most it could be, as far as 1 and 9.

    A cell that could be less than 1 or more than 9 is not searched further. None if the shown cells
    contradict one another, so that no table can have them.
    """
    system = System()
    sums = _sums(cells, rosters, system)
    for cell in cells:
        if not cell.hidden:
            count = float(cell.value)
            system.row(dict.fromkeys(sums[cell], 1.0), count, count)
    hidden = [cell for cell in cells if cell.hidden]
    world = system.most()
    if world is None:
        return None
    worlds = [world]
    for cell in hidden:
        _widen(system, sums[cell], worlds)
    return {cell: _reach(sums[cell], worlds) for cell in hidden}


def _widen(system: System, unknowns: Sequence[int], worlds: list[NDArray[np.float64]]) -> None:
    """Add worlds in which this cell is small and large, unless one at hand has that already."""
    low, high = _reach(unknowns, worlds)
    for sign, done in ((-1.0, low <= LEAST), (1.0, high >= MOST)):
        if not done:
            world = system.most(dict.fromkeys(unknowns, sign))
            if world is not None:
                worlds.append(world)


def _reach(unknowns: Sequence[int], worlds: Sequence[NDArray[np.float64]]) -> tuple[int, int]:
    values = [round(float(world[list(unknowns)].sum())) for world in worlds]
    return min(values), max(values)


def _sums(cells: Sequence[Cell], rosters: Mapping[str, Roster], system: System) -> dict[Cell, list[int]]:
    """Return the unknowns that add to each cell."""
    found: dict[Cell, list[int]] = {}
    numbers: dict[object, int] = {}
    for as_of in dict.fromkeys(cell.as_of for cell in cells):
        dated = [cell for cell in cells if cell.as_of == as_of]
        attributes = sorted({attribute for cell in dated for attribute in cell.by})
        values = [sorted({dict(c.group)[a] for c in dated if a in dict(c.group)}) for a in attributes]
        people = _people(rosters.get(as_of), attributes)
        for combination in itertools.product(*values):
            place = tuple(zip(attributes, combination, strict=True))
            key = (as_of, place) if people is None else (place, people.get(place, frozenset()))
            if key not in numbers:
                numbers[key] = system.unknown(0, 1 << 20)
            for cell in dated:
                if set(cell.group) <= set(place):
                    found.setdefault(cell, []).append(numbers[key])
    return found


def _people(roster: Roster | None, attributes: Sequence[str]) -> dict[Combination, People] | None:
    if roster is None:
        return None
    members: dict[Combination, set[str]] = {}
    for person in sorted(roster.groups[attributes[0]] if attributes else ()):
        place = tuple((attribute, roster.groups[attribute][person]) for attribute in attributes)
        members.setdefault(place, set()).add(person)
    return {place: frozenset(people) for place, people in members.items()}
