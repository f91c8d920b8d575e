"""Django's own commands, for developers; the product's commands are under `copractice`."""

import sys

from copractice.cli.environment import prepare
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    prepare()
    execute_from_command_line(sys.argv)
