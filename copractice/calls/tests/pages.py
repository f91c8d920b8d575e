"""Calls as a browser meets them: a deadline that moved, forms filled in with the hidden fields of the page."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from copractice.calls.actions import deadlines
from copractice.calls.actions.deadlines import NewDeadline
from copractice.calls.models import Call, Question
from copractice.people.models import Person

HIDDEN = re.compile(r'name="(revision|form_key|code|key)" value="([^"]+)"')


def path(name: str, row: Any) -> str:
    code = row.key if isinstance(row, Question) else row.code
    return reverse(name, args=["here", code])


def send(client: Client, address: str, typed: dict[str, Any], **hidden: Any) -> Any:
    """Open a form, fill it in and send it."""
    found = dict(HIDDEN.findall(client.get(address).content.decode()))
    return client.post(address, found | typed | hidden)


def refused(response: Any, *words: str) -> str:
    page = " ".join(response.content.decode().split())
    assert response.status_code == 400, page
    for word in words:
        assert word in page, word
    return page


def when(name: str, day: str, clock: str) -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_clock": clock}


def dates(now: datetime, **more: str) -> dict[str, str]:
    """Return a timetable as typed: it closes in 20 days."""
    day = (now + timedelta(days=20)).strftime("%Y-%m-%d")
    return {"time_zone": "America/Chicago", "grace_minutes": "30"} | when("closes_at", day, "23:59") | more


MEASURE = {"title_en": "Care", "weight": "2", "is_informational": "False"} | {
    f"anchor{score}_en": f"Looks like {score}" for score in range(5)
}
ASK = {"text_en": "Why you?", "kind": "long", "audience": "reviewers", "is_required": "True", "limit": "100"}


def extend(call: Call, actor: Person, now: datetime, **more: Any) -> None:
    """Move a deadline by 14 days, for everybody unless told otherwise."""
    new = NewDeadline(call.closes_at + timedelta(days=14), {"en": "School testing week."}, **more)
    deadlines.change_deadline(
        call=call, new=new, form_key=f"{more}"[:32], has_drafts=True, told=3, actor=actor, now=now
    )
