"""Work on releases in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.impact.actions import releasing


@app.task(name="impact.check", retry=3)
def check(release_id: int) -> None:
    """Check a frozen release and make its files."""
    releasing.check(release_id=release_id, now=timezone.now())
