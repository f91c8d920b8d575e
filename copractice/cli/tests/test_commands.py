"""The commands that work with the database: what they print, and what they refuse."""

import argparse
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from copractice.cli import COMMANDS, community, demo, log, main, migrate, owner, unlock
from copractice.cli.database import refusals
from copractice.cli.refusals import CannotRun
from copractice.communities.models import Membership
from copractice.demo.models import Demo
from copractice.ledger.actions import anchor
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.demo_copy import tell_the_opening_only
from tests.world_copy import lay_down_world
from tests.world_people import make_app

ROOT = Path(__file__).resolve().parents[3]
Said = pytest.CaptureFixture[str]


def arguments(command: object, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture
def anchors(tmp_path: Path, settings: Settings) -> Path:
    settings.ANCHOR_FILE = tmp_path / "anchors.jsonl"
    return tmp_path / "anchors.jsonl"


def test_without_a_command_the_usage_lists_all(capsys: Said) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: copractice COMMAND")
    assert all(f"copractice {name} " in said for name in COMMANDS)


def test_an_unknown_command_is_refused(capsys: Said) -> None:
    assert main(["reticulate"]) == 2
    assert capsys.readouterr().err.startswith("usage: copractice COMMAND")


def test_djangos_own_commands_refuse_in_one_line_too() -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"PORT": "door"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (
        1,
        "manage.py: PORT: 'door' is not a number from 1 to 65535\n",
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Refused(gettext_lazy("This call closed.")), "This call closed."),
        (ImproperlyConfigured("SECRET_KEY: set one"), "SECRET_KEY: set one"),
        (OperationalError("connection refused\n\tIs it running?"), "DATABASE_URL: connection refused"),
    ],
)
def test_every_refusal_is_one_line(fault: Exception, sentence: str) -> None:
    with pytest.raises(CannotRun, match=f"^{sentence}$"), refusals():
        raise fault


@pytest.mark.django_db(transaction=True)
def test_verify_counts_the_acts_of_every_chain(anchors: Path, now: datetime, capsys: Said) -> None:
    world = lay_down_world(now)
    here, there = world.here.community, world.there.community
    counts = {pk: LogEntry.objects.filter(community_id=pk).count() for pk in (here.pk, there.pk)}
    assert log.run(arguments(log, "verify")) == 0
    said = capsys.readouterr().out
    assert f"community here: {counts[here.pk]} acts hold\n" in said
    assert f"community there: {counts[there.pk]} acts hold\n" in said


@pytest.mark.django_db(transaction=True)
def test_verify_names_the_first_bad_row(anchors: Path, now: datetime, capsys: Said) -> None:
    community = lay_down_world(now).here.community
    LogEntry.objects.filter(community_id=community.pk, seq=2).update(act="update.post.forged")
    assert log.run(arguments(log, "verify")) == 1
    said = capsys.readouterr().out
    assert "community here: row 2: its content or its place does not match its hash\n" in said
    assert "community there: " in said


@pytest.mark.django_db(transaction=True)
def test_verify_names_a_community_that_only_the_anchors_know(
    anchors: Path, now: datetime, capsys: Said
) -> None:
    anchors.write_text('{"at": "2026-11-24T15:00:00+00:00", "community": 999, "seq": 3, "hash": "aa"}\n')
    assert log.run(arguments(log, "verify")) == 1
    assert capsys.readouterr().out == "community 999: row 1: the head is missing\n"


@pytest.mark.django_db(transaction=True)
def test_verify_of_a_new_site_says_that_nothing_happened(anchors: Path, capsys: Said) -> None:
    assert log.run(arguments(log, "verify")) == 0
    assert capsys.readouterr().out == "no acts yet\n"


def test_an_anchor_file_that_cannot_be_read_is_refused(anchors: Path) -> None:
    anchors.write_text('{"at": "2026-11-24T15:00:00+00:00", "seq": 3}\n')
    with pytest.raises(CannotRun, match=r"^ANCHOR_FILE: .*anchors\.jsonl cannot be read: "):
        log.run(arguments(log, "verify"))


@pytest.mark.django_db(transaction=True)
def test_anchoring_says_how_many_chains_moved(anchors: Path, now: datetime, capsys: Said) -> None:
    lay_down_world(now)
    assert log.run(arguments(log, "anchor")) == 0
    assert log.run(arguments(log, "anchor")) == 0
    moved = len(anchors.read_text().splitlines())
    assert moved >= 2
    assert capsys.readouterr().out == f"{moved} chains written to {anchors}\n0 chains written to {anchors}\n"


@pytest.mark.django_db
def test_the_first_owner_gets_a_link(settings: Settings, capsys: Said) -> None:
    settings.SITE_URL = "https://practice.example.org"
    assert owner.run(arguments(owner, "First@Example.org", "--community", "River Practice")) == 0
    assert capsys.readouterr().out.startswith("https://practice.example.org/")
    membership = Membership.objects.get(person__email="first@example.org")
    assert (membership.role, membership.community.name) == ("owner", "River Practice")


