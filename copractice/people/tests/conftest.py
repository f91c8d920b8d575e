"""Fixtures: mail that reaches the outbox, and two persons."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from copractice.people.models import Person


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    """Give mail the site's own backend back; the test runner puts a stand-in in its place."""
    settings.EMAIL_BACKEND = "copractice.notices.backend.OutboxBackend"


@pytest.fixture
def ana(db: None) -> Person:
    """Return a person who reads English."""
    return Person.objects.create_user("ana@example.org")


@pytest.fixture
def luis(db: None) -> Person:
    """Return a person who reads Spanish."""
    return Person.objects.create_user("luis@example.org", language="es")


@pytest.fixture
def fresh_counts(db: None) -> Iterator[None]:
    """Count tries from nothing."""
    cache.clear()
    yield
    cache.clear()
