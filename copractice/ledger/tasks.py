"""The hourly anchor: the chains' heads, written outside the database."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.ledger import actions


@app.periodic(cron="0 * * * *")
@app.task(name="ledger.anchor", queueing_lock="ledger.anchor", lock="ledger.anchor")
def anchor(timestamp: int) -> None:
    """Anchor what was logged since the last hour."""
    actions.anchor(settings.ANCHOR_FILE, at=timezone.now())
