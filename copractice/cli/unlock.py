"""Take passkeys, app and recovery codes from a person who lost them; they then sign in with a code."""

import argparse
from datetime import UTC, datetime

from copractice.cli.refusals import CannotRun
from copractice.people.actions.factors import reset_factors
from copractice.people.models import tidy_address
from copractice.people.queries import person_at

NEEDS_TABLES = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the person's address."""
    parser.add_argument("email")


def run(args: argparse.Namespace) -> int:
    """Take the second factor away, and say what comes next."""
    person = person_at(tidy_address(args.email))
    if person is None:
        raise CannotRun(f"no active person has the address {args.email}")
    if not reset_factors(person=person, actor=None, now=datetime.now(UTC)):
        raise CannotRun(f"{args.email} has no second factor; a code from e-mail is enough")
    print("The second factor is taken away. The person is signed out everywhere, and told by e-mail.")
    return 0
