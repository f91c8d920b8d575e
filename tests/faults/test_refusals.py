"""What cannot work is refused before anything starts: one line, the setting by its name, exit code 2."""

import os
import re
import signal
import socket

import pytest

from tests.faults.site import Site

KEY = "k" * 50
REAL = {
    "SITE_URL": "https://practice.example.org",
    "SECRET_KEY": KEY,
    "EMAIL_URL": "smtp://mail.example.org:587",
}
NOWHERE = "postgres://name:password@127.0.0.1:1/database"
BAD = [  # the setting that the refusal names, and the environment
    ("PORT", {"PORT": "http"}),
    ("PORT", {"PORT": "65536"}),
    ("SITE_URL", {"SITE_URL": "practice.example.org"}),
    ("SITE_URL", {"SITE_URL": "http://[practice"}),
    ("SITE_URL", REAL | {"SITE_URL": "http://practice.example.org"}),
    ("SECRET_KEY", {"SECRET_KEY": "short"}),
    ("SECRET_KEY", REAL | {"SECRET_KEY": ""}),
    ("LISTEN", {"LISTEN": "::"}),
    ("LISTEN", REAL | {"LISTEN": "192.0.2.1"}),
    ("DEBUG", REAL | {"DEBUG": "yes"}),
    ("EMAIL_URL", REAL | {"EMAIL_URL": ""}),
    ("EMAIL_URL", {"EMAIL_URL": "mail.example.org"}),
    ("DATABASE_URL", {"DATABASE_URL": "sqlite:///site.db"}),
    ("DATABASE_URL", {"DATABASE_URL": "postgres://name@host:port/database"}),
    ("DATABASE_URL", {"DATABASE_URL": NOWHERE}),
    ("ANCHOR_FILE", {"ANCHOR_FILE": "/proc/anchors.jsonl"}),
    ("DATA_DIR", {"DATA_DIR": "/proc/site"}),
]


@pytest.mark.parametrize(("setting", "environment"), BAD)
def test_a_bad_setting_is_refused_by_its_name(fresh: Site, setting: str, environment: dict[str, str]) -> None:
    refused = fresh.run("serve", **environment)
    assert refused.returncode == 2
    assert re.fullmatch(rf"copractice (serve|migrate): {setting}: .+\n", refused.stderr)
    assert refused.stdout == ""
    assert not fresh.home.data.exists()


def test_a_taken_port_is_refused_with_its_owner(fresh: Site) -> None:
    with socket.create_server(("127.0.0.1", fresh.port)):
        refused = fresh.run("serve")
    assert refused.returncode == 2
    assert refused.stderr.startswith(
        f"copractice serve: PORT: {fresh.port} is taken by process {os.getpid()} ("
    )
    assert refused.stderr.count("\n") == 1
    assert not fresh.home.data.exists()


def test_a_port_taken_for_the_other_meaning_of_localhost_is_refused(fresh: Site) -> None:
    with socket.create_server(("::1", fresh.port), family=socket.AF_INET6):
        refused = fresh.run("serve")
    assert f"PORT: {fresh.port} is taken by process {os.getpid()}" in refused.stderr


def test_a_second_supervisor_is_refused_with_the_first(site: Site) -> None:
    refused = site.run("serve")
    assert refused.returncode == 2
    assert refused.stderr == (
        "copractice serve: it runs already: "
        f"copractice serve, process {site.process.pid}, http://localhost:{site.port}\n"
    )
    assert site.status_of("/") == 200


def test_a_database_of_another_major_version_is_refused_with_the_way_out(fresh: Site) -> None:
    fresh.home.data.mkdir(mode=0o700)
    (fresh.home.data / "PG_VERSION").write_text("17\n")
    refused = fresh.run("serve")
    assert refused.returncode == 2
    assert refused.stderr == (
        f"copractice serve: {fresh.home.data} was made by PostgreSQL 17, this version brings 18: run "
        "`copractice backup` with the version that made it, and `copractice restore` into a new folder\n"
    )


def test_a_command_before_the_first_start_is_refused_with_the_way_out(fresh: Site) -> None:
    refused = fresh.run("log", "verify")
    assert refused.returncode == 2
    assert refused.stderr == (
        "copractice log: the database is not up to date; run `copractice migrate` first\n"
    )
    assert fresh.processes() == set()


def test_a_command_starts_the_database_for_itself_and_stops_it(site: Site) -> None:
    site.end(signal.SIGTERM)
    verified = site.run("log", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert re.fullmatch(
        r"community site: \d+ acts hold\n(community demo-\w+: \d+ acts hold\n){2}", verified.stdout
    )
    assert site.processes() == set()


def test_the_secret_key_is_made_once_and_for_its_owner_alone(site: Site) -> None:
    key = site.home.folder / "secret_key"
    assert len(key.read_text()) >= 50
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_text()
    site.end()
    site.start()
    assert key.read_text() == before
