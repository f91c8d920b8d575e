"""What the best-informed reader knows beforehand: who was in which group and who answered; no answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from copractice.engine.auditor.published import Cell

People = frozenset[str]
EMPLOYER = "employer"


@dataclass(frozen=True, eq=False)
class Roster:
    """The roster of one release: each person's value of every attribute, and who answered which item."""

    groups: Mapping[str, Mapping[str, str]]
    answered: Mapping[str, People]

    @property
    def everybody(self) -> People:
        """Everyone in this release."""
        return frozenset(self.groups[EMPLOYER])

    def population(self, cell: Cell) -> People:
        """Return the people whom a cell is about."""
        people = self.everybody
        if cell.item is not None:
            people = people & self.answered[cell.item]
        for attribute, value in cell.group:
            people = frozenset(p for p in people if self.groups[attribute].get(p) == value)
        return people

    def employers(self, people: People) -> list[str]:
        """Return the employer of each of these people."""
        return [self.groups[EMPLOYER][person] for person in sorted(people)]
