"""Work on the outbox: each notice at once, a round every minute; and jobs of a dead worker taken up again.

What is due once a day runs every hour: a site that is only up in the afternoon must not miss its night.
"""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.notices import actions

KEEP_JOBS_HOURS = 72


@app.task(name="notices.deliver")
def deliver(notice_id: int) -> None:
    """Hand one notice to the mail server."""
    actions.deliver_new(notice_id=notice_id, server=settings.MAIL_SERVER, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver_due", queueing_lock="notices.deliver_due", lock="notices.deliver_due")
def deliver_due(timestamp: int) -> None:
    """Make a round over everything that waits."""
    actions.deliver_due(server=settings.MAIL_SERVER, now=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="notices.forget_sign_in_mail")
def forget_sign_in_mail(timestamp: int) -> None:
    """Delete the sign-in mail of the day before."""
    actions.forget_sign_in_mail(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="notices.take_up_stalled", queueing_lock="notices.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Run again what a worker had in hand when it died."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="27 * * * *")
@app.task(name="notices.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    """Delete jobs that were done well three days ago; failed ones stay to be looked at."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS)
