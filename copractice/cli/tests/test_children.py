"""A child that dies is started again, later each time, and given up in the end."""

import os
import select
import signal
import sys
from functools import partial

import pytest

from copractice.cli.children import PAUSES, STEADY, Child, end_all, tend
from copractice.cli.processes import spawn
from copractice.cli.refusals import CannotRun

DIES = [sys.executable, "-c", "raise SystemExit(3)"]
LIVES = [sys.executable, "-c", "import signal; signal.pause()"]


def child(command: list[str]) -> Child:
    return Child("worker", partial(spawn, command, ends_by=signal.SIGKILL))


def test_a_living_child_is_left_alone() -> None:
    one, said = child(LIVES), list[str]()
    tend(one, now=0.0, say=said.append)
    first = one.process
    tend(one, now=100.0, say=said.append)
    assert one.process is first
    assert said == []
    end_all([one])


def test_pauses_grow_and_then_the_child_is_given_up() -> None:
    one, said, now = child(DIES), list[str](), 0.0
    tend(one, now=now, say=said.append)
    for pause in PAUSES:
        one.process.wait()
        tend(one, now=now, say=said.append)
        assert one.due == now + pause
        now = one.due
        tend(one, now=now, say=said.append)
    one.process.wait()
    with pytest.raises(CannotRun, match=r"^the worker ended 7 times in a row \(exit code 3\)"):
        tend(one, now=now, say=said.append)
    assert said == ["The worker ended (exit code 3); it is started again."] * len(PAUSES)


def test_a_child_that_ran_well_starts_again_at_once() -> None:
    one, said = child(DIES), list[str]()
    one.deaths = len(PAUSES)
    tend(one, now=0.0, say=said.append)
    one.process.wait()
    tend(one, now=STEADY + 1, say=said.append)
    assert one.process is not None
    assert one.deaths == 1
    one.process.wait()


def test_a_killed_child_is_reported_by_its_signal() -> None:
    one, said = child(LIVES), list[str]()
    tend(one, now=0.0, say=said.append)
    one.process.kill()
    one.process.wait()
    tend(one, now=1.0, say=said.append)
    end_all([one])
    assert said == ["The worker ended (SIGKILL); it is started again."]


def test_ending_takes_children_of_children_along() -> None:
    reading, writing = os.pipe()
    grandchild = f"import subprocess; subprocess.Popen(['sleep', '600'], pass_fds=[{writing}])"
    command = [sys.executable, "-c", grandchild]
    one = Child("web server", partial(spawn, command, ends_by=signal.SIGKILL, keep=[writing]))
    tend(one, now=0.0, say=str)
    os.close(writing)
    one.process.wait()
    assert select.select([reading], [], [], 0)[0] == []  # the grandchild holds the other end open
    end_all([one])
    assert select.select([reading], [], [], 10)[0] == [reading]
    os.close(reading)
