"""Work on applications in the background."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.applications.actions import uploading, versions


@app.periodic(cron="23 4 * * *")
@app.task(name="applications.sweep_uploads", queueing_lock="applications.sweep_uploads")
def sweep_uploads(timestamp: int) -> None:
    """Drop the files of uploads that were cut off."""
    uploading.sweep(folder=settings.UPLOADS, now=timezone.now())


@app.task(name="applications.tell_version", retry=3)
def tell_version(version_id: int) -> None:
    """Write to whoever is at work that the call asks more now."""
    versions.tell(version_id=version_id, now=timezone.now())
