"""Prove the log of every community, or write its heads down outside the database."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from copractice.cli.refusals import CannotRun
from copractice.communities.models import Community
from copractice.ledger.actions import anchor
from copractice.ledger.analysis import first_break
from copractice.ledger.files import read_anchors
from copractice.ledger.models import SITE, LogEntry, LogHead

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two things that can be done."""
    parser.add_argument("what", choices=["verify", "anchor"])


def run(args: argparse.Namespace) -> int:
    """Verify or anchor; exit code 1 says that a chain does not hold."""
    return verify() if args.what == "verify" else write_anchors()


def write_anchors() -> int:
    """Write every head that moved into the anchor file."""
    moved = anchor(settings.ANCHOR_FILE, at=datetime.now(UTC))
    print(f"{moved} chains written to {settings.ANCHOR_FILE}")
    return 0


def verify() -> int:
    """Walk every chain and say for each how many acts hold, or which row does not follow."""
    anchors = _anchors()  # before the rows: an anchor is never ahead of them
    broken = 0
    with transaction.atomic():
        with connection.cursor() as cursor:  # rows and heads as of one instant
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        names = {SITE: "site", **dict(Community.objects.values_list("pk", "slug"))}
        communities = _communities(anchors)
        for community_id in communities:
            broken += _verify_one(community_id, names.get(community_id, str(community_id)), anchors)
    if not communities:
        print("no acts yet")
    return 1 if broken else 0


def _anchors() -> dict[int, dict[int, str]]:
    try:
        return read_anchors(settings.ANCHOR_FILE)
    except (OSError, ValueError, KeyError) as error:
        raise CannotRun(f"ANCHOR_FILE: {settings.ANCHOR_FILE} cannot be read: {error}") from None


def _communities(anchors: Mapping[int, Mapping[int, str]]) -> list[int]:
    heads = LogHead.objects.values_list("pk", flat=True)
    entries = LogEntry.objects.order_by().values_list("community_id", flat=True).distinct()
    return sorted({*heads, *entries, *anchors})


def _verify_one(community_id: int, name: str, anchors: Mapping[int, Mapping[int, str]]) -> bool:
    entries = LogEntry.objects.filter(community_id=community_id).order_by("seq")
    head = LogHead.objects.filter(pk=community_id).first()
    found = first_break(community_id, entries.iterator(), head, anchors.get(community_id, {}))
    if found:
        print(f"community {name}: row {found.seq}: {found.why}")
    else:
        print(f"community {name}: {head.seq if head else 0} acts hold")
    return found is not None
