"""Work of a community in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.communities.actions import imports


@app.periodic(cron="37 * * * *")
@app.task(name="communities.forget_files", queueing_lock="communities.forget_files")
def forget_files(timestamp: int) -> None:
    """Drop the files of imports that nobody confirmed."""
    imports.forget_files(now=timezone.now())
