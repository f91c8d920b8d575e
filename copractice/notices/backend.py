"""Django's mail backend: every mail of the site, allauth's too, becomes rows of the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from copractice.notices.actions.writing import queue
from copractice.people.adapter import HIDDEN, KIND
from copractice.people.models import Person


class OutboxBackend(BaseEmailBackend):
    """Writes notices in the current transaction and talks to no server."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for each of its recipients; returns how many messages there were."""
        for message in email_messages:
            _queue_all(message)
        return len(email_messages)


def _queue_all(message: EmailMessage) -> None:
    if message.attachments:
        raise ValueError("the outbox keeps plain text only: link to the file instead")
    for address in message.recipients():
        queue(
            kind=message.extra_headers.get(KIND, "mail"),
            secret=HIDDEN in message.extra_headers,
            address=address,
            subject=str(message.subject),
            text=str(message.body),
            person=Person.objects.filter(email=address).first(),
            now=timezone.now(),
        )
