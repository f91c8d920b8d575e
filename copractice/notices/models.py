"""Notice: one message to one address, kept until it is sent."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from copractice.notices.states import NoticeState


def new_message_id() -> str:
    """Return the random left part of a Message-ID, the same at every try so that servers can drop doubles."""
    return secrets.token_hex(16)


class Notice(models.Model):
    """A message in the outbox.

    `community_id` is a number without a foreign key: notices stand above communities. A sign-in code is
    `secret`: its text is never shown to staff and is deleted once it was sent or parked. `silent_since` is
    when the mail server, not this message, first failed to answer; empty again once it did.
    """

    community_id = models.BigIntegerField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=60)
    address = models.EmailField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=32, unique=True, default=new_message_id)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    silent_since = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="notice_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(secret=False) | models.Q(state="queued") | models.Q(text=""),
                name="notice_secret_text_deleted",
            ),
            models.CheckConstraint(
                condition=models.Q(give_up_at__gt=models.F("created_at")),
                name="notice_gives_up_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "-created_at"], name="notice_newest_first"),
            models.Index(fields=["next_try_at"], condition=models.Q(state="queued"), name="notice_waiting"),
        ]
        verbose_name = _("notice")

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"
