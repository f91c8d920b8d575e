"""Django's own commands, for developers; the product's commands are under `copractice`."""

import sys

from django.core.management import execute_from_command_line

from copractice.cli.environment import prepare
from copractice.cli.refusals import CannotRun

if __name__ == "__main__":
    try:
        prepare()
    except CannotRun as refusal:
        sys.exit(f"manage.py: {refusal}")
    execute_from_command_line(sys.argv)
