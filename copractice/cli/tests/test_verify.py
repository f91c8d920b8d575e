import argparse
from datetime import datetime

import pytest

from copractice.cli import verify
from copractice.convening.models import Analysis, Convening, Vote
from tests.world import World


def test_every_frozen_result_is_made_again(
    world: World, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"{place.community.slug} {place.adopted.code}" for place in (world.here, world.there)]
    assert verify.run(argparse.Namespace()) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"{name}: {method} 1.0 of 2026-11-23 is the same again"
        for name in names
        for method in ("counts", "opinions")
    ]


def test_a_changed_vote_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    vote = Vote.objects.filter(statement__convening=world.here.adopted).first()
    assert vote is not None
    Vote.objects.filter(pk=vote.pk).update(value=-1)
    assert verify.run(argparse.Namespace()) == 1
    assert f"here {world.here.adopted.code}: counts 1.0 of 2026-11-23 differs in input, result" in (
        capsys.readouterr().out
    )


def test_a_flipped_byte_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    convening = world.here.adopted
    row = Analysis.objects.get(convening=convening, method="counts")
    Analysis.objects.filter(pk=row.pk).update(chart=row.chart.replace("M", "N", 1))
    assert verify.run(argparse.Namespace()) == 1
    assert f"here {convening.code}: counts 1.0 of 2026-11-23 differs in row\n" in capsys.readouterr().out


def test_a_result_from_before_a_reopening_is_no_fault(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    convening = world.here.adopted
    Convening.objects.filter(pk=convening.pk).update(state="open")
    Vote.objects.filter(statement__convening=convening).update(value=0)
    assert verify.run(argparse.Namespace()) == 0
    assert f"here {convening.code}: counts 1.0 of 2026-11-23 stands from before" in capsys.readouterr().out


def test_without_results_it_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.run(argparse.Namespace()) == 0
    assert capsys.readouterr().out == "no results are frozen yet\n"
