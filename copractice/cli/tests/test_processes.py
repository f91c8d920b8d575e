"""Children end with their parent, whatever ends it."""

import os
import subprocess
import sys

from copractice.cli.processes import command_of

FOLLOWS = "import sys; from copractice.cli.processes import follow; follow(int(sys.argv[1])); print('alive')"
HAS_A_CHILD = """
import signal, sys, time
from copractice.cli.processes import spawn
child = spawn(["sleep", "600"], ends_by=signal.SIGKILL, output=sys.stdout.buffer)
print(child.pid, flush=True)
time.sleep(600)
"""


def test_a_process_whose_parent_lives_goes_on() -> None:
    command = [sys.executable, "-c", FOLLOWS, str(os.getpid())]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"alive\n"


def test_a_process_whose_parent_was_gone_before_it_looked_ends_at_once() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    ended = subprocess.run([sys.executable, "-c", FOLLOWS, str(gone.pid)], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, b"")


def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", HAS_A_CHILD], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        assert command_of(child) == "sleep 600"
        parent.kill()
        assert parent.stdout.read() == b""  # the end comes when the child, too, has let go of the pipe
    assert command_of(child) == ""


def test_a_process_that_is_not_there_has_no_command() -> None:
    assert command_of(2**22 + 1) == ""
