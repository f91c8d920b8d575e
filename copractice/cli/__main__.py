"""Lets `python -m copractice.cli` stand in for the installed command."""

import sys

from copractice.cli import main

sys.exit(main())
