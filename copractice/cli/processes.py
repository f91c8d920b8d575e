"""Child processes that end with their parent, whatever ends it, and take their own children along."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import IO

PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None) if LINUX else None

Process = subprocess.Popen[bytes]


def spawn(
    command: Sequence[str],
    *,
    ends_by: signal.Signals,
    user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    keep: Sequence[int] = (),
) -> Process:
    """Start a child in its own session, as `user`, that gets the signal `ends_by` when this process dies.

    Call it from the main thread: the kernel means the thread, not the process, when it says parent. The
    wish is made after the change of user, which would clear it.
    """
    return subprocess.Popen(
        command,
        cwd="/" if user else None,  # another user may not be able to enter this one
        env=env,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        pass_fds=keep,
        preexec_fn=partial(_ask_for_signal, os.getpid(), ends_by) if LINUX else None,
    )


def follow(parent: int) -> None:
    """End this process once its parent is gone, also where the kernel has no signal for that.

    The parent is named and not looked up: it may be gone before this process gets here.

    At once: the database is gone too, and a job that waited for it would hold up the next start.
    """
    if LINUX:
        _ask_for_signal(parent, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def end(process: Process, by: signal.Signals, seconds: float) -> None:
    """Ask a child to end, wait, and kill what is left of it and of its own children."""
    if process.poll() is None:
        process.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    kill_group(process)


def kill_group(process: Process) -> None:
    """Kill a child and everything it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def command_of(pid: int) -> str:
    """Return the command line of a process, empty when there is none."""
    if LINUX:
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as stream:
                return stream.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    found = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
    return found.stdout.decode(errors="replace").strip()


def _ask_for_signal(parent: int, by: signal.Signals) -> None:
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, int(by), 0, 0, 0)
    if os.getppid() != parent:  # it died before the wish was heard
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
