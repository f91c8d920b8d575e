"""`copractice engine rank`: choices between two items in, a ranking with its uncertainty out."""

import argparse

import numpy as np

from copractice.cli.engine.columns import Codes, read_chunks
from copractice.cli.engine.tables import BadFile
from copractice.communities.files.tables import Fault
from copractice.engine.ranking import rank


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--pairs", required=True, help="CSV with columns winner, loser and perhaps valid")
    parser.add_argument("--ridge", type=float, default=0.1, help="weight of the penalty on strengths")
    parser.add_argument("--out", help="where the JSON goes (standard output if left out)")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the files that the result depends on."""
    return [args.pairs]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Rank, and name the items as the file does; rows with `valid` 0 are left out and counted."""
    items = Codes()
    winners, losers, left_out = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
    for chunk in read_chunks(args.pairs, ["winner", "loser"], ["valid"]):
        won, lost = items.encode(chunk, "winner"), items.encode(chunk, "loser")
        for place in np.flatnonzero(won == lost)[:1].tolist():
            name = chunk.cells["loser"][place]
            values = {"name": repr(name)}
            raise BadFile(
                Fault("%(name)s is the winner too", values, chunk.file, chunk.lines[place], "loser")
            )
        if "valid" in chunk.cells:
            valid = chunk.integers("valid", "0 or 1", (0, 1)) == 1
            left_out += int((~valid).sum())
            won, lost = won[valid], lost[valid]
        winners.append(won)
        losers.append(lost)
    if not items.numbers:
        raise BadFile(Fault("there are no choices", {}, args.pairs, 2))
    names, place = items.ordered()
    result = rank(
        place[np.concatenate(winners)], place[np.concatenate(losers)], items=len(names), ridge=args.ridge
    )
    return {
        "method": result.method,
        "version": result.version,
        "seed": result.seed,
        "ridge": result.ridge,
        "choices": result.choices,
        "left_out": left_out,
        "ranking": [
            {
                "item": names[item],
                "theta": float(result.theta[item]),
                "se": float(result.se[item]),
                "rank_low": int(result.rank_low[item]),
                "rank_high": int(result.rank_high[item]),
                "wins": int(result.wins[item]),
                "losses": int(result.losses[item]),
            }
            for item in result.order.tolist()
        ],
        "components": [[names[item] for item in part] for part in result.components],
    }
