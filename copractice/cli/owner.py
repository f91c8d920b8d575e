"""Make the first owner of a real site, and print the one-time link that signs them in."""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from copractice.communities.actions import Plan, make_owner

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the owner's address and what is said of the first community."""
    parser.add_argument("email")
    parser.add_argument(
        "--community",
        default="Community of practice",
        help="the first community's name; it can be changed later",
    )
    add_plan_arguments(parser)


def add_plan_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what stays as it is said once a community is open."""
    parser.add_argument("--address", default=Plan.address, help="the last part of its address, /c/ADDRESS/")
    parser.add_argument("--time-zone", default=Plan.time_zone, help="such as America/Chicago")
    parser.add_argument(
        "--languages", default=",".join(Plan.languages), help="with commas, the first one leads"
    )


def plan_of(args: argparse.Namespace, name: str) -> Plan:
    """Return what the arguments say of a community."""
    return Plan(name, args.address, args.time_zone, tuple(filter(None, args.languages.split(","))))


def run(args: argparse.Namespace) -> int:
    """Make the owner and print the link."""
    path = make_owner(email=args.email, plan=plan_of(args, args.community), now=datetime.now(UTC))
    print(f"{settings.SITE_URL}{path}")
    return 0
