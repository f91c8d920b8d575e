"""Restore a backup into a place of its own, compare what came back, and throw it away."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from copractice.cli.folders import Home, home_from
from copractice.cli.keys import keys_beside
from copractice.cli.processes import end, spawn

KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
SECONDS_TO_END = 60


def main(argv: list[str]) -> int:
    """Run `copractice restore` as it would run on a new machine, and return its exit code."""
    parser = argparse.ArgumentParser(prog="copractice drill", description=__doc__)
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--keys", type=Path, help="the newest keys file of the site; FILE.keys if not named")
    args = parser.parse_args(argv)
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # what follows holds private data: always clean up
    home = Home(Path(tempfile.mkdtemp(prefix="copractice-drill-")))
    try:
        return _restore(home, args.file, args.keys or keys_beside(args.file))
    finally:
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.rmtree(home.sockets, ignore_errors=True)


def _restore(home: Home, file: Path, keys: Path) -> int:
    home.folder.chmod(0o755 if os.geteuid() == 0 else 0o700)  # the database server of root is not root
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    anchors = Path(os.environ.get("ANCHOR_FILE") or home_from(os.environ).folder / "anchors.jsonl")
    if anchors.exists():
        shutil.copy(anchors, home.folder / "anchors.jsonl")
    command = [sys.executable, "-m", "copractice.cli", "restore", str(file), "--keys", str(keys)]
    process = spawn(command, ends_by=signal.SIGINT, env=environment | {"DATA_DIR": str(home.folder)})
    try:
        return process.wait()
    finally:
        end(process, signal.SIGINT, SECONDS_TO_END)
