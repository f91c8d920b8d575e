"""One demo for all tests of a file that only read it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.demo_copy import lay_down_demo

TOLD_AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # the hour of the fixture `now`


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lay down the demo's story, and take it back after the last test of the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_down_demo(TOLD_AT)
        yield
        transaction.set_rollback(True)
