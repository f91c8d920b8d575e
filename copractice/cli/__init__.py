"""The `copractice` command: one module per subcommand, found by its name."""

import importlib
import sys

from copractice.cli.refusals import REFUSED, CannotRun

COMMANDS = {
    "serve": "run the site: database, web server and worker",
    "migrate": "bring the database and the pages' files up to date",
    "owner": "make the first owner of a real site and print a one-time link",
    "community": "open a further community with an owner",
    "unlock": "take the second factor from a person who lost it",
    "demo": "make the demo in an empty database, or make it new",
    "log": "prove the log, or write its heads down outside the database",
    "backup": "save database and uploads in one file, and the keys in another",
    "restore": "load a backup into an empty database and compare it with what was saved",
    "drill": "restore a backup into a place of its own, compare, and throw it away",
    "verify": "make every frozen result again, and say which one differs",
    "engine": "calculate with the engine on CSV files",
}
WITH_DATABASE = {"migrate", "owner", "community", "unlock", "demo", "log", "verify", "backup", "restore"}


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code; a refusal is one line and exit code 2."""
    args = sys.argv[1:] if argv is None else argv
    if not args or args[0] not in COMMANDS:
        print(_usage(), file=sys.stdout if args[:1] in ([], ["--help"], ["-h"]) else sys.stderr)
        return 0 if args[:1] in ([], ["--help"], ["-h"]) else REFUSED
    try:
        return _run(args[0], args[1:])
    except CannotRun as refusal:
        print(f"copractice {args[0]}: {refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def _run(name: str, args: list[str]) -> int:
    if name in WITH_DATABASE:
        return int(importlib.import_module("copractice.cli.database").run(name, args))
    return int(importlib.import_module(f"copractice.cli.{name}").main(args))


def _usage() -> str:
    lines = [f"  copractice {name:10} {help_text}" for name, help_text in COMMANDS.items()]
    return "usage: copractice COMMAND [...]\n\n" + "\n".join(lines)
