"""The demo for every test that wants it, told once in a run: telling takes seconds, laying it down again does not."""

from django.db import connection, transaction
from django.utils import timezone

from copractice.demo.actions import make_demo

KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # what a test does not empty
told: dict[str, bytes] = {}


def lay_down_demo() -> None:
    """Tell the demo's story in an empty database, the first time by its actions, then from a copy of its rows."""
    if told:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # so that tables come in any order
            for table, rows in told.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
        return
    make_demo(now=timezone.now())
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if table not in KEPT:
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    told[table] = b"".join(copy)
