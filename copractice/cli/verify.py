"""Make every frozen result again from what is stored, and say which one is not the same."""

import argparse

from copractice.convening.analysis import differences
from copractice.convening.models import Analysis
from copractice.convening.queries.analyses import all_results, is_superseded

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments: all results are made again."""


def run(args: argparse.Namespace) -> int:
    """Print one line for each result; exit code 1 says that one differs."""
    results = all_results()
    differing = 0
    for result in results.iterator(chunk_size=10):
        said, is_wrong = _checked(result)
        differing += is_wrong
        name = f"{result.community.slug} {result.convening.code}"
        print(f"{name}: {result.method} {result.version} of {result.made_at:%Y-%m-%d} {said}")
    if not results.exists():
        print("no results are frozen yet")
    return 1 if differing else 0


def _checked(result: Analysis) -> tuple[str, bool]:
    """Return what is said of a result, and whether something is wrong with it."""
    if is_superseded(result):
        return "stands from before voting was opened again; what it was made of has changed since", False
    found = differences(result)
    return (f"differs in {', '.join(found)}", True) if found else ("is the same again", False)
