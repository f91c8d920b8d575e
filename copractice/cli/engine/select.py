"""`copractice engine select`: a balanced cohort, what each rule cost, and what is within noise."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from copractice.cli.engine.tables import BadFile, Row, count, finite, named, read_rows
from copractice.engine.portfolio import (
    Explanation,
    Forced,
    Inclusion,
    Pool,
    Portfolio,
    Regret,
    Rule,
    explain,
    inclusion,
    regrets,
    select,
)

EXACT_REGRETS = 400
ASSUMED_NOISE = 0.5


@dataclass
class Items:
    """The rows of the items file, and their columns as the engine takes them."""

    rows: list[Row] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    quality: list[float] = field(default_factory=list)

    def column(self, name: str) -> list[str] | None:
        """Return a column as text, or nothing if the file has none of that name."""
        if not self.rows or name not in self.rows[0].cells:
            return None
        return [row.cells[name].strip() for row in self.rows]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Items, constraints and the number of seats."""
    parser.add_argument(
        "--items", required=True, help="CSV: id, quality, categories[, se, institution, forced, reason]"
    )
    parser.add_argument("--constraints", required=True, help="CSV: family, value, min, max")
    parser.add_argument("-k", "--seats", required=True, type=int, help="how many items are chosen")
    parser.add_argument("--draws", type=int, default=200, help="draws of the qualities; 0 for none")
    parser.add_argument("--se", type=float, help="standard error of every quality, instead of a column se")
    parser.add_argument("--seed", type=int, default=0, help="seed of the draws and of lots between ties")
    parser.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the two files read."""
    return [args.items, args.constraints]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Choose, price, move every item once, draw again, and name items by their ids."""
    if args.draws < 0:
        raise ValueError(f"--draws {args.draws}: 0 or more are needed")
    items = _items(args.items)
    pool = Pool(
        items.quality,
        args.seats,
        _rules(args.constraints, items),
        items.column("institution"),
        _forced(items),
        items.ids,
    )
    portfolio = select(pool, seed=args.seed)
    result = _chosen(items, portfolio, explain(pool, portfolio))
    if len(items.ids) <= EXACT_REGRETS:
        result |= _regrets(items, regrets(pool, portfolio, range(len(items.ids))))
    if args.draws:
        errors, source = _errors(items, args.se)
        normal = np.random.default_rng(args.seed).standard_normal((args.draws, len(items.ids)))
        result |= _zones(items, inclusion(pool, np.array(items.quality) + errors * normal))
        result["noise"] = source
    return result


def _items(path: str) -> Items:
    items, lines = Items(), dict[str, int]()
    for row in read_rows(path, ["id", "quality"]):
        name = row.read("id", named, "an id")
        if name in lines:
            raise BadFile(
                f"{row.file}, line {row.line}, column id: {name!r} stands already on line {lines[name]}"
            )
        lines[name] = row.line
        items.rows.append(row)
        items.ids.append(name)
        items.quality.append(row.read("quality", finite, "a number"))
    return items


def _rules(path: str, items: Items) -> list[Rule]:
    rules = []
    for row in read_rows(path, ["family", "value", "min", "max"]):
        family, value = row.read("family", named, "a family"), row.read("value", named, "a value")
        low = row.read("min", count, "a whole number of 0 or more")
        high = row.read("max", count, "a whole number of 0 or more")
        if low > high:
            raise BadFile(f"{row.file}, line {row.line}, column min: {low} is above the maximum {high}")
        test = _membership(row, items, family, value)
        rules.append(Rule(family, value, low, high, [i for i, each in enumerate(items.rows) if test(each)]))
    return rules


def _membership(row: Row, items: Items, family: str, value: str) -> Callable[[Row], bool]:
    """Find the column of a family: its own name, or family_value marked 1, or the one that begins with it."""
    columns = list(items.rows[0].cells) if items.rows else []
    marked = f"{family}_{value}"
    if family in columns:
        return lambda each: each.cells[family].strip() == value
    if marked in columns:
        return lambda each: each.cells[marked].strip() == "1"
    starting = [column for column in columns if column.startswith(f"{family}_")]
    if len(starting) == 1:
        return lambda each: each.cells[starting[0]].strip() == value
    raise BadFile(
        f"{row.file}, line {row.line}, column family: the items have no column {family} and none {marked}"
    )


def _forced(items: Items) -> list[Forced]:
    forced = []
    for place, row in enumerate(items.rows):
        wanted = row.cells.get("forced", "").strip().lower()
        if wanted not in {"", "in", "out"}:
            raise BadFile(f"{row.file}, line {row.line}, column forced: {wanted!r} is not in, out or empty")
        if wanted:
            reason = row.cells.get("reason", "").strip()
            if not reason:
                raise BadFile(f"{row.file}, line {row.line}, column reason: forced without a reason")
            forced.append(Forced(place, wanted == "in", reason))
    return forced


def _errors(items: Items, given: float | None) -> tuple[np.ndarray, str]:
    """Standard errors: the column se, the option --se, or half the standard deviation of the quality."""
    if given is not None:
        if not 0 <= given < np.inf:
            raise ValueError(f"--se {given}: a number of 0 or more is needed")
        return np.full(len(items.ids), given), f"standard error {given:g}, as given"
    if items.column("se") is not None:
        own = [row.read("se", finite, "a number") for row in items.rows]
        for row, value in zip(items.rows, own, strict=True):
            if value < 0:
                raise BadFile(f"{row.file}, line {row.line}, column se: {value} is below 0")
        return np.array(own), "standard errors of the items"
    assumed = ASSUMED_NOISE * float(np.std(items.quality))
    return np.full(
        len(items.ids), assumed
    ), f"standard error {assumed:.4g}, assumed: half the spread of quality"


def _chosen(items: Items, portfolio: Portfolio, explanation: Explanation) -> dict[str, object]:
    return {
        "method": portfolio.method,
        "version": portfolio.version,
        "seed": portfolio.seed,
        "selected": [items.ids[item] for item in portfolio.selected],
        "value": portfolio.value,
        "tied": portfolio.tied,
        "prices": {line.family: line.price for line in explanation.families},
        "row_prices": [
            {"family": line.family, "value": line.label, "price": line.price} for line in explanation.rows
        ],
        "alternatives": [
            {
                "value": other.value,
                "enter": [items.ids[item] for item in other.enter],
                "leave": [items.ids[item] for item in other.leave],
            }
            for other in explanation.alternatives
        ],
    }


def _regrets(items: Items, lines: tuple[Regret, ...]) -> dict[str, object]:
    return {
        "regrets": {items.ids[line.item]: line.regret for line in lines if not line.selected},
        "losses": {items.ids[line.item]: line.regret for line in lines if line.selected},
    }


def _zones(items: Items, found: Inclusion) -> dict[str, object]:
    return {
        "draws": found.draws,
        "zones": {items.ids[place.item]: place.zone for place in found.places},
        "inclusion": {
            items.ids[place.item]: {"frequency": place.frequency, "low": place.low, "high": place.high}
            for place in found.places
        },
        "borderline": [items.ids[place.item] for place in found.places if place.zone == "borderline"],
    }
