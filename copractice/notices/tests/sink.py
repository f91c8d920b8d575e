"""A real mail server for tests, which can be told to behave badly."""

import asyncio
import os
import signal
import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """Keeps what it was given; `mode` says how it answers: ok, later, never, hang, drop, slow goodbye, kill."""

    port: int
    mode: str = "ok"
    victim: int = 0  # the process that mode `kill` kills once it holds the message
    connections: int = 0
    messages: list[EmailMessage] = field(default_factory=list)

    async def greet(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def recipient(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mode == "never":
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def content(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mode == "later":
            return "451 Come back later"
        if self.mode == "hang":
            await asyncio.sleep(60)
        wire = (envelope.content or b"").replace(b"\r\n", b"\n")
        self.messages.append(message_from_bytes(wire, policy=policy.default))
        if self.mode == "drop":
            server.transport.abort()
        if self.mode == "kill":
            os.kill(self.victim, signal.SIGKILL)
            await asyncio.sleep(60)
        return "250 OK"

    async def goodbye(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.mode == "slow goodbye":
            await asyncio.sleep(60)
        return "221 Bye"

    @property
    def settings(self) -> dict[str, Any]:
        """Return what `MAIL_SERVER` holds for this server."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
        }

    @property
    def message_ids(self) -> list[str]:
        """Return the Message-ID of everything that arrived."""
        return [str(message["Message-ID"]) for message in self.messages]


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(sink: Sink) -> Controller:
    """Let the sink listen on its port."""
    # aiosmtpd finds what a server does at each step by these names.
    steps = SimpleNamespace(
        handle_EHLO=sink.greet, handle_RCPT=sink.recipient, handle_DATA=sink.content, handle_QUIT=sink.goodbye
    )
    controller = Controller(steps, hostname="127.0.0.1", port=sink.port)
    controller.start()
    return controller
