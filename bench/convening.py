"""The pages and the import of a convening on a database of their own: seconds as the server spends them.

Run in a process of its own by `bench/pages.py`, which sets up Django first.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.test import Client
from django.utils import timezone

from copractice.communities.actions.imports import Given, confirm_import, start_import
from copractice.convening.actions import freezing, importing
from copractice.convening.models import Convening
from tests.world import Place, make_place

STATEMENTS, VOTERS, VOTES = 1000, 300, 30_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def measure() -> dict[str, float]:
    """Return the seconds of the import of 30,000 votes and of the pages that show what came of it."""
    place = make_place("here", timezone.now() - timedelta(days=1))
    seconds = {"import": _timed(lambda: _import(place))}
    convening = Convening.objects.get(title={"en": "Bench"})
    seconds["freeze"] = _timed(lambda: freezing.freeze(convening_id=convening.pk, now=timezone.now()))
    client = Client()
    client.force_login(place.people["coordinator"])
    path = convening.get_absolute_url()
    seconds["list"] = _page(client, f"{path}statements/?page=5")
    seconds["filter"] = _page(client, f"{path}statements/?q=thing+7")
    seconds["results"] = _page(client, path)
    return seconds


def _import(place: Place) -> None:
    now, actor = timezone.now(), place.people["coordinator"]
    row = start_import(
        community=place.community,
        kind=importing.KIND,
        title="Bench",
        files=[Given("comments", "comments.csv", _comments()), Given("votes", "votes.csv", _votes())],
        context={
            "title": {"en": "Bench"},
            "question": {"en": "?"},
            "language": "en",
            "held_on": "",
            "attribution": "",
        },
        form_path="/",
        form_key="b" * 32,
        actor=actor,
        now=now,
    )
    importing.check(import_id=row.pk, now=now)
    confirm_import(row=row, actor=actor, now=now)
    importing.run(import_id=row.pk, now=now)


def _comments() -> bytes:
    lines = [f"1700000000000,{n},{n % VOTERS},1,We need thing {n} more than most" for n in range(STATEMENTS)]
    return ("timestamp,comment-id,author-id,moderated,comment-body\n" + "\n".join(lines) + "\n").encode()


def _votes() -> bytes:
    chance = random.Random(7)
    pairs = chance.sample(range(STATEMENTS * VOTERS), VOTES)
    lines = [
        f"17000000{n:05d},{pair % STATEMENTS},{pair // STATEMENTS},{chance.choice([1, 1, 0, -1])}"
        for n, pair in enumerate(pairs)
    ]
    return ("timestamp,comment-id,voter-id,vote\n" + "\n".join(lines) + "\n").encode()


def _page(client: Client, path: str) -> float:
    """Return the median of 15 warm answers."""
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} does not answer")
    return sorted(_timed(lambda: client.get(path)) for _ in range(15))[7]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
