"""Records that many tests begin with: made by their actions once, then laid down from a copy of their rows."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar, cast

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from copractice.people.models import Person

KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # what a test does not empty
QUEUE = "procrastinate_jobs"  # belongs to the queue: Django does not know its table as its own
Rows = dict[str, str]
T = TypeVar("T")
_copies: dict[str, tuple[Rows, object]] = {}


def kept(name: str, make: Callable[[], T]) -> T:
    """Return what `make` makes in an empty database; the second time in a process from a copy.

    Where somebody is in the database already, the copy's numbers may be taken: there it is made.
    """
    if Person.objects.exists():
        return make()
    if name not in _copies:
        made = make()
        _copies[name] = copied(QUEUE), deepcopy(made)
        return made
    rows, made = _copies[name]
    lay_down(rows)
    return cast(T, deepcopy(made))


def filled(*more: str) -> list[str]:
    """Return the tables that have rows, and whose rows a test may take away; one comes after those it names."""
    models: list[Any] = apps.get_models(include_auto_created=True)
    names = dict.fromkeys([*(model._meta.db_table for model in models if model._meta.managed), *more])
    tables = [name for name in names if name not in KEPT]
    with connection.cursor() as cursor:
        has = ", ".join(f'EXISTS (SELECT FROM "{table}")' for table in tables)
        cursor.execute(f"SELECT {has}")
        return [table for table, has_rows in zip(tables, cursor.fetchone(), strict=True) if has_rows]


def copied(*more: str) -> Rows:
    """Return the rows of every table that has some."""
    rows = {}
    with connection.cursor() as cursor:
        for table in filled(*more):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(copy).decode()
    return rows


@transaction.atomic
def empty() -> None:
    """Take away all rows, from the tables that have some: Django would truncate each of more than a hundred."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in reversed(filled()):
            cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))


@transaction.atomic
def lay_down(rows: Rows) -> None:
    """Write the rows into their empty tables, and let numbers go on after the highest."""
    models = connection.introspection.installed_models(list(rows))
    with connection.cursor() as cursor:
        for table, content in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
        cursor.execute("".join(connection.ops.sequence_reset_sql(no_style(), models)))
