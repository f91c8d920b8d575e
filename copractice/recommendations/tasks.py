"""Work on recommendations in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.recommendations.actions import answering, following
from copractice.recommendations.files import evidence_folder


@app.periodic(cron="17 * * * *")
@app.task(name="recommendations.remind_due", queueing_lock="recommendations.remind_due")
def remind_due(timestamp: int) -> None:
    """Remind of answers that are owed."""
    following.remind_due(now=timezone.now())


@app.periodic(cron="41 4 * * *")
@app.task(name="recommendations.sweep_evidence", queueing_lock="recommendations.sweep_evidence")
def sweep_evidence(timestamp: int) -> None:
    """Drop the files of evidence that was cut off."""
    answering.sweep_evidence(folder=evidence_folder(), now=timezone.now())
