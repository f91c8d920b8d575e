"""Open a further community with an owner; a person who is new to the site gets a one-time link."""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from copractice.cli.owner import add_plan_arguments, plan_of
from copractice.communities.actions import open_planned

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the owner's address, the name, and what is said of the community."""
    parser.add_argument("email")
    parser.add_argument("name")
    add_plan_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Open it, and print its address or the link of a new person."""
    path = open_planned(email=args.email, plan=plan_of(args, args.name), now=datetime.now(UTC))
    print(f"{settings.SITE_URL}{path or f'/c/{args.address}/'}")
    return 0
