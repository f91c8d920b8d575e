"""Make every frozen result again from what is stored, and say which one is not the same."""

import argparse

from copractice.convening.analysis import differences
from copractice.convening.models import Analysis

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments: all results are made again."""


def run(args: argparse.Namespace) -> int:
    """Print one line for each result; exit code 1 says that one differs."""
    results = Analysis.objects.select_related("community", "convening").order_by("community__slug", "made_at")
    differing = 0
    for result in results:
        found = differences(result)
        differing += bool(found)
        said = f"differs in {', '.join(found)}" if found else "is the same again"
        name = f"{result.community.slug} {result.convening.code}"
        print(f"{name}: {result.method} {result.version} of {result.made_at:%Y-%m-%d} {said}")
    if not results:
        print("no results are frozen yet")
    return 1 if differing else 0
