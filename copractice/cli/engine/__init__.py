"""`copractice engine METHOD`: the engine for analysts; CSV files in, JSON out.

A method's module has `add_arguments(parser)` and `run(args)`, which returns the result's JSON keys;
`input_files(args)` names the files whose bytes make up `input_sha256`.
"""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from copractice.cli.engine.tables import BadFile, BadTable, input_sha256

METHODS: dict[str, str] = {
    "opinions": "an opinion map from votes on statements: groups, and what unites and divides",
    "rank": "a ranking with its uncertainty from choices between two items",
    "shares": "a proportional set of priorities from approvals, and who paid for what",
    "assign": "who reviews what: the best total, or the best for the worst-off application",
    "select": "a balanced cohort, what each rule cost, and what is within noise",
    "calibrate": "review scores corrected for severe and lenient reviewers",
    "lottery": "fair chances over all cohorts that keep the quotas",
    "draw": "commit to a public draw, pick, and verify",
    "disclose": "hide small cells of a table of counts, and attack the result",
}


def main(argv: list[str]) -> int:
    """Run one method; a bad file or an impossible question exits 2 with one line."""
    parser = argparse.ArgumentParser(prog="copractice engine")
    methods = parser.add_subparsers(dest="name", required=True)
    for name, help_text in METHODS.items():
        module = importlib.import_module(f"copractice.cli.engine.{name}")
        method = methods.add_parser(name, help=help_text)
        module.add_arguments(method)
        method.set_defaults(module=module)
    args = parser.parse_args(argv)
    started = time.perf_counter()
    try:
        result = args.module.run(args)
        files = args.module.input_files(args)
    except (BadFile, BadTable, ValueError) as error:
        print(f"copractice engine {args.name}: {error}", file=sys.stderr)
        return 2
    envelope = {"input_sha256": input_sha256(files), "seconds": round(time.perf_counter() - started, 3)}
    _write(result | envelope, getattr(args, "out", None))
    return 0


def _write(result: dict[str, object], out: str | None) -> None:
    text = json.dumps(result, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if out:
        Path(out).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
