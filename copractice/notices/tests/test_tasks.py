import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from copractice.notices import tasks
from copractice.notices.actions import deliver, deliver_due
from copractice.notices.models import Notice
from copractice.notices.states import Answer
from copractice.notices.tests.sink import Sink
from tests.worker import run_worker

Put = Callable[..., Notice]

pytestmark = pytest.mark.django_db(transaction=True)

DELIVER = """
import django; django.setup()
from django.utils import timezone
from copractice.notices.actions import deliver
deliver(notice_id={notice_id}, server={server!r}, now=timezone.now())
"""


def test_a_worker_sends_what_was_written(put: Put, sink: Sink, settings: Any) -> None:
    settings.MAIL_SERVER = sink.settings
    notice = put(now=timezone.now())
    run_worker()
    notice.refresh_from_db()
    assert (notice.state, len(sink.messages)) == ("sent", 1)
    job = ProcrastinateJob.objects.get(task_name="notices.deliver", args={"notice_id": notice.pk})
    assert job.status == "succeeded"


def test_a_round_finds_a_notice_whose_job_was_lost(put: Put, sink: Sink, settings: Any) -> None:
    settings.MAIL_SERVER = sink.settings
    put(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    tasks.deliver_due(timestamp=0)
    assert len(sink.messages) == 1


def test_a_job_that_died_with_its_worker_is_taken_up_again(put: Put, sink: Sink, settings: Any) -> None:
    settings.MAIL_SERVER = sink.settings
    put(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    app.configure_task("notices.take_up_stalled").defer(timestamp=0)
    run_worker()
    run_worker()
    assert len(sink.messages) == 1


def test_two_workers_do_not_send_one_notice_twice(put: Put, sink: Sink, now: datetime) -> None:
    notice = put()
    held, done = threading.Event(), threading.Event()

    def other_worker() -> None:
        with transaction.atomic():
            Notice.objects.select_for_update().get(pk=notice.pk)
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    held.wait(10)
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is None
    assert deliver_due(server=sink.settings, now=now) == 0
    done.set()
    other.join()
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.TAKEN
    assert len(sink.messages) == 1


def test_a_worker_killed_before_it_could_note_the_sending_sends_under_the_same_id(
    put: Put, sink: Sink
) -> None:
    notice = put(now=timezone.now())
    base, _, rest = os.environ["DATABASE_URL"].partition("?")
    database = f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{rest}"
    sink.mode = "kill"
    worker = subprocess.Popen(
        [sys.executable, "-c", DELIVER.format(notice_id=notice.pk, server=sink.settings)],
        env={**os.environ, "DATABASE_URL": database},
    )
    sink.victim = worker.pid
    assert worker.wait(60) == -9
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("queued", 0)
    sink.mode = "ok"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=timezone.now()) is Answer.TAKEN
    assert sink.message_ids == [f"<{notice.message_id}@localhost>"] * 2
