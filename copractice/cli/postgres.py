"""The embedded PostgreSQL: made once, started as a child of this process, stopped with it.

The programs come from a wheel; its Python wrapper is not used, because it takes a killed server for a
running one and gives up on a long recovery. Who may start and stop this database is settled by
`copractice.cli.claims`; here it is done.
"""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from copractice.cli.folders import Home, binaries, make_home, require_reachable, server_user
from copractice.cli.processes import LINUX, Process, command_of, end, spawn
from copractice.cli.refusals import CannotRun

MAJOR = "18"
# An answer that was acknowledged is on disk; said here so that no line in a configuration file can undo it.
DURABLE = ("fsync=on", "full_page_writes=on", "synchronous_commit=on")
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # for tests, whose data may be lost
# The built-in locale sorts and folds letters the same on every system; words are told by the system's own.
LOCALE = ("--locale=C.UTF-8",) if LINUX else ("--locale=C", "--lc-ctype=UTF-8", "--builtin-locale=C.UTF-8")
HOW_TO_MAKE = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", *LOCALE)
FIRST_STATEMENTS = b"CREATE ROLE copractice LOGIN CREATEDB\nCREATE DATABASE copractice OWNER copractice\n"
STILL_ENDING = b"pre-existing shared memory block"
PID_FILE = "postmaster.pid"
LOG_BYTES = 5_000_000
PATIENCE = 30.0


def start(
    home: Home, *, options: Sequence[str] = DURABLE, stopped: Callable[[], bool] = lambda: False
) -> Process:
    """Start the database, however the last run ended, and return once it takes connections.

    Recovery after a crash takes as long as it takes, unless `stopped` says that nobody waits any more.
    """
    make_home(home)
    user = server_user(home)
    if user:
        require_reachable(home.folder, user)
    programs = binaries(user)
    _refuse_other_version(home)
    _stop_orphan(home)
    _make_sockets(home, user)
    if not home.data.exists():
        _make(home, programs, user, sync="fsync=on" in options)
    deadline = time.monotonic() + PATIENCE
    while True:
        said_before = _make_room(home.database_log)
        process = _launch(home, programs, user, options)
        if _ready(home, process, stopped):
            return process
        said = home.database_log.read_bytes()[said_before:]
        if STILL_ENDING not in said or time.monotonic() > deadline:
            raise CannotRun(f"PostgreSQL does not start; {home.database_log} ends: {_last_line(said)}")


def stop(process: Process) -> None:
    """Stop the database: connections are closed, what was committed stays."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
    end(process, signal.SIGQUIT, PATIENCE)


def accepts(home: Home) -> bool:
    """Return whether a server of this home takes connections."""
    pid, ready = _postmaster(home)
    return ready and _is_ours(home, pid)


def _make(home: Home, programs: Path, user: pwd.struct_passwd | None, *, sync: bool) -> None:
    """Make the database under another name first: it is whole or absent."""
    partial = home.folder / "data.making"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    if user:
        os.chown(partial, user.pw_uid, user.pw_gid)
    initdb = [str(programs / "initdb"), "-D", str(partial), *HOW_TO_MAKE]
    first = [str(programs / "postgres"), "--single", "-D", str(partial)]
    if not sync:
        initdb.append("--no-sync")
        first.append("-F")
    _run(initdb, user)
    _run([*first, "postgres"], user, FIRST_STATEMENTS)
    partial.rename(home.data)
    folder = os.open(home.folder, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _run(command: list[str], user: pwd.struct_passwd | None, lines: bytes = b"") -> None:
    done = subprocess.run(
        command,
        cwd="/",
        env=_environment(),
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        input=lines,
        capture_output=True,
        check=False,
    )
    if done.returncode or b"ERROR:" in done.stderr:
        raise CannotRun(f"PostgreSQL could not make its database: {_last_line(done.stderr)}")


def _launch(home: Home, programs: Path, user: pwd.struct_passwd | None, options: Sequence[str]) -> Process:
    command = [str(programs / "postgres"), "-D", str(home.data), "-k", str(home.sockets), "-p", "5432"]
    for option in ("listen_addresses=", *options):
        command += ["-c", option]
    with home.database_log.open("ab") as log:
        return spawn(command, ends_by=signal.SIGINT, user=user, env=_environment(), output=log)


def _ready(home: Home, process: Process, stopped: Callable[[], bool]) -> bool:
    while process.poll() is None and not stopped():
        if _postmaster(home) == (process.pid, True):
            return True
        time.sleep(0.02)
    return process.poll() is None


def _stop_orphan(home: Home) -> None:
    """Stop a server that outlived its supervisor; drop a stale file whose number another process has now."""
    pid, _ready = _postmaster(home)
    if pid and not _is_ours(home, pid):
        if _exists(pid):
            (home.data / PID_FILE).unlink(missing_ok=True)
        return
    deadline = time.monotonic() + PATIENCE
    while pid and _is_ours(home, pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        if time.monotonic() > deadline:
            raise CannotRun(f"PostgreSQL of an earlier run does not stop: end process {pid} and try again")
        time.sleep(0.05)


def _is_ours(home: Home, pid: int) -> bool:
    return f" -D {home.data} " in command_of(pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _postmaster(home: Home) -> tuple[int, bool]:
    """Return the number of the server that wrote its file into the data folder, and whether it is ready."""
    try:
        lines = (home.data / PID_FILE).read_text().splitlines()
    except OSError:
        return 0, False
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid, len(lines) > 7 and lines[7].strip() == "ready"


def _refuse_other_version(home: Home) -> None:
    if home.data.exists():
        written = home.data / "PG_VERSION"
        found = written.read_text().strip() if written.exists() else "something else"
        if found != MAJOR:
            raise CannotRun(
                f"{home.data} was made by PostgreSQL {found}, this version brings {MAJOR}: "
                "run `copractice backup` with the version that made it, and `copractice restore` into a new folder"
            )


def _make_sockets(home: Home, user: pwd.struct_passwd | None) -> None:
    """Make the socket's folder, for the server's user alone; never use one that somebody else put there."""
    owner = user.pw_uid if user else os.geteuid()
    try:
        home.sockets.mkdir(mode=0o700)
        os.chown(home.sockets, owner, -1)
    except FileExistsError:
        status = home.sockets.lstat()
        if status.st_uid != owner or status.st_mode & 0o170777 != 0o040700:
            raise CannotRun(
                f"{home.sockets} belongs to somebody else or is open to others; remove it"
            ) from None
    for left in home.sockets.glob(".s.PGSQL.*"):  # nobody listens there: this process has the claim
        left.unlink()


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8" if LINUX else "C"}


def _make_room(log: Path) -> int:
    """Put a long log aside, and return the length of the one that is written on."""
    length = log.stat().st_size if log.exists() else 0
    if length > LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
        return 0
    return length


def _last_line(text: bytes) -> str:
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "(nothing)"
