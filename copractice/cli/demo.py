"""Make the demo in an empty database, or make a demo new, with dates that count from today."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from copractice.cli.anchors import aside_of
from copractice.cli.refusals import CannotRun
from copractice.demo.actions import is_empty, make_demo, renew_demo

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two ways of not refusing."""
    parser.add_argument("--renew", action="store_true", help="make a demo database new; no other is touched")
    parser.add_argument(
        "--if-empty", action="store_true", help="leave a database with anything in it as it is"
    )


def run(args: argparse.Namespace) -> int:
    """Make or renew the demo."""
    now = datetime.now(UTC)
    if not settings.LOCAL:
        raise CannotRun(f"SITE_URL: {settings.SITE_URL} is a real site; a demo is for this machine alone")
    if args.renew:
        with _anchors_aside(settings.ANCHOR_FILE, now):
            renew_demo(now=now)
        print("The demo is new.")
    elif not args.if_empty or is_empty():
        print("The demo is made." if make_demo(now=now) else "The demo was made before.")
    return 0


@contextmanager
def _anchors_aside(path: Path, now: datetime) -> Iterator[None]:
    """Put away the anchors of the chains that are about to go; put them back when nothing happened."""
    aside = aside_of(path, now)
    had_anchors = path.exists()
    if had_anchors:
        path.replace(aside)
    try:
        yield
    except BaseException:
        if had_anchors:
            aside.replace(path)
        raise
