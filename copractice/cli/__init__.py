"""The `copractice` command: one module per subcommand, found by its name."""

import importlib
import sys

COMMANDS = {
    "engine": "calculate with the engine on CSV files",
}


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    args = sys.argv[1:] if argv is None else argv
    if not args or args[0] not in COMMANDS:
        print(_usage(), file=sys.stdout if args[:1] in ([], ["--help"], ["-h"]) else sys.stderr)
        return 0 if args[:1] in ([], ["--help"], ["-h"]) else 2
    module = importlib.import_module(f"copractice.cli.{args[0]}")
    return int(module.main(args[1:]))


def _usage() -> str:
    lines = [f"  copractice {name:10} {help_text}" for name, help_text in COMMANDS.items()]
    return "usage: copractice COMMAND [...]\n\n" + "\n".join(lines)
