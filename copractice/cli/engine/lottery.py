"""`copractice engine lottery`: fair chances over all cohorts that keep the quotas."""

import argparse

from copractice.cli.engine.tables import BadFile, Row, count, finite, read_rows
from copractice.engine.lottery import OBJECTIVES, Lottery, lottery
from copractice.engine.results import as_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A pool, its quotas, the seats, and what counts as fair."""
    parser.add_argument("--pool", required=True, help="CSV with id and one column for each feature")
    parser.add_argument("--quotas", required=True, help="CSV with feature, value, min, max")
    parser.add_argument("-k", type=int, required=True, help="seats")
    parser.add_argument("--objective", choices=OBJECTIVES, default="leximin")
    parser.add_argument("--gamma", type=float, default=1.0, help="goldilocks: weight of too low chances")
    parser.add_argument("--quality", help="column of the pool with a score; only near-best cohorts take part")
    parser.add_argument("--quality-loss", type=float, default=0.0, help="how far below the best is near")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the files read, in order."""
    return [args.pool, args.quotas]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Read pool and quotas, and compute the chances."""
    quotas = list(read_rows(args.quotas, ["feature", "value", "min", "max"]))
    features = dict.fromkeys(row.cells["feature"] for row in quotas)
    scores = [args.quality] if args.quality else []
    pool = _people(args.pool, [*features, *scores])
    result = lottery(
        [[row.cells[q.cells["feature"]] == q.cells["value"] for q in quotas] for row in pool.values()],
        [row.read("min", count, "a whole number from 0 on") for row in quotas],
        [row.read("max", count, "a whole number from 0 on") for row in quotas],
        args.k,
        objective=args.objective,
        gamma=args.gamma,
        quality=[row.read(args.quality, finite, "a number") for row in pool.values()] if scores else None,
        quality_loss=args.quality_loss,
        names=[f"{row.cells['feature']} {row.cells['value']}" for row in quotas],
        seed=args.seed,
    )
    return _named(result, list(pool))


def _people(path: str, columns: list[str]) -> dict[str, Row]:
    people: dict[str, Row] = {}
    for row in read_rows(path, ["id", *columns]):
        name = row.cells["id"]
        if name in people:
            first = people[name].line
            raise BadFile(f"{path}, line {row.line}, column id: {name!r} stands in line {first} already")
        people[name] = row
    return people


def _named(result: Lottery, people: list[str]) -> dict[str, object]:
    data: dict[str, object] = as_json(result)
    weights = dict(zip(people, result.certificate.weights, strict=True))
    return data | {
        "probabilities": dict(zip(people, result.probabilities, strict=True)),
        "profiles": [[people[person] for person in profile] for profile in result.profiles],
        "excluded": [people[person] for person in result.excluded],
        "certificate": as_json(result.certificate) | {"weights": weights},
    }
