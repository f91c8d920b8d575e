"""The auditor's checks of percentages and means: bands, groups, differences, and every youth's answer."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from copractice.engine.auditor import published
from copractice.engine.auditor.answers import Answers, Leak, Sum
from copractice.engine.auditor.findings import Finding, at
from copractice.engine.auditor.populations import (
    atoms_of,
    isolated,
    small_change,
    small_differences,
    thin_group,
)
from copractice.engine.auditor.published import Cell
from copractice.engine.auditor.roster import People, Roster
from copractice.engine.watch import Watch

SCALES = {"percent": (0, 1), "mean": (1, 5)}


class Figures:
    """All percentages and means of all releases, with the people each is about."""

    def __init__(self, cells: Sequence[Cell], rosters: Mapping[str, Roster]) -> None:
        self.rosters = rosters
        self.cells = [cell for cell in cells if cell.item is not None]
        self.people = {
            cell: rosters[cell.as_of].population(cell) for cell in self.cells if cell.as_of in rosters
        }
        self.alone: dict[tuple[str, int, int, int], Leak | None] = {}

    def findings(self, watch: Watch) -> list[Finding]:
        """Return everything wrong, item by item."""
        undated = [cell for cell in self.cells if cell not in self.people]
        found = [at("R8", cell, f"{cell.as_of} is the date of no release") for cell in undated]
        items = sorted({str(cell.item) for cell in self.people})
        for number, item in enumerate(items):
            watch.report(number / len(items), f"item {item}")
            found += self._item(item)
        return found

    def _item(self, item: str) -> list[Finding]:
        cells = [cell for cell in self.people if cell.item == item]
        shown = list({(c.table, c.group, c.as_of, c.n, c.value): c for c in cells if not c.hidden}.values())
        found = [finding for cell in shown for finding in self._cell(cell)]
        found += self._differences(shown)
        found += [
            at("R10", cell, "hidden, though the roster allows it") for cell in self._needless(cells, shown)
        ]
        if not any(finding.rule in ("R3", "R5", "R6") for finding in found):
            found += self._attack(shown)
        return found

    def _cell(self, cell: Cell) -> Iterator[Finding]:
        people = self.people[cell]
        thin = thin_group(self.rosters[cell.as_of], people, cell.by)
        if thin:
            yield at("R2", cell, f"shown with {thin}")
        if cell.n not in published.SIZES:
            yield at("R4", cell, f"the size of the group is given as {cell.n or 'nothing'}, not as a band")
        rule = "R5" if cell.kind == "percent" else "R6"
        if cell.value in ("0", "100") and cell.kind == "percent":
            yield at("R3", cell, f"{cell.value} % says what everybody answered")
        elif not _is_lawful(cell, len(people)):
            yield at(rule, cell, f"{cell.value} may not be printed for {len(people)} answers")
        elif len(people) >= 1 and self._alone(cell) is not None:
            yield at(rule, cell, f"{cell.value} tells three who know their answers what another answered")

    def _alone(self, cell: Cell) -> Leak | None:
        low, high = _total(cell, len(self.people[cell]))
        key = (cell.kind, len(self.people[cell]), low, high)
        if key not in self.alone:
            size = len(self.people[cell])
            self.alone[key] = Answers([size], [Sum((0,), low, high)], SCALES[cell.kind]).leak()
        return self.alone[key]

    def _differences(self, shown: Sequence[Cell]) -> Iterator[Finding]:
        populations = [self.people[cell] for cell in shown]
        for larger, smaller, between in small_differences(populations):
            words = f"{between} people more than in {shown[smaller].table} of {shown[smaller].as_of}"
            yield at("R8", shown[larger], words)
        for i, old in enumerate(shown):
            for new in shown[i + 1 :]:
                if (old.table, old.group) == (new.table, new.group):
                    change = small_change(self.people[new], self.people[old])
                    if change:
                        yield at("R8", new, f"{change} this group since {old.as_of}")
        alone = isolated(_distinct(populations))
        if alone is not None:
            yield at("R9", shown[-1], f"figures of this item together isolate {alone} people")

    def _needless(self, cells: Sequence[Cell], shown: Sequence[Cell]) -> Iterator[Cell]:
        """Find hidden cells about people of whom nothing is shown, which nothing in the roster forbids."""
        seen = frozenset[str]().union(*(self.people[cell] for cell in shown))
        for cell in cells:
            people = self.people[cell]
            if not cell.hidden or thin_group(self.rosters[cell.as_of], people, cell.by):
                continue
            if people.isdisjoint(seen) and (cell.kind == "percent" or published.mean_base(len(people))):
                yield cell

    def _attack(self, shown: Sequence[Cell]) -> list[Finding]:
        """Attack all figures of an item together; name R8 if two of them suffice, R9 if it takes more."""
        if not shown:
            return []
        whole = self._together(shown)
        if not whole.consistent():
            return [at("R8", shown[-1], "the figures of this item contradict one another")]
        if whole.leak() is None:
            return []
        for i, one in enumerate(shown):
            for two in shown[i + 1 :]:
                if self._together([one, two]).leak() is not None:
                    words = f"with {one.table} of {one.as_of} it narrows what a youth answered"
                    return [at("R8", two, words)]
        return [at("R9", shown[-1], "all figures of this item together narrow what a youth answered")]

    def _together(self, shown: Sequence[Cell]) -> Answers:
        sizes, parts = atoms_of([self.people[cell] for cell in shown])
        sums = [
            Sum(tuple(atoms), *_total(cell, len(self.people[cell])))
            for cell, atoms in zip(shown, parts, strict=True)
        ]
        return Answers(sizes, sums, SCALES[shown[0].kind])


def _distinct(populations: Sequence[People]) -> list[People]:
    return list(dict.fromkeys(populations))


def _total(cell: Cell, n: int) -> tuple[int, int]:
    if cell.kind == "percent":
        return published.percent_counts(cell.value, n)
    return published.mean_totals(cell.value, n)


def _is_lawful(cell: Cell, n: int) -> bool:
    """Whether the rules know this text for n answers."""
    if cell.kind == "percent":
        return cell.value in published.percent_texts(n) or _is_between(cell.value, Fraction(5))
    base = published.mean_base(n)
    if base is None:
        return False
    if _is_between(cell.value, Fraction(1, 4)):
        return True
    _, low, high = next(rule for least, rule in sorted(published.MEAN.items(), reverse=True) if n >= least)
    if cell.value in (f"{low} or less", f"{high} or more"):
        return True
    try:
        value = Fraction(cell.value)
    except ValueError:
        return False
    return Fraction(low) < value < Fraction(high) and (value / base).denominator == 1


def _is_between(text: str, grid: Fraction) -> bool:
    """Whether a text is a sum of bands: limits on the grid, a step or more apart."""
    match text.split(" "):
        case ["between", low, "and", high]:
            steps = Fraction(low) / grid, Fraction(high) / grid
            return steps[0].denominator == steps[1].denominator == 1 and steps[0] < steps[1]
    return False
