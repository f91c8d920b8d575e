"""What an attack found, and under which rule it is refused."""

from dataclasses import dataclass

from copractice.engine.auditor.published import Cell


@dataclass(frozen=True)
class Finding:
    """One reason to refuse: the rule, where it was broken, and how, in words."""

    rule: str
    release: str
    table: str
    group: str
    words: str

    def __str__(self) -> str:
        """Return the finding as one sentence."""
        place = ", ".join(part for part in (self.release, self.table, self.group) if part)
        return f"{self.rule}: {self.words} ({place})"


def at(rule: str, cell: Cell, words: str) -> Finding:
    """Return a finding about one cell."""
    group = ", ".join(value for _, value in cell.group) or "all"
    return Finding(rule, cell.release, cell.table, group, words)
