from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.frameworks.actions import adopt_framework
from copractice.frameworks.forms import AlignForm
from copractice.frameworks.models import Framework
from copractice.frameworks.queries import items_of
from tests.world import World

LIST = "/c/here/frameworks/"


def staff(world: World) -> Client:
    client = Client()
    client.force_login(world.here.people["coordinator"])
    return client


def adopted(world: World, now: datetime, key: str) -> Framework:
    return adopt_framework(community=world.here.community, key=key, actor=world.here.people["owner"], now=now)


def page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_everybody_reads_items_with_their_source_and_whether_they_were_seen_there(
    world: World, now: datetime
) -> None:
    framework = adopted(world, now, "stl-2030-jobs-plan")
    assert "STL 2030 Jobs Plan" in page(LIST)
    text = page(framework.get_absolute_url())
    assert text.count("Not confirmed") == framework.items.filter(verified=False).count() == 1
    seen, unseen = framework.items.get(ref="JP-S1"), framework.items.get(ref="JP-I4")
    item = page(seen.get_absolute_url())
    assert ("Seen at the source" in item, seen.source_url in item) == (True, True)
    assert ("STL Pledge" in item, "from memory" in item) == (True, False)
    assert "Not confirmed" in page(unseen.get_absolute_url())


def test_a_note_ends_with_one_period(world: World, now: datetime) -> None:
    framework = adopted(world, now, "stl-2030-jobs-plan")
    assert framework.note.endswith("Inc.")
    assert "Inc.." not in page(LIST) + page(framework.get_absolute_url())


def test_staff_adopt_a_framework_from_the_list(world: World) -> None:
    offered = staff(world).get(f"{LIST}adopt/").content.decode()
    assert ('value="naf-internships"' in offered, 'value="kirkpatrick"' in offered) == (True, False)
    response = staff(world).post(f"{LIST}adopt/", {"key": "naf-internships"})
    framework = Framework.objects.get(community=world.here.community, key="naf-internships")
    assert (response["Location"], framework.items.count()) == (framework.get_absolute_url(), 10)
    again = staff(world).post(f"{LIST}adopt/", {"key": "naf-internships"})
    assert (again.status_code, "already" in again.content.decode()) == (409, True)


@pytest.mark.parametrize("key", ["", "no-such", "\0", "x" * 1000])
def test_an_unknown_key_is_refused_in_words(world: World, key: str) -> None:
    response = staff(world).post(f"{LIST}adopt/", {"key": key})
    assert (response.status_code, "no such framework" in response.content.decode()) == (409, True)


def test_the_list_asks_as_much_for_one_framework_as_for_three(world: World, now: datetime) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(LIST)
        return len(queries)

    few = asked()
    adopted(world, now, "naf-internships")
    adopted(world, now, "perkins-v")
    assert asked() == few


def test_a_form_to_align_takes_items_of_its_own_community_only(world: World) -> None:
    here = items_of(world.here.people["owner"], world.here.community)
    foreign = world.there.framework.items.first()
    typed = {"item": foreign.code, "strength": "direct", "rationale_en": "Because"}
    form = AlignForm(typed, community=world.here.community, items=here)
    assert list(form.errors) == ["item"]
    own = here[0]
    form = AlignForm(typed | {"item": own.code}, community=world.here.community, items=here)
    assert form.is_valid()
    assert (form.cleaned_data["item"], form.rationale()) == (own, {"en": "Because"})
