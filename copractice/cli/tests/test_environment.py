"""What is filled in for a local site, and what a given value decides."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from copractice.cli.environment import is_embedded, prepare, secret_key
from copractice.cli.refusals import CannotRun

NAMES = ("PORT", "SITE_URL", "DATABASE_URL", "SECRET_KEY", "ANCHOR_FILE", "DJANGO_SETTINGS_MODULE")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty the environment and name a home; what `prepare` writes is undone after the test."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_local_site_gets_everything_it_needs(home: Path) -> None:
    prepared = prepare()
    assert os.environ["PORT"] == "8000"
    assert os.environ["SITE_URL"] == "http://localhost:8000"
    assert os.environ["DATABASE_URL"] == f"postgres://copractice@:5432/copractice?host={prepared.sockets}"
    assert os.environ["ANCHOR_FILE"] == str(home / "anchors.jsonl")
    assert os.environ["SECRET_KEY"] == (home / "secret_key").read_text()
    assert is_embedded(prepared)


def test_given_values_win(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "PORT": "8100",
        "SITE_URL": "http://127.0.0.1:8200",
        "DATABASE_URL": "postgres://name@host/database",
        "SECRET_KEY": "k" * 50,
        "ANCHOR_FILE": "/srv/anchors.jsonl",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    prepared = prepare()
    assert {name: os.environ[name] for name in given} == given
    assert not is_embedded(prepared)
    assert not (home / "secret_key").exists()


def test_the_port_follows_a_local_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "http://localhost:9000")
    prepare()
    assert os.environ["PORT"] == "9000"


def test_a_real_site_gets_no_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://practice.example.org")
    prepare()
    assert os.environ["SECRET_KEY"] == ""
    assert not (home / "secret_key").exists()


def test_a_relative_home_is_written_out(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.parent)
    monkeypatch.setenv("DATA_DIR", "home")
    prepare()
    assert os.environ["DATA_DIR"] == str(home)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "8000a", "８０００", " "])
def test_a_port_that_is_none_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CannotRun, match=r"^PORT: "):
        prepare()


def test_first_starts_at_the_same_time_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(secret_key, [tmp_path / "secret_key"] * 40))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
