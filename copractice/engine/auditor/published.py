"""Read published releases as a stranger would: the bytes of their files, and nothing else."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

FIGURES = "release.json"
_NUMBER = re.compile(r"\d+(\.\d+)?")

# What the rules allow, written down again: from n on, (end, inner step), and (base, low end, high end).
PERCENT = {10: (40, 20), 20: (20, 20), 40: (10, 10), 80: (5, 5), 200: (2, 1), 400: (1, 1)}
MEAN = {16: ("0.5", "2", "4"), 32: ("0.25", "1.5", "4.5"), 80: ("0.1", "1.5", "4.5")}
SIZES = ("10-14", "15-19", "20-29", "30-49", "50-99", "100+")

Group = tuple[tuple[str, str], ...]


class Unreadable(ValueError):
    """A published file that is not a release in the known format."""


@dataclass(frozen=True)
class Cell:
    """One published cell: where it stands, since when, and its printed texts; none if it is hidden."""

    release: str
    table: str
    kind: str
    item: str | None
    by: tuple[str, ...]
    group: Group
    as_of: str
    n: str = ""
    value: str = ""

    @property
    def hidden(self) -> bool:
        """Whether nothing is printed."""
        return not self.value


def read_release(files: Mapping[str, bytes]) -> list[Cell]:
    """Return the cells of one release's `release.json`; raise Unreadable if it cannot be understood."""
    try:
        content = json.loads(files[FIGURES])
        cells = [
            _cell(content["release"], table, cell) for table in content["tables"] for cell in table["cells"]
        ]
        for cell in cells:
            if cell.item is not None and not cell.hidden:
                _interval(cell.value, Fraction(0), Fraction(0))
        return cells
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{FIGURES} is not a release: {error!r}") from None


def _cell(release: str, table: Mapping[str, object], cell: Mapping[str, object]) -> Cell:
    kind, group = str(table["kind"]), cell["group"]
    by, item = table["by"], table["item"]
    if not (isinstance(group, dict) and isinstance(by, list)):
        raise Unreadable(f"table {table['name']} has a cell without a group")
    place = tuple((name, str(group[name])) for name in by if name in group)
    value = "count" if kind == "counts" else kind
    printed = {} if cell.get("hidden") else {"n": str(cell.get("n", "")), "value": str(cell[value])}
    return Cell(
        release,
        str(table["name"]),
        kind,
        None if item is None else str(item),
        tuple(by),
        place,
        str(cell["as_of"]),
        **printed,
    )


def digest(releases: Sequence[Mapping[str, bytes]]) -> str:
    """Return one SHA-256 over all files of all releases, so that an audit names exactly what it judged."""
    whole = hashlib.sha256()
    for number, files in enumerate(releases):
        for name in sorted(files):
            whole.update(f"{number}/{name}/{len(files[name])}\n".encode())
            whole.update(files[name])
    return whole.hexdigest()


def percent_counts(text: str, n: int) -> tuple[int, int]:
    """Return the least and the most of n people that a printed percentage allows."""
    end = next((end for least, (end, _) in sorted(PERCENT.items(), reverse=True) if n >= least), 0)
    low, high, open_low, open_high = _interval(text, Fraction(1, 2), Fraction(0))
    # An inner band leaves its upper limit to the end band beside it.
    open_high = open_high or (open_low and high == 100 - end)
    least, most = low * n / 100, high * n / 100
    return (
        max(0, floor(least) + 1 if open_low else ceil(least)),
        min(n, ceil(most) - 1 if open_high else floor(most)),
    )


def percent_texts(n: int) -> set[str]:
    """Return the bands that the rules know for a group of n that is printed as one."""
    rules = [rule for least, rule in sorted(PERCENT.items()) if n >= least]
    if not rules:
        return set()
    end, step = rules[-1]
    inner = {f"{low} to {low + step}" for low in range(end, 100 - end, step)}
    return inner | {f"{end} or less", f"{100 - end} or more"}


def mean_totals(text: str, n: int) -> tuple[int, int]:
    """Return the least and the greatest sum of n answers from 1 to 5 that a printed mean allows."""
    half = (mean_base(n) or Fraction(1, 10 ** len(text.partition(".")[2].split(" ")[0]))) / 2
    low, high, _, open_high = _interval(text, half, half)
    return max(n, ceil(low * n)), min(5 * n, ceil(high * n) - 1 if open_high else floor(high * n))


def mean_base(n: int) -> Fraction | None:
    """Return the rounding base that the rules set for n answers, or None if they allow no mean."""
    allowed = [Fraction(base) for least, (base, _, _) in sorted(MEAN.items()) if n >= least]
    return allowed[-1] if allowed else None


def _interval(text: str, half: Fraction, end_half: Fraction) -> tuple[Fraction, Fraction, bool, bool]:
    """Return (low, high, whether low is out, whether high is out) of a printed text.

    `half` is half the rounding of a plain number, `end_half` that of a coded end.
    """
    match text.split(" "):
        case [number] if _NUMBER.fullmatch(number):
            return Fraction(number) - half, Fraction(number) + half, False, True
        case [number, "or", "less"] if _NUMBER.fullmatch(number):
            return Fraction(0), Fraction(number) + end_half, False, end_half > 0
        case [number, "or", "more"] if _NUMBER.fullmatch(number):
            return Fraction(number) - end_half, Fraction(100), False, False
        case [low, "to", high] if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high):
            return Fraction(low), Fraction(high), True, False
        case ["between", low, "and", high] if _NUMBER.fullmatch(low) and _NUMBER.fullmatch(high):
            return Fraction(low), Fraction(high), False, False
    raise Unreadable(f"{text!r} is neither a number nor a band")
