"""Make the first owner of a real site, and print the one-time link that signs them in."""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from copractice.communities.actions import make_owner

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the owner's address and the name of the first community."""
    parser.add_argument("email")
    parser.add_argument(
        "--community",
        default="Community of practice",
        help="the first community's name; it can be changed later",
    )


def run(args: argparse.Namespace) -> int:
    """Make the owner and print the link."""
    path = make_owner(email=args.email, community_name=args.community, now=datetime.now(UTC))
    print(f"{settings.SITE_URL}{path}")
    return 0
