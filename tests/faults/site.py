"""A real site in a temporary home on a free port, run by `copractice serve` as an operator would."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from copractice.cli.folders import Home
from copractice.cli.processes import command_of
from tests.faults.visitor import Visitor

PARTS = {  # what is killed: a piece of its command line
    "database": "bin/postgres -D",
    "web server": "copractice.cli.web",
    "worker": "copractice.cli.worker",
}


def until(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is true; fail with its name otherwise."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"still not so after {seconds} s: {what}"
        time.sleep(0.02)


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Site:
    """The site, and what its operator and its visitors can do."""

    def __init__(self) -> None:
        self.home = Home(Path(tempfile.mkdtemp(prefix="copractice-faults-")))
        self.home.folder.chmod(0o755)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.home.folder / "serve.log"

    def environment(self, **more: str) -> dict[str, str]:
        """Return an operator's environment: nothing of the tests' own settings."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"DATA_DIR": str(self.home.folder), "PORT": str(self.port)} | more

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site to its end."""
        return subprocess.run(
            [sys.executable, "-m", "copractice.cli", *command],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self) -> None:
        """Start the supervisor and wait until the first page is there."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "copractice.cli", "serve", "--demo"],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> None:
        """Wait until the site answers."""
        until(lambda: self.status_of("/") == 200 or self.has_ended(), "the first page", 300)
        assert not self.has_ended(), self.log.read_text()

    def has_ended(self) -> bool:
        """Return whether the supervisor is gone."""
        return self.process is None or self.process.poll() is not None

    def end(self, by: signal.Signals = signal.SIGINT) -> int:
        """End the site as Ctrl-C does, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(by)
        return self.process.wait(30)

    def kill(self, name: str) -> int:
        """Kill one of the supervisor's children as soon as it is there; return its process."""
        until(lambda: self.part(name), name)
        pid = self.part(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_everything(self) -> None:
        """Kill every process at once; one may end by itself meanwhile, because another was killed."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def remove(self) -> None:
        """End what runs and remove the home."""
        self.kill_everything()
        shutil.rmtree(self.home.folder, ignore_errors=True)
        shutil.rmtree(self.home.sockets, ignore_errors=True)

    def part(self, name: str) -> int:
        """Return the process of one of the supervisor's children; 0 while there is none."""
        assert self.process is not None
        for pid in children_of(self.process.pid):
            if PARTS[name] in command_of(pid):
                return pid
        return 0

    def processes(self) -> set[int]:
        """Return every living process that belongs to this site."""
        return {pid for pid in _living() if self._owns(pid)}

    def _owns(self, pid: int) -> bool:
        folder = os.fsencode(self.home.folder)
        with suppress(OSError):
            if folder in Path("/proc", str(pid), "environ").read_bytes():
                return True
        with suppress(OSError):
            return Path("/proc", str(pid), "cwd").readlink() == self.home.data
        return False

    def status_of(self, path: str) -> int:
        """Return the status of a page; 0 when nobody answers."""
        return Visitor(self.port).ask("GET", path).status


def children_of(parent: int) -> list[int]:
    """Return the living children of a process."""
    return [pid for pid in _living() if _status(pid)[1] == str(parent)]


def _living() -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _status(pid)[0] not in {"Z", "X"}]


def _status(pid: int) -> tuple[str, str]:
    """Return the state and the parent of a process."""
    try:
        fields = Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return "X", "0"
    return fields[0], fields[1]
