"""What is done to notices: written into the outbox, handed to the mail server, tried again."""

from copractice.notices.actions.sending import (
    deliver,
    deliver_due,
    deliver_new,
    forget_sign_in_mail,
    park_overaged,
    park_queue,
    retry,
    wake_silent,
)
from copractice.notices.actions.writing import queue, send_notice, take_back

__all__ = [
    "deliver",
    "deliver_due",
    "deliver_new",
    "forget_sign_in_mail",
    "park_overaged",
    "park_queue",
    "queue",
    "retry",
    "send_notice",
    "take_back",
    "wake_silent",
]
