"""Locks that end with their processes, and are shared with their children."""

import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from copractice.cli.claims import Lock, claim_lock, use_lock, wait_for
from copractice.cli.folders import Home
from copractice.cli.processes import end, spawn
from copractice.cli.refusals import CannotRun

SLEEPS = [sys.executable, "-c", "import signal; signal.pause()"]


def test_one_claim_at_a_time_and_it_says_whose(tmp_path: Path) -> None:
    with closing(claim_lock(Home(tmp_path))) as first, closing(claim_lock(Home(tmp_path))) as second:
        assert first.take()
        first.sign("copractice serve, process 1")
        first.sign("copractice log")
        assert not second.take()
        assert second.holder() == "copractice log"


def test_a_closed_lock_is_free(tmp_path: Path) -> None:
    first = claim_lock(Home(tmp_path))
    first.take()
    first.close()
    with closing(claim_lock(Home(tmp_path))) as second:
        assert second.take()


def test_many_use_the_database_and_nobody_may_stop_it_meanwhile(tmp_path: Path) -> None:
    with closing(use_lock(Home(tmp_path))) as one:
        with closing(use_lock(Home(tmp_path))) as other:
            assert one.take(shared=True)
            assert other.take(shared=True)
            assert not one.take()
        assert one.take()


def test_a_child_keeps_the_lock_until_it_ends(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    lock.take(shared=True)
    child = spawn(SLEEPS, ends_by=signal.SIGKILL, keep=[lock.fd])
    lock.close()
    with closing(Lock(tmp_path / "lock")) as other:
        assert not other.take()
        end(child, signal.SIGKILL, 10)
        assert other.take()


def test_waiting_in_vain_is_refused_with_the_sentence() -> None:
    with pytest.raises(CannotRun, match=r"^the lock is still taken$"):
        wait_for(lambda: False, seconds=0.01, otherwise="the lock is still taken")
