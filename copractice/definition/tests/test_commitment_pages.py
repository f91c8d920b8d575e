"""The pages of commitments, through the door: signing, papers, publishing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from copractice.definition.models import Commitment, Signature
from copractice.definition.tests.test_pages import text
from tests.world import Place, World
from tests.world_copy import lay_down_world
from tests.world_definition import make_commitment

pytestmark = pytest.mark.django_db
OpenAs = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> World:
    """Return a world that began yesterday: pages go by the real clock."""
    return lay_down_world()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_a_leader_signs_and_ends_what_was_read(here: Place, open_as: OpenAs) -> None:
    commitment = make_commitment(here.community, here.people["coordinator"], timezone.now())
    path, leader = commitment.get_absolute_url(), open_as("funder")
    assert "It waits for your organization’s signature" in text(leader, path)
    assert "It waits for your" not in text(open_as("member"), path)
    assert "We of here promise it." in text(leader, f"{path}sign/")
    assert text(open_as("member"), f"{path}sign/", 404)
    typed = {"organization": here.organization.code, "name": "Ada", "role_title": "", "version": "0000000000"}
    page = leader.post(f"{path}sign/", typed)
    assert page.status_code == 400
    assert "Another version was published meanwhile" in page.content.decode()
    version = commitment.versions.get()
    assert f'value="{version.code}"' in page.content.decode()
    for wrong in ({"organization": here.umbrella.code}, {"name": "  "}):
        assert leader.post(f"{path}sign/", typed | {"version": version.code} | wrong).status_code == 400
    assert not Signature.objects.exists()
    leader.post(f"{path}sign/", typed | {"version": version.code})
    signature = Signature.objects.get()
    assert "Here Lab" in text(open_as(""), path)
    assert "Ada" not in text(open_as(""), path)
    end = f"/c/here/signatures/{signature.code}/end/"
    assert open_as("member").post(end).status_code == 404
    assert leader.post(end).status_code == 302
    assert "No organization has signed it yet" in text(open_as(""), path)


def test_staff_record_a_paper_once(here: Place, open_as: OpenAs) -> None:
    commitment = make_commitment(here.community, here.people["coordinator"], timezone.now())
    path = f"{commitment.get_absolute_url()}paper/"
    version = commitment.versions.get()
    typed = {
        "organization": here.umbrella.code,
        "name": "Ada",
        "role_title": "Chair",
        "version": version.code,
        "since": f"{timezone.now() - timedelta(days=9):%Y-%m-%d}",
    }
    staff = open_as("coordinator")
    for wrong in (
        {"since": "2999-01-01"},
        {"since": "1900-01-01"},
        {"organization": "nobody"},
        {"since": ""},
    ):
        assert staff.post(path, typed | wrong).status_code == 400
    assert staff.post(path, typed).status_code == 302
    assert staff.post(path, typed).status_code == 400
    assert "<bdi>Ada</bdi>, Chair. On paper, recorded by Coordinator of here" in text(
        staff, commitment.get_absolute_url()
    )


def test_a_commitment_is_drafted_changed_and_published(here: Place, open_as: OpenAs) -> None:
    staff, public = open_as("coordinator"), open_as("")
    frame = {"title_en": "Antiracist", "title_es": "", "priority": here.priority.code, "definition": ""}
    pledge = {"text_en": "We promise", "text_es": "", "renews_on": "", "revision": 0}
    assert staff.post("/c/here/commitments/new/", frame | pledge | {"title_en": ""}).status_code == 400
    staff.post("/c/here/commitments/new/", frame | pledge)
    commitment = Commitment.objects.get()
    path = commitment.get_absolute_url()
    assert public.get(path).status_code == 302
    assert open_as("member").get(path).status_code == 404
    assert "Antiracist" not in text(public, "/c/here/commitments/")
    assert staff.post(f"{path}write/", pledge | {"renews_on": "2000-01-01", "revision": 1}).status_code == 400
    assert staff.post(f"{path}publish/", {"revision": "x"}).status_code == 409
    staff.post(f"{path}publish/", {"revision": 1})
    assert here.priority.get_absolute_url() in text(public, path)
    assert "0 organizations signed" in text(public, "/c/here/commitments/")
    staff.post(f"{path}edit/", frame | {"title_en": "Renamed", "revision": 1})
    late = staff.post(f"{path}edit/", frame | {"title_en": "Late", "revision": 1})
    assert (late.status_code, "Late" in late.content.decode()) == (400, True)
    assert "Renamed" in text(public, "/c/here/commitments/")
