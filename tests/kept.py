"""Records that many tests begin with: made by their actions once, then laid down from a copy of their rows."""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from copractice.people.models import Person

KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # what a test does not empty
QUEUE = "procrastinate_jobs"  # belongs to the queue: Django does not know its table as its own
Rows = dict[str, bytes]
T = TypeVar("T")
_copies: dict[str, tuple[Rows, bytes]] = {}


def kept(name: str, make: Callable[[], T]) -> T:
    """Return what `make` makes in an empty database; the second time in a process from a copy.

    Where somebody is in the database already, the copy's numbers may be taken: there it is made.
    """
    if Person.objects.exists():
        return make()
    if name not in _copies:
        made = make()
        _copies[name] = copied(QUEUE), pickle.dumps(made)
        return made
    rows, pickled = _copies[name]
    lay_down(rows)
    return pickle.loads(pickled)  # noqa: S301 – written by this process


def copied(*more: str) -> Rows:
    """Return the rows of every table that has some, so that a row comes after those it names."""
    models: list[Any] = apps.get_models(include_auto_created=True)
    names = dict.fromkeys([*(model._meta.db_table for model in models if model._meta.managed), *more])
    rows = {}
    with connection.cursor() as cursor:
        for table in names.keys() - KEPT:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(copy)
    return {table: rows[table] for table in names if rows.get(table)}


@transaction.atomic
def lay_down(rows: Rows) -> None:
    """Write the rows into their empty tables, and let numbers go on after the highest."""
    models = connection.introspection.installed_models(list(rows))
    with connection.cursor() as cursor:
        for table, content in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
        cursor.execute("".join(connection.ops.sequence_reset_sql(no_style(), models)))
