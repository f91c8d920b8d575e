"""`copractice engine shares`: approvals in, a proportional set and who paid for it out."""

import argparse
from fractions import Fraction

import numpy as np

from copractice.cli.engine.columns import Codes, read_chunks
from copractice.cli.engine.tables import BadFile, read_rows
from copractice.communities.files.tables import Fault
from copractice.engine.results import as_json
from copractice.engine.shares import Shares, elect
from copractice.engine.shares.election import RULES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--approvals", required=True, help="CSV with columns participant, item")
    parser.add_argument("-k", "--seats", type=int, help="how many items win")
    parser.add_argument("--costs", help="CSV with columns item, cost (whole numbers); needs --budget")
    parser.add_argument("--budget", type=int, help="how much may be spent, instead of -k")
    parser.add_argument("--rule", choices=RULES, default=RULES[0])
    parser.add_argument("--voters", type=int, help="how many took part, if some marked nothing")
    parser.add_argument("--out", help="where the JSON goes (standard output if left out)")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the files that the result depends on."""
    return [args.approvals, *([args.costs] if args.costs else [])]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Elect, and name items and participants as the file does."""
    people, items = Codes(), Codes()
    pairs = [
        (people.encode(chunk, "participant"), items.encode(chunk, "item"))
        for chunk in read_chunks(args.approvals, ["participant", "item"])
    ]
    if not pairs:
        raise BadFile(Fault("there are no approvals", {}, args.approvals, 2))
    costs = _costs(args.costs, items) if args.costs else None
    names, place = items.ordered()
    persons, person_place = people.ordered()
    shares = elect(
        person_place[np.concatenate([who for who, _ in pairs])],
        place[np.concatenate([what for _, what in pairs])],
        items=len(names),
        seats=args.seats,
        rule=args.rule,
        voters=args.voters,
        costs=None if costs is None else [costs[name] for name in names],
        budget=args.budget,
    )
    return _named(shares, names, persons)


def _costs(path: str, items: Codes) -> dict[str, int]:
    costs: dict[str, int] = {}
    for row in read_rows(path, ["item", "cost"]):
        name = row.cells["item"]
        if name in costs:
            raise BadFile(row.fault("item", "%(name)s stands there twice", {"name": repr(name)}))
        costs[name] = row.read("cost", int, "a whole number")
        items.numbers.setdefault(name, len(items.numbers))
    missing = [name for name in items.numbers if name not in costs]
    if missing:
        raise BadFile(Fault("no cost for item %(item)s", {"item": repr(missing[0])}, path))
    return costs


def _named(shares: Shares, names: list[str], persons: list[str]) -> dict[str, object]:
    result: dict[str, object] = as_json(shares)
    result["winners"] = [names[item] for item in shares.winners]
    result["violations"] = [
        as_json(violation) | {"item": names[violation.item]} for violation in shares.violations
    ]
    result["rounds"] = [
        {
            "item": names[each.item],
            "rule": each.rule,
            "price": each.price,
            "exact": each.exact,
            "tied": [names[item] for item in each.tied],
            "supporters": each.supporters,
        }
        for each in shares.rounds
    ]
    result["payments"] = {
        names[each.item]: [
            {"amount": paid.amount, "participants": [persons[i] for i in paid.participants.tolist()]}
            for paid in each.payments
        ]
        for each in shares.rounds
    }
    return result | {"share": str(Fraction(shares.seats or shares.budget or 0, max(1, shares.voters)))}
