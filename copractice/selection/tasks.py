"""Work on selections in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.selection.actions import running


@app.task(name="selection.answer", retry=3)
def answer(run_id: int) -> None:
    """Have the engine answer which cohort a run advises."""
    running.answer(run_id=run_id, now=timezone.now())
