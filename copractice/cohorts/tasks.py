"""Work of cohorts in the background: the import of past ones, and what the clock does with assessments."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.cohorts.actions import counting, past_import


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


@app.periodic(cron="*/5 * * * *")
@app.task(name="cohorts.assessments.count", queueing_lock="cohorts.assessments.count")
def count_assessments(timestamp: int) -> None:
    """Count the assessments that closed."""
    counting.count_due(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="cohorts.assessments.tell", queueing_lock="cohorts.assessments.tell")
def tell_of_assessments(timestamp: int) -> None:
    """Tell people that an assessment is open, and that one closes soon."""
    counting.tell_due(now=timezone.now())
