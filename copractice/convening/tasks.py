"""Work on convenings in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.convening.actions import freezing


@app.task(name="convening.freeze", retry=3)
def freeze(convening_id: int) -> None:
    """Count a closed convening and draw its chart."""
    freezing.freeze(convening_id=convening_id, now=timezone.now())
