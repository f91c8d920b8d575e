"""Who may start and stop the database, and who uses it: two file locks that end with their processes.

*The claim* is held by the one supervisor, or by a command that started the database for itself. *The use*
is shared by everybody who works with the database, children of the supervisor included; whoever wants to
start or stop it waits until it is free. A killed process frees both, so nothing has to be cleaned up.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from copractice.cli.folders import Home
from copractice.cli.refusals import CannotRun


class Lock:
    """An open lock file; closing it frees the lock, unless a child holds it too."""

    def __init__(self, path: Path) -> None:
        """Open the file; nothing is locked yet."""
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock if it is free for that, or turn the one that is held into it."""
        try:
            fcntl.flock(self.fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sign(self, text: str) -> None:
        """Write down who holds the lock, for those who find it taken."""
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, text.encode(), 0)

    def holder(self) -> str:
        """Return what the holder wrote down."""
        return os.pread(self.fd, 200, 0).decode(errors="replace")

    def close(self) -> None:
        """Free the lock."""
        os.close(self.fd)


def claim_lock(home: Home) -> Lock:
    """Return the lock of the one who starts and stops the database."""
    return Lock(home.folder / "claim.lock")


def use_lock(home: Home) -> Lock:
    """Return the lock of all who use the database."""
    return Lock(home.folder / "use.lock")


def wait_for(what: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
    """Wait until something is so, or refuse with a sentence."""
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            raise CannotRun(otherwise)
        time.sleep(0.05)
