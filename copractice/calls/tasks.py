"""Work on calls by the clock: opening what was announced, closing what is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.calls.actions import deadlines, versions


@app.periodic(cron="* * * * *")
@app.task(name="calls.turn", queueing_lock="calls.turn")
def turn(timestamp: int) -> None:
    """Open announced calls whose time has come, and close those whose deadline and grace are over."""
    versions.open_due(now=timezone.now())
    deadlines.close_due(now=timezone.now())
