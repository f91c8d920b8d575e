"""`copractice engine opinions`: votes on statements in, an opinion map out."""

import argparse

import numpy as np

from copractice.cli.engine.vote_files import Conversation, read_conversation, read_labels
from copractice.engine.opinions import OpinionMap, PolisMap, opinions, polis
from copractice.engine.results import as_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--votes", required=True, help="votes.csv (events) or participants-votes.csv (wide)")
    parser.add_argument("--comments", help="comments.csv: which statements were rejected (moderated -1)")
    parser.add_argument("--mode", choices=("robust", "polis"), default="robust")
    parser.add_argument("--labels", help="CSV with columns participant, group: statistics for these groups")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", help="where the JSON goes (standard output if left out)")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the files that the result depends on."""
    return [path for path in (args.votes, args.comments, args.labels) if path]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Analyze, and name people, statements and groups as the files do."""
    talk = read_conversation(args.votes, args.comments)
    labels, names = read_labels(args.labels, talk.people) if args.labels else (None, None)
    if args.mode == "polis":
        return _polis(polis(talk.votes, talk.rejected, seed=args.seed, labels=labels), talk, names)
    return _robust(opinions(talk.votes, talk.rejected, seed=args.seed, labels=labels), talk, names)


def _shared(result: OpinionMap | PolisMap, talk: Conversation, names: list[str]) -> dict[str, object]:
    """Give what both modes say alike."""
    grouped = np.flatnonzero(result.labels >= 0).tolist()
    placed = np.flatnonzero(result.placed).tolist()
    return {
        "method": result.method,
        "mode": result.mode,
        "version": result.version,
        "seed": result.seed,
        "participants": result.people,
        "statements": result.statements,
        "rejected": int(talk.rejected.sum()),
        "votes": result.votes,
        "placed": len(placed),
        "labels": {talk.people[i]: names[int(result.labels[i])] for i in grouped},
        "positions": {talk.people[i]: result.positions[i].tolist() for i in placed},
    }


def _polis(result: PolisMap, talk: Conversation, given: list[str] | None) -> dict[str, object]:
    names = given or [str(group) for group in range(len(result.sizes))]
    return _shared(result, talk, names) | {
        "groups": [{"id": name, "size": size} for name, size in zip(names, result.sizes, strict=True)],
        "variance": as_json(result.variance),
        "silhouettes": {str(groups): score for groups, score in result.silhouettes},
        "consensus": {
            "agree": [_statement(each, talk) for each in result.agree],
            "disagree": [_statement(each, talk) for each in result.disagree],
        },
        "gic": dict(zip(talk.statements, result.gic.tolist(), strict=True)),
        "representative": {
            name: [_statement(each, talk) for each in lines]
            for name, lines in zip(names, result.representative, strict=True)
        },
        "stability": None,
    }


def _robust(result: OpinionMap, talk: Conversation, given: list[str] | None) -> dict[str, object]:
    names = given or [str(group.id) for group in result.groups]
    lists = result.representative or tuple(() for _ in names)
    placed = np.flatnonzero(result.placed).tolist()
    kept = np.flatnonzero(~talk.rejected).tolist()
    both = [_statement(each, talk) for each in result.consensus]
    return _shared(result, talk, names) | {
        "groups": [as_json(group) | {"id": name} for name, group in zip(names, result.groups, strict=True)],
        "uncertainty": {talk.people[i]: float(result.uncertainty[i]) for i in placed},
        "membership": {talk.people[i]: result.membership[i].tolist() for i in placed},
        "consensus": {
            vote: [each for each in both if each["vote"] == vote] for vote in ("agree", "disagree")
        },
        "bridging": [_statement(each, talk) for each in result.bridging],
        "dividing": [_statement(each, talk) for each in result.dividing],
        "gic": {talk.statements[i]: float(result.uniting[i]) for i in kept},
        "worst": {talk.statements[i]: float(result.worst[i]) for i in kept},
        "representative": {
            name: [_statement(each, talk) for each in lines] for name, lines in zip(names, lists, strict=True)
        },
        "representative_cells": result.representative_cells,
        "stability": result.stability,
        "bic": {str(groups): value for groups, value in result.bic},
        "overlap": {str(groups): value for groups, value in result.overlap},
    }


def _statement(line: object, talk: Conversation) -> dict[str, object]:
    """Write one line of a list, with the statement named as in the file."""
    data: dict[str, object] = as_json(line)
    return data | {"statement": talk.statements[int(str(data["statement"]))]}