@pytest.mark.django_db
def test_a_further_community_is_opened_and_only_a_new_person_gets_a_link(
    settings: Settings, capsys: Said
) -> None:
    settings.SITE_URL = "https://practice.example.org"
    where = ["--address", "first", "--time-zone", "Europe/Berlin", "--languages", "en"]
    assert owner.run(arguments(owner, "first@example.org", *where)) == 0
    known = arguments(community, "First@example.org", "Lake", "--address", "lake", "--languages", "es,en")
    assert community.run(known) == 0
    assert community.run(arguments(community, "new@example.org", "Hill", "--address", "hill")) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "https://practice.example.org/c/lake/"
    assert said[2].startswith("https://practice.example.org/invitation/")
    rows = Membership.objects.order_by("pk").values_list(
        "person__email", "role", "community__slug", "community__time_zone", "community__languages"
    )
    assert list(rows) == [
        ("first@example.org", "owner", "first", "Europe/Berlin", ["en"]),
        ("first@example.org", "owner", "lake", "America/Chicago", ["es", "en"]),
        ("new@example.org", "owner", "hill", "America/Chicago", ["en", "es"]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "said", "sentence"),
    [
        ("a@example.org", ["--address", "community"], "is taken"),
        ("a@example.org", ["--address", "Lake 1"], "is no address"),
        ("a@example.org", ["--address", "b", "--time-zone", "Mars/Base"], "is no time zone"),
        ("a@example.org", ["--address", "b", "--languages", "en,xx"], "has the languages en, es"),
        ("nobody", ["--address", "b"], "is no e-mail address"),
    ],
)
def test_a_community_that_cannot_be_is_refused_with_a_sentence(
    email: str, said: list[str], sentence: str
) -> None:
    owner.run(arguments(owner, "first@example.org"))
    with pytest.raises(Refused, match=sentence):
        community.run(arguments(community, email, "Name", *said))
    assert Membership.objects.count() == Person.objects.count() == 1


@pytest.mark.django_db
def test_a_person_who_lost_the_second_factor_is_let_in_by_a_code_again(capsys: Said) -> None:
    make_app(Person.objects.create_user("lost@example.org"))
    assert unlock.run(arguments(unlock, "Lost@Example.org")) == 0
    assert not Authenticator.objects.exists()
    assert capsys.readouterr().out.startswith("The second factor is taken away.")
    with pytest.raises(CannotRun, match="has no second factor"):
        unlock.run(arguments(unlock, "lost@example.org"))
    with pytest.raises(CannotRun, match="no active person"):
        unlock.run(arguments(unlock, "nobody@example.org"))


@pytest.mark.django_db
def test_the_demo_is_made_once(anchors: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_the_opening_only(monkeypatch)
    assert demo.run(arguments(demo)) == 0
    assert demo.run(arguments(demo)) == 0
    assert demo.run(arguments(demo, "--if-empty")) == 0
    assert capsys.readouterr().out == "The demo is made.\nThe demo was made before.\n"
    assert Demo.objects.count() == 1


@pytest.mark.django_db
def test_a_database_with_real_data_never_becomes_a_demo(anchors: Path) -> None:
    Person.objects.create_user("real@example.org")
    assert demo.run(arguments(demo, "--if-empty")) == 0
    for words in [[], ["--renew"]]:
        with pytest.raises(Refused):
            demo.run(arguments(demo, *words))
    assert not Demo.objects.exists()


@pytest.mark.django_db
def test_a_real_site_never_becomes_a_demo(settings: Settings) -> None:
    settings.LOCAL, settings.SITE_URL = False, "https://practice.example.org"
    with pytest.raises(CannotRun, match=r"^SITE_URL: https://practice\.example\.org is a real site"):
        demo.run(arguments(demo))


@pytest.mark.django_db(transaction=True)
def test_a_new_demo_begins_new_chains_and_keeps_the_old_anchors(
    anchors: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_the_opening_only(monkeypatch)
    demo.run(arguments(demo))
    anchor(anchors, at=now)
    before = anchors.read_text()
    assert demo.run(arguments(demo, "--renew")) == 0
    assert log.run(arguments(log, "verify")) == 0
    (aside,) = anchors.parent.iterdir()
    assert aside.name.startswith("anchors.jsonl.until-")
    assert aside.read_text() == before


@pytest.mark.django_db
def test_a_refused_renewal_leaves_the_anchors_in_place(anchors: Path, now: datetime) -> None:
    lay_down_world(now)
    anchor(anchors, at=now)
    before = anchors.read_text()
    with pytest.raises(Refused):
        demo.run(arguments(demo, "--renew"))
    assert anchors.read_text() == before
    assert list(anchors.parent.iterdir()) == [anchors]


def test_the_pages_files_are_gathered_only_when_they_changed(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert migrate.gather_static()
    assert not migrate.gather_static()
    (tmp_path / "static" / ".sources").write_text("of another version")
    assert migrate.gather_static()
