"""Work on reviews in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.review.actions import assigning, calibrating, reminding


@app.task(name="review.propose", retry=3)
def propose(run_id: int) -> None:
    """Have the engine answer who should review what."""
    assigning.propose(run_id=run_id, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="review.calibrate", queueing_lock="review.calibrate")
def calibrate(timestamp: int) -> None:
    """Correct the scores of calls whose reviews changed."""
    calibrating.calibrate_all(now=timezone.now())


@app.periodic(cron="11 * * * *")
@app.task(name="review.remind", queueing_lock="review.remind")
def remind(timestamp: int) -> None:
    """Remind reviewers whose reviews are due soon."""
    reminding.remind_due(now=timezone.now())
