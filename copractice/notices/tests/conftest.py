"""Fixtures: a mail server that listens, and a notice in the outbox."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from copractice.notices.actions import queue
from copractice.notices.models import Notice
from copractice.notices.tests.sink import Sink, free_port, start


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """Return a mail server; it hangs up after a minute, our side gives up after a second."""
    settings.EMAIL_TIMEOUT = 1
    sink = Sink(free_port())
    controller = start(sink)
    yield sink
    controller.stop()


@pytest.fixture
def dead_server(settings: Any) -> dict[str, Any]:
    """Return the settings of a mail server that is not there."""
    settings.EMAIL_TIMEOUT = 1
    return Sink(free_port()).settings


@pytest.fixture
def put(db: None, now: datetime) -> Callable[..., Notice]:
    """Return a function that queues a notice; its arguments replace the usual ones."""

    def put_one(**changed: Any) -> Notice:
        usual = {
            "kind": "greeting",
            "address": "ana@example.org",
            "subject": "Hello",
            "text": "Good day.\n",
            "now": now,
        }
        return queue(**{**usual, **changed})

    return put_one
