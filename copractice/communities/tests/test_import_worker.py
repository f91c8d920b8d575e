import os
import subprocess
import sys
import time
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from copractice.communities.actions import imports
from copractice.communities.actions import organization_import as kind
from copractice.communities.models import Import, Organization, OrganizationLink
from copractice.communities.tests.files import fresh, start
from tests.worker import run_worker
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "".join(f"Lab {n:04},employer,Here Alliance,2022-01-10\n" for n in range(1500))
FILE = f"name,kind,umbrella,umbrella_since\n{ROWS}"
RUN = """
import django; django.setup()
from django.utils import timezone
from copractice.communities.actions import organization_import
organization_import.run(import_id={import_id}, now=timezone.now())
"""


def other_worker(row: Import) -> subprocess.Popen[bytes]:
    """Start the writing of an import in a process of its own."""
    base, _, rest = os.environ["DATABASE_URL"].partition("?")
    database = f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{rest}"
    return subprocess.Popen(
        [sys.executable, "-c", RUN.format(import_id=row.pk)], env={**os.environ, "DATABASE_URL": database}
    )


def wait_until_it_is_held_up(worker: subprocess.Popen[bytes]) -> None:
    """Wait until another connection waits for the table that this one keeps locked."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and worker.poll() is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the worker never came to the second table")


def confirmed(world: World, now: datetime) -> Import:
    row = start(world.here, kind, FILE, now)
    return imports.confirm_import(row=row, actor=world.here.people["owner"], now=now)


def labs() -> int:
    return Organization.objects.filter(name__startswith="Lab ").count()


def test_a_worker_checks_writes_and_undoes_what_a_person_asks_for() -> None:
    now = timezone.now()
    world = make_world(now)
    row = imports.start_import(
        community=world.here.community,
        kind=kind.KIND,
        title=kind.TITLE,
        files=[imports.Given("organizations", "labs.csv", FILE.encode())],
        context={},
        form_path="/",
        form_key="9" * 32,
        actor=world.here.people["owner"],
        now=now,
    )
    run_worker()
    assert (fresh(row).state, fresh(row).done, fresh(row).total, labs()) == ("checked", 1500, 1500, 0)
    imports.confirm_import(row=row, actor=world.here.people["owner"], now=now)
    run_worker()
    assert (fresh(row).state, labs()) == ("done", 1500)
    imports.undo_import(row=row, actor=world.here.people["owner"], now=now)
    run_worker()
    assert (fresh(row).state, labs()) == ("undone", 0)


def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_writes_all() -> None:
    now = timezone.now()
    row = confirmed(make_world(now), now)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {OrganizationLink._meta.db_table} IN EXCLUSIVE MODE")
        worker = other_worker(row)
        wait_until_it_is_held_up(worker)
        worker.kill()
        assert worker.wait(60) == -9
    assert (fresh(row).state, labs()) == ("importing", 0)
    kind.run(import_id=row.pk, now=now)
    assert (fresh(row).state, labs(), OrganizationLink.objects.count()) == ("done", 1500, 1502)
    kind.run(import_id=row.pk, now=now)
    assert labs() == 1500
