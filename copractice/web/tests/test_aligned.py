"""The page of a framework's item lists what serves it, each record through its own gate."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.convening.models import Priority
from copractice.frameworks.models import Alignment, FrameworkItem
from tests.world import Place, World


def item_of(place: Place) -> FrameworkItem:
    item = place.alignment.item
    return FrameworkItem.objects.select_related("community").get(pk=item.pk)


def page(item: FrameworkItem) -> str:
    response = Client().get(item.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def align(place: Place, record: str, record_id: int, now: datetime) -> None:
    """Write an alignment that no action made, so that the page alone decides what it shows."""
    Alignment.objects.create(
        community=place.community,
        item=item_of(place),
        record=record,
        record_id=record_id,
        strength="direct",
        rationale={"en": "Smuggled in."},
        made_by=place.memberships["coordinator"],
        made_at=now,
    )


def copy_of(priority: Priority, **changed: Any) -> Priority:
    fields = ("community", "convening", "analysis", "reason", "method", "turnout", "adopted_by", "adopted_at")
    kept = {name: getattr(priority, name) for name in fields}
    return Priority.objects.create(**kept | changed)


def test_everybody_reads_which_priorities_serve_an_item_how_and_why(world: World) -> None:
    text = page(item_of(world.here))
    assert "What serves it here" in text
    assert f'href="{world.here.priority.get_absolute_url()}" lang="en">Priority of here</a>' in text
    assert "Priority, serves it directly" in text
    assert "It says so." in text


def test_an_item_that_nothing_serves_says_so(world: World) -> None:
    item = world.here.framework.items.exclude(pk=item_of(world.here).pk).select_related("community").first()
    assert item
    assert "Nothing is aligned to it yet." in page(item)


def test_records_of_another_community_and_of_unknown_kinds_are_not_shown(world: World, now: datetime) -> None:
    align(world.here, "convening.priority", world.there.priority.pk, now)
    align(world.here, "communities.update", world.here.update.pk, now)
    text = page(item_of(world.here))
    assert "Priority of here" in text
    assert ("Priority of there" in text, "Title of here" in text, "Smuggled in." in text) == (False,) * 3


def test_the_page_asks_as_much_for_one_record_as_for_three(world: World, now: datetime) -> None:
    item = item_of(world.here)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(item)
        return len(queries)

    few = asked()
    for position in (2, 3):
        other = copy_of(world.here.priority, position=position, title={"en": f"Priority {position}"})
        align(world.here, "convening.priority", other.pk, now)
    assert asked() == few
    assert "Priority 3" in page(item)
