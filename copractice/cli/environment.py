"""What a local site needs and nobody named: its database, its key, its address, its anchors.

Every command prepares the environment before it reads the settings; a value that is already there wins.
"""

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from copractice.cli.folders import Home, home_from, make_home
from copractice.cli.refusals import CannotRun

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def prepare() -> Home:
    """Fill in what is missing from the environment and return the site's home."""
    home = home_from(os.environ)
    make_home(home)
    os.environ["DATA_DIR"] = str(home.folder)  # whole, for children with another working directory
    _supply("DJANGO_SETTINGS_MODULE", "copractice.settings")
    _supply("PORT", str(_port()))
    _supply("SITE_URL", f"http://localhost:{os.environ['PORT']}")
    _supply("DATABASE_URL", home.database_url)
    _supply("ANCHOR_FILE", str(home.folder / "anchors.jsonl"))
    if _address(os.environ["SITE_URL"])[0] in LOOPBACK and not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = secret_key(home.folder / "secret_key")
    return home


def is_embedded(home: Home) -> bool:
    """Return whether the site uses the database that it brings along."""
    return os.environ["DATABASE_URL"] == home.database_url


def secret_key(path: Path) -> str:
    """Return the key in the file, made once; two first starts at the same time agree on one."""
    if not path.exists():
        opened, partial = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # for its owner alone
        with open(opened, "w") as stream:
            stream.write(secrets.token_urlsafe(64))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(partial, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(partial)
    return path.read_text()


def _supply(name: str, value: str) -> None:
    if not os.environ.get(name):
        os.environ[name] = value


def _port() -> int:
    """Return the port to listen on: PORT, or a local SITE_URL's own, or 8000."""
    text = os.environ.get("PORT")
    if not text:
        host, port = _address(os.environ.get("SITE_URL", ""))
        return (port if host in LOOPBACK else None) or 8000
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CannotRun(f"PORT: {text!r} is not a number from 1 to 65535")
    return int(text)


def _address(site_url: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(site_url)
        return parts.hostname, parts.port
    except ValueError:
        raise CannotRun(
            f"SITE_URL: {site_url!r} is no address; write one like http://localhost:8000"
        ) from None
