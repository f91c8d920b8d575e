"""Work of cohorts in the background: the import of past ones."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.cohorts.actions import past_import


@app.task(name="cohorts.past.check", retry=3)
def check_past(import_id: int) -> None:
    """Read a file of past cohorts and report what it would do."""
    past_import.check(import_id=import_id, now=timezone.now())


@app.task(name="cohorts.past.run", retry=3)
def run_past(import_id: int) -> None:
    """Write what a file of past cohorts holds."""
    past_import.run(import_id=import_id, now=timezone.now())


@app.task(name="cohorts.past.undo", retry=3)
def undo_past(import_id: int) -> None:
    """Take back what a file of past cohorts wrote."""
    past_import.undo(import_id=import_id, now=timezone.now())
