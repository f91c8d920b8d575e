"""Work on reviews in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.review.actions import assigning


@app.task(name="review.propose", retry=3)
def propose(run_id: int) -> None:
    """Have the engine answer who should review what."""
    assigning.propose(run_id=run_id, now=timezone.now())
