"""The talk with the mail server: one message out, and what the server said."""

import contextlib
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, get_connection

from copractice.notices.models import Notice
from copractice.notices.states import Answer


@dataclass(frozen=True)
class Reply:
    """How the server answered, and its words when it did not take the message."""

    answer: Answer
    words: str = ""


def hand_over(notice: Notice, *, server: Mapping[str, Any], sender: str, site_host: str) -> Reply:
    """Give one message to the mail server and return how it answered; never raises for what a server does."""
    message = to_message(notice, sender=sender, site_host=site_host)
    connection = _connection(server)
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _by_code(*next(iter(refusal.recipients.values())))
    except smtplib.SMTPDataError as refusal:
        return _by_code(refusal.smtp_code, refusal.smtp_error)
    except OSError as silence:
        # Not this message's fault: no connection, no answer in time, or a sign-in or sender the server rejects.
        return Reply(Answer.SILENT, _clean(f"{type(silence).__name__}: {silence}"))
    except (ValueError, LookupError) as fault:
        # This message cannot be put into a mail at all; no later try will change that.
        return Reply(Answer.NEVER, _clean(str(fault)))
    finally:
        # The answer is known by now: a goodbye that fails must not turn a sent message into a second one.
        with contextlib.suppress(OSError):
            connection.close()
    return Reply(Answer.TAKEN)


def to_message(notice: Notice, *, sender: str, site_host: str) -> EmailMessage:
    """Build the mail; its Message-ID is the same at every try."""
    headers = {"Message-ID": f"<{notice.message_id}@{site_host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, notice.text, sender, [notice.address], headers=headers)


def _connection(server: Mapping[str, Any]) -> Any:
    """Return the connection, not yet open; each step of the talk waits `EMAIL_TIMEOUT` seconds at most."""
    options: dict[str, Any] = {
        "host": server.get("EMAIL_HOST"),
        "port": server.get("EMAIL_PORT"),
        "username": server.get("EMAIL_HOST_USER"),
        "password": server.get("EMAIL_HOST_PASSWORD"),
        "use_tls": bool(server.get("EMAIL_USE_TLS")),
        "use_ssl": bool(server.get("EMAIL_USE_SSL")),
    }
    if server.get("EMAIL_FILE_PATH"):
        options["file_path"] = server["EMAIL_FILE_PATH"]
    return get_connection(server["EMAIL_BACKEND"], **options)


def _by_code(code: int, words: bytes | str) -> Reply:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Reply(Answer.NEVER if 500 <= code < 600 else Answer.LATER, _clean(f"{code} {text}"))


def _clean(words: str) -> str:
    """Return words fit for one line of a page: short, and without control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in words)[:300]
