"""Make every frozen result again from what is stored, and say which one is not the same."""

import argparse
from collections.abc import Iterator

from copractice.convening.analysis import differences
from copractice.convening.models import Analysis
from copractice.convening.queries.analyses import all_results, is_superseded
from copractice.impact.analysis import checking
from copractice.impact.queries.reports import all_releases
from copractice.review.analysis import assigning, calibrating
from copractice.review.queries.desk import kept_runs
from copractice.review.queries.scores import kept_calibrations
from copractice.selection.analysis import advice, draws
from copractice.selection.queries.runs import kept_runs as kept_selections
from copractice.selection.queries.runs import picked_draws

NEEDS_TABLES = True
Made = tuple[str, list[str]]  # a result by name, and in what it differs when it is made again


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments: all results are made again."""


def run(args: argparse.Namespace) -> int:
    """Print one line for each result; exit code 1 says that one differs."""
    counted = differing = 0
    for make in (_convenings, _reviews, _selections, _releases):
        for name, found in make():
            counted += 1
            differing += bool(found)
            print(f"{name} differs in {', '.join(found)}" if found else f"{name} is the same again")
    for result in filter(is_superseded, all_results().iterator(chunk_size=10)):
        counted += 1
        print(f"{_name(result)} stands from before voting was opened again; its votes have changed since")
    if not counted:
        print("no results are frozen yet")
    return 1 if differing else 0


def _convenings() -> Iterator[Made]:
    for result in all_results().iterator(chunk_size=10):
        if not is_superseded(result):
            yield _name(result), differences(result)


def _reviews() -> Iterator[Made]:
    for run in kept_runs().iterator(chunk_size=10):
        name = f"{run.community.slug} {run.call.code}: {run.method} {run.version} of {run.made_at:%Y-%m-%d}"
        yield name, assigning.differences(run)
    for kept in kept_calibrations().iterator(chunk_size=10):
        name = (
            f"{kept.community.slug} {kept.call.code}: {kept.method} {kept.version} of {kept.made_at:%Y-%m-%d}"
        )
        yield name, calibrating.differences(kept)


def _selections() -> Iterator[Made]:
    for run in kept_selections().iterator(chunk_size=10):
        name = f"{run.community.slug} {run.call.code}: {run.method} {run.version} of {run.made_at:%Y-%m-%d}"
        yield name, advice.differences(run)
    for draw in picked_draws().iterator(chunk_size=10):
        name = f"{draw.community.slug} {draw.call.code}: draw of {draw.committed_at:%Y-%m-%d}"
        yield name, draws.differences(draw)


def _releases() -> Iterator[Made]:
    for release in all_releases().iterator(chunk_size=10):
        name = f"{release.community.slug} {release.code}: release {release.number} of {release.frozen_at:%Y-%m-%d}"
        yield name, checking.differences(release)


def _name(result: Analysis) -> str:
    made = f"{result.method} {result.version} of {result.made_at:%Y-%m-%d}"
    return f"{result.community.slug} {result.convening.code}: {made}"
