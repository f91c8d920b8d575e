"""Make every frozen result again from what is stored, and say which one is not the same."""

import argparse

from copractice.convening.analysis import differences
from copractice.convening.models import Analysis
from copractice.convening.queries.analyses import all_results, is_superseded
from copractice.review.analysis import assigning, calibrating
from copractice.review.models import AssignmentRun, CalibratedScores
from copractice.review.queries.desk import kept_runs
from copractice.review.queries.scores import kept_calibrations

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
    of_calls: list[tuple[AssignmentRun | CalibratedScores, list[str]]] = []
    of_calls += [(run, assigning.differences(run)) for run in kept_runs().iterator(chunk_size=10)]
    of_calls += [(one, calibrating.differences(one)) for one in kept_calibrations().iterator(chunk_size=10)]
    for kept, found in of_calls:
        differing += bool(found)
        name = f"{kept.community.slug} {kept.call.code}"
        print(f"{name}: {kept.method} {kept.version} of {kept.made_at:%Y-%m-%d} {_said(found)}")
    if not results.exists() and not of_calls:
        print("no results are frozen yet")
    return 1 if differing else 0


def _checked(result: Analysis) -> tuple[str, bool]:
    """Return what is said of a result, and whether something is wrong with it."""
    if is_superseded(result):
        return "stands from before voting was opened again; what it was made of has changed since", False
    found = differences(result)
    return _said(found), bool(found)


def _said(found: list[str]) -> str:
    return f"differs in {', '.join(found)}" if found else "is the same again"
