"""`copractice engine draw commit|pick|verify`: a public draw from a lottery's equal tickets."""

import argparse
import json
from pathlib import Path
from typing import Any

from copractice.cli.engine.tables import BadFile, input_sha256
from copractice.engine.beacons import public_dice, public_number, sealed_secrets
from copractice.engine.draw import Drawn, commit, pick, verify
from copractice.engine.lottery import Lottery
from copractice.engine.results import as_json, from_json
from copractice.engine.tickets import equal_tickets


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Three steps: commit before the public number exists, pick when it does, verify at any time."""
    steps = parser.add_subparsers(dest="step", required=True)
    first = steps.add_parser("commit", help="write the draw's document and print its SHA-256")
    first.add_argument("--lottery", required=True, help="JSON made by `copractice engine lottery`")
    first.add_argument("--document", required=True, help="where the document to publish goes")
    first.add_argument("--tickets", type=int, default=1000)
    first.add_argument("--alternates", type=int, default=0, help="how many people stand by")
    first.add_argument("--rules", default="", help="one sentence on how the tickets came about")
    beacon = first.add_mutually_exclusive_group(required=True)
    beacon.add_argument("--beacon", nargs=2, metavar=("SOURCE", "ROUND"), help="a future public number")
    beacon.add_argument("--dice", type=int, metavar="ROLLS", help="dice rolled before witnesses")
    beacon.add_argument("--seals", nargs=2, metavar="SHA256", help="the seals of two secrets")
    for name, help_text in (("pick", "draw, now that the number exists"), ("verify", "repeat a draw")):
        step = steps.add_parser(name, help=help_text)
        step.add_argument("--document", required=True, help="the published document")
        step.add_argument("--commit", required=True, help="its SHA-256 as published")
        step.add_argument("--number", required=True, help="the public number")
        if name == "verify":
            step.add_argument("--result", required=True, help="JSON that `draw pick` wrote")
    for step in steps.choices.values():
        step.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the one file that the step starts from."""
    return [args.lottery if args.step == "commit" else args.document]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Do one step."""
    if args.step == "commit":
        return _commit(args)
    document = _text(args.document)
    drawn = pick(document, args.commit, args.number)
    if args.step == "verify":
        claimed = _json(args.result)
        fields = {name: claimed[name] for name in as_json(drawn) if name in claimed}
        verify(document, from_json(Drawn, fields))
    data: dict[str, object] = as_json(drawn)
    return data | ({"verified": True} if args.step == "verify" else {})


def _commit(args: argparse.Namespace) -> dict[str, object]:
    data = _json(args.lottery)
    try:
        people, lottery = _lottery(data)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadFile(f"{args.lottery}: not a result of the lottery ({error})") from None
    tickets = equal_tickets(lottery, args.tickets, seed=lottery.seed)
    made = commit(
        [[people[person] for person in cohort] for cohort in tickets.cohorts],
        tickets.counts,
        beacon=_beacon(args),
        rules=args.rules or f"{lottery.objective} lottery, {args.tickets} equal tickets",
        input_sha256=input_sha256([args.lottery]),
        alternates=args.alternates,
    )
    Path(args.document).write_text(made.document, encoding="utf-8", newline="")
    answer: dict[str, object] = as_json(made)
    return answer | {"largest_shift": tickets.largest_shift, "tickets": sum(tickets.counts)}


def _lottery(data: dict[str, Any]) -> tuple[list[str], Lottery]:
    people = list(data["probabilities"])
    number = {name: index for index, name in enumerate(people)}
    certificate = data["certificate"] | {"weights": [data["certificate"]["weights"][name] for name in people]}
    plain = data | {
        "probabilities": list(data["probabilities"].values()),
        "profiles": [[number[name] for name in profile] for profile in data["profiles"]],
        "excluded": [number[name] for name in data["excluded"]],
        "certificate": certificate,
    }
    fields = {name: value for name, value in plain.items() if name not in ("input_sha256", "seconds")}
    return people, from_json(Lottery, fields)


def _beacon(args: argparse.Namespace) -> dict[str, object]:
    if args.dice is not None:
        return public_dice(args.dice)
    if args.seals is not None:
        return sealed_secrets(*args.seals)
    source, number = args.beacon
    if not number.isdecimal():
        raise ValueError(f"the round of a beacon is a whole number, not {number!r}")
    return public_number(source, int(number))


def _json(path: str) -> dict[str, Any]:
    try:
        data = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise BadFile(f"{path}, line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from None
    if not isinstance(data, dict):
        raise BadFile(f"{path}, line 1: not a JSON object")
    return data


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: not UTF-8 text (byte {error.start})") from None
