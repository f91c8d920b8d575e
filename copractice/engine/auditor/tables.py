"""The auditor's checks of count tables: small cells, patched tables, small changes, and hidden cells."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from copractice.engine.auditor.counts import LEAST, MOST, intervals
from copractice.engine.auditor.findings import Finding, at
from copractice.engine.auditor.populations import SMALL, small_change
from copractice.engine.auditor.published import Cell
from copractice.engine.auditor.roster import Roster
from copractice.engine.watch import Watch


def count_findings(cells: Sequence[Cell], rosters: Mapping[str, Roster], watch: Watch) -> list[Finding]:
    """Return everything wrong with the tables of counts in all releases."""
    counts = [cell for cell in cells if cell.kind == "counts"]
    if not counts:
        return []
    watch.report(0.0, f"{len(counts)} cells of counts")
    found = [at("R3", cell, f"a count of {cell.value} is shown") for cell in counts if _is_small(cell)]
    found += _patches(counts)
    found += _changes(counts, rosters)
    distinct = _first_published(counts)
    reach = intervals(distinct, rosters)
    watch.report(0.9, "hidden cells bounded")
    if reach is None:
        return [*found, at("R8", counts[-1], "the published counts contradict one another")]
    for cell, (low, high) in reach.items():
        if low > LEAST or high < MOST:
            found.append(at("R7", cell, f"a hidden cell can only be {low} to {high}"))
    return found


def _is_small(cell: Cell) -> bool:
    return not cell.hidden and (not cell.value.isdecimal() or int(cell.value) <= SMALL)


def _first_published(cells: Sequence[Cell]) -> list[Cell]:
    """Return every (table, group, date) once: shown if it was ever shown."""
    first: dict[object, Cell] = {}
    for cell in cells:
        key = (cell.table, cell.group, cell.as_of)
        if key not in first or (first[key].hidden and not cell.hidden):
            first[key] = cell
    return list(first.values())


def _patches(cells: Sequence[Cell]) -> Iterator[Finding]:
    """Find tables of which only some cells were replaced: mixed dates, or an old date with a new content."""
    dates: dict[tuple[str, str], str] = {}
    seen: dict[object, Cell] = {}
    for cell in cells:
        if dates.setdefault((cell.release, cell.table), cell.as_of) != cell.as_of:
            yield at("R8", cell, "a table was patched: its cells have different dates")
        old = seen.setdefault((cell.table, cell.group, cell.as_of), cell)
        if old.value != cell.value:
            yield at("R8", cell, f"a table was patched: this cell was {old.value or 'hidden'} before")


def _changes(cells: Sequence[Cell], rosters: Mapping[str, Roster]) -> Iterator[Finding]:
    """Find inner cells that 1 to 9 people joined or left, unless the whole program is of other people."""
    versions: dict[object, dict[str, Cell]] = {}
    for cell in cells:
        if cell.as_of in rosters and len(cell.group) == len(cell.by):
            versions.setdefault((cell.table, cell.group), {}).setdefault(cell.as_of, cell)
    for dated in versions.values():
        for old, new in itertools.combinations(dated.values(), 2):
            before, after = rosters[old.as_of], rosters[new.as_of]
            if before.everybody.isdisjoint(after.everybody):
                continue
            change = small_change(after.population(new), before.population(old))
            if change:
                yield at("R8", new, f"{change} this cell since {old.as_of}")
