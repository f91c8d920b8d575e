"""Make every frozen result again from what is stored, and say which one is not the same."""

import argparse

from copractice.convening.analysis import differences
from copractice.convening.models import Analysis
from copractice.convening.queries.analyses import all_results, is_superseded
from copractice.impact.analysis import checking
from copractice.impact.queries.reports import all_releases
from copractice.review.analysis import assigning
from copractice.review.queries.desk import kept_runs
from copractice.selection.analysis import advice, draws
from copractice.selection.queries.runs import kept_runs as kept_selections
from copractice.selection.queries.runs import picked_draws

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
    runs = kept_runs()
    for assignment_run in runs.iterator(chunk_size=10):
        found = assigning.differences(assignment_run)
        differing += bool(found)
        name = f"{assignment_run.community.slug} {assignment_run.call.code}"
        print(
            f"{name}: {assignment_run.method} {assignment_run.version} of "
            f"{assignment_run.made_at:%Y-%m-%d} {_said(found)}"
        )
    selections, drawn = kept_selections(), picked_draws()
    for selection in selections.iterator(chunk_size=10):
        found = advice.differences(selection)
        differing += bool(found)
        name = f"{selection.community.slug} {selection.call.code}"
        made = f"{selection.method} {selection.version} of {selection.made_at:%Y-%m-%d}"
        print(f"{name}: {made} {_said(found)}")
    for draw in drawn.iterator(chunk_size=10):
        found = draws.differences(draw)
        differing += bool(found)
        name = f"{draw.community.slug} {draw.call.code}"
        print(f"{name}: draw of {draw.committed_at:%Y-%m-%d} {_said(found)}")
    releases = all_releases()
    for release in releases.iterator(chunk_size=10):
        found = checking.differences(release)
        differing += bool(found)
        name = f"{release.community.slug} {release.code}"
        print(f"{name}: release {release.number} of {release.frozen_at:%Y-%m-%d} {_said(found)}")
    if not any(rows.exists() for rows in (results, runs, selections, drawn, releases)):
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
