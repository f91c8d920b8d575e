"""Housekeeping of sign-in: expired sessions and dead invitations, every hour so that no day is missed."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.people.actions import codes, links


@app.periodic(cron="7 * * * *")
@app.task(name="people.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Delete sessions that have expired, and invitations and codes that were used or have expired."""
    SessionStore.clear_expired()
    links.forget_links(now=timezone.now())
    codes.forget_codes(now=timezone.now())
