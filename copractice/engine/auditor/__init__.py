"""The attack on a report: reads only published bytes, and tries to learn what they must not tell.

**Meaning.** The auditor knows nothing of how a report was made. From the files of all releases it
reconstructs what a reader can conclude: an outsider (K0), a youth who knows her own and two friends'
answers (K1), and an employer who knows the roster and who answered (K2). If any of them gains anything,
publishing is refused, with the rule.

**Formula.** A hidden count must be able to be anything from 1 to 9 (whole-number programs over all tables and
releases). A youth's answer must be able to lie at both ends of its scale, given the roster, all figures as
intervals, and any three known answers at the ends of the scale. Populations must differ by 0 or at least 10,
and no linear combination may concern 1 to 9 people. Nothing may be hidden that the roster allows to be shown.

**Limits.** Three known answers, not four. Figures in pictures are checked by their words, not by their
shapes.

**Source.** This project's rules R1 to R12; Duncan, Elliot, Salazar: Statistical Confidentiality (2011), for
the intruder who solves for bounds.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from copractice.engine.auditor.counts import intervals
from copractice.engine.auditor.figures import Figures
from copractice.engine.auditor.findings import Finding
from copractice.engine.auditor.formats import stray_numbers
from copractice.engine.auditor.published import Cell, Unreadable, digest, read_release
from copractice.engine.auditor.roster import Roster
from copractice.engine.auditor.tables import count_findings
from copractice.engine.watch import Watch

__all__ = ["Audit", "Finding", "Roster", "audit", "count_intervals", "may_publish"]


@dataclass(frozen=True)
class Audit:
    """What the attack found in the releases whose bytes have this SHA-256; no findings: nothing to refuse."""

    sha256: str
    findings: tuple[Finding, ...]
    figures: int
    hidden: int
    method: str = "auditor"
    version: str = "1"
    seed: None = None

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def audit(
    releases: Sequence[Mapping[str, bytes]],
    rosters: Sequence[Roster],
    *,
    frame: Collection[str] = (),
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Audit:
    """Attack all releases together.

    Args:
        releases: for each release in order, its files by name; `release.json` holds the figures.
        rosters: for each release in order, who was in it and who answered what.
        frame: numbers that an empty page has anyway (years, page numbers).

    Raises:
        ValueError: releases and rosters do not go together.
        Stopped: the caller asked for an end.
    """
    if len(releases) != len(rosters):
        raise ValueError(f"{len(releases)} releases and {len(rosters)} rosters: each release needs one")
    watch = Watch(progress, should_stop)
    cells: list[Cell] = []
    findings: list[Finding] = []
    known: dict[str, Roster] = {}
    for number, (files, roster) in enumerate(zip(releases, rosters, strict=True), start=1):
        try:
            read = read_release(files)
        except Unreadable as error:
            findings.append(Finding("R10", f"release {number}", "", "", str(error)))
            continue
        cells += read
        known |= {cell.release: roster for cell in read}
        for name, numbers in stray_numbers(files, frame).items():
            words = f"{name} says {', '.join(numbers)}, which the release does not print"
            findings.append(Finding("R10", read[0].release if read else "", name, "", words))
    findings += count_findings(cells, known, watch.part(0.0, 0.3))
    findings += Figures(cells, known).findings(watch.part(0.3, 1.0))
    watch.report(1.0, "audited")
    hidden = sum(cell.hidden for cell in cells)
    return Audit(digest(releases), tuple(dict.fromkeys(findings)), len(cells) - hidden, hidden)


def count_intervals(files: Mapping[str, bytes]) -> list[tuple[Cell, int, int]]:
    """Return every hidden count of one release with the least and the most that it could be (from 1 to 9).

    Raises Unreadable if the file is no release, ValueError if its shown counts contradict one another.
    """
    cells = [cell for cell in read_release(files) if cell.kind == "counts"]
    found = intervals(cells, {})
    if found is None:
        raise ValueError("the shown counts contradict one another")
    return [(cell, low, high) for cell, (low, high) in found.items()]


def may_publish(result: Audit | None, releases: Sequence[Mapping[str, bytes]]) -> None:
    """Raise ValueError unless exactly these bytes were audited and nothing was found (rule R12)."""
    if result is None or result.sha256 != digest(releases):
        raise ValueError("R12: these files have not been audited; without an audit there are no numbers")
    if not result.passed:
        raise ValueError(str(result.findings[0]))
