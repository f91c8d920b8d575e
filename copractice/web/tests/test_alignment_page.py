"""The alignment page in its five parts, each record through its own gate; and staff who align."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copractice.frameworks.models import Alignment
from tests.world import Place, make_world


@pytest.fixture
def now() -> datetime:
    """Return yesterday: pages read the real clock."""
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def place(db: None, now: datetime) -> Place:
    return make_world(now).here


def align(place: Place, record: str, pk: int, now: datetime, *, position: int = 1, why: str = "") -> None:
    Alignment.objects.create(
        community=place.community,
        item=place.framework.items.get(position=position),
        record=record,
        record_id=pk,
        strength="partial",
        rationale={"en": why},
        made_by=place.memberships["coordinator"],
        made_at=now,
    )


def read(place: Place, who: str = "") -> str:
    client = Client()
    if who:
        client.force_login(place.people[who])
    answer = client.get(reverse("alignment", args=["here", place.framework.code]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_has_five_parts_and_counts_what_the_reader_may_read(place: Place, now: datetime) -> None:
    assert place.alignment
    advice = place.advised.recommendation
    align(place, "recommendations.recommendation", advice.pk, now, why="Smuggled in.")
    public, staff = read(place), read(place, "coordinator")
    for part in (
        "1. Summary",
        "2. What this community does",
        "3. The items it serves",
        "4. What serves which",
        "5. Method",
    ):
        assert part in public
    assert "One record of this community serves it." in public
    assert "2 records of this community serve it." in staff
    assert ("Smuggled in." in public, advice.title in public) == (False, False)
    assert ("Smuggled in." in staff, advice.title in staff) == (True, True)
    hidden_item = place.framework.items.get(position=1).title
    assert (hidden_item in public, hidden_item in staff) == (False, True)


def test_it_asks_as_much_for_one_record_as_for_three(place: Place, now: datetime) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            read(place, "coordinator")
        return len(found)

    align(place, "cohorts.session", place.practiced.session.pk, now)
    once = asked()
    align(place, "cohorts.session", place.practiced.session.pk, now, position=2)
    align(place, "cohorts.session", place.practiced.session.pk, now, position=3)
    assert asked() == once


@pytest.mark.parametrize(("kind", "where"), [("commitment", "definition"), ("session", "practice")])
def test_staff_align_a_commitment_and_a_session_and_take_it_back(place: Place, kind: str, where: str) -> None:
    record = place.defined.commitment if where == "definition" else place.practiced.session
    client = Client()
    client.force_login(place.people["coordinator"])
    item = place.framework.items.get(position=0)
    said = {"item": item.code, "strength": "direct", "rationale_en": "It asks for it.", "rationale_es": ""}
    path = reverse("align_record", args=["here", kind, record.code])
    assert client.get(path).status_code == 200
    assert client.post(path, said | {"item": "nothing"}).status_code == 400
    assert client.post(path, said).status_code == 302
    page = client.get(record.get_absolute_url()).content.decode()
    assert "It asks for it." in page
    made = Alignment.objects.get(record_id=record.pk, rationale={"en": "It asks for it."})
    client.post(reverse("unalign_record", args=["here", kind, record.code]), {"alignment": made.code})
    assert not Alignment.objects.filter(pk=made.pk).exists()
    unknown = reverse("align_record", args=["here", "update", record.code])
    assert client.get(unknown).status_code == 404
