"""Saving an answer, sending an application, and 200 sendings at one moment, as the server answers them.

Run in a process of its own by `bench/pages.py`, which sets up Django first. Raises if a sending is lost.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.models import Application, Part, Receipt
from copractice.applications.queries.answers import questions_of
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from tests.world import make_place
from tests.world_applications import ask, begin, finish, join
from tests.world_calls import make_call

ONE_BY_ONE, AT_ONCE = 15, 200


def measure() -> dict[str, float]:
    """Return the median seconds of a save and of a sending with three receipts, and of the whole surge."""
    now = timezone.now() - timedelta(days=1)
    place = make_place("sending", now)
    call = make_call(place.community, place.people["coordinator"], now)
    seconds = {"save": _save(begin(call, now))}
    sent = sorted(_send(_client(part), part) for part in (_whole(call, n) for n in range(ONE_BY_ONE)))
    seconds["send"] = sent[ONE_BY_ONE // 2]
    seconds["surge"] = _surge(call)
    return seconds


def _whole(call: Call, n: int) -> Part:
    """Return the lead's part of an application whose three parts are done."""
    now = call.opened_at
    lead = finish(begin(call, now, name=f"lead-{n}"), now)
    finish(join(lead, Party.UMBRELLA, now, name=f"umbrella-{n}"), now)
    finish(join(lead, Party.YOUTH, now, name=f"young-{n}"), now)
    return lead


def _save(part: Part) -> float:
    client, question = _client(part), questions_of(part)[0]
    path = reverse("save_answer", args=[part.community.slug, part.code])
    took = []
    for revision in range(ONE_BY_ONE):
        data = {"question": question.key, "text": f"Word {revision}. " * 40, "revision": revision}
        started = time.perf_counter()
        client.post(path, data)
        took.append(time.perf_counter() - started)
    if part.answers.get().revision != ONE_BY_ONE:
        raise RuntimeError("a save was lost")
    return sorted(took)[ONE_BY_ONE // 2]


def _surge(call: Call) -> float:
    """Return the seconds until 200 applications that are sent at one moment are all answered."""
    now = call.opened_at
    leads = [finish(begin(call, now, name=f"surge-{n}"), now) for n in range(AT_ONCE)]
    for n, lead in enumerate(leads):
        ask(lead, Party.UMBRELLA, now, name=f"surge-umbrella-{n}")
        ask(lead, Party.YOUTH, now, name=f"surge-young-{n}")
    clients = [_client(lead) for lead in leads]
    ready = Barrier(AT_ONCE + 1)

    def press(client: Client, lead: Part) -> None:
        ready.wait()
        _send(client, lead)
        connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(press, *pair) for pair in zip(clients, leads, strict=True)]
        ready.wait()
        started = time.perf_counter()
        for answer in waiting:
            answer.result()
        took = time.perf_counter() - started
    _check(leads)
    return took


def _check(leads: list[Part]) -> None:
    """Raise unless each sending left its state, one receipt, one message and one row in the log."""
    ids = [lead.application_id for lead in leads]
    counts = [
        Application.objects.filter(pk__in=ids, state="submitted").count(),
        Receipt.objects.filter(part__in=leads).count(),
        Notice.objects.filter(kind="receipt", person__in=[lead.owner_id for lead in leads]).count(),
        LogEntry.objects.filter(act="application.submit", record_id__in=[str(n) for n in ids]).count(),
    ]
    if counts != [AT_ONCE] * 4:
        raise RuntimeError(f"of {AT_ONCE} sendings there are {counts}")


def _send(client: Client, lead: Part) -> float:
    started = time.perf_counter()
    path = reverse("send_application", args=[lead.community.slug, lead.application.code])
    if client.post(path).status_code != 302:
        raise RuntimeError("a sending was refused")
    return time.perf_counter() - started


def _client(part: Part) -> Client:
    client = Client()
    client.force_login(part.owner)
    return client
