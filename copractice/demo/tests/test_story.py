"""The demo's story as a whole: its chains hold, and everything in it is plainly made up."""

import re

import pytest
from django.apps import apps
from django.test import Client

from copractice.applications.models import Part
from copractice.communities.models import Community, History, Membership, Organization, Role
from copractice.consents.models import Guardianship
from copractice.demo.applications import LEADER_12
from copractice.ledger.analysis import first_break
from copractice.ledger.models import LogEntry, LogHead

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
IN_ORGANIZATIONS = ("Leader", "Umbrella lead", "Supervisor", "Executive", "Youth", "Guardian")
ROLE_LABEL = re.compile(rf"({'|'.join([*sorted(str(role.label) for role in Role), *IN_ORGANIZATIONS])}) \d\d")


def test_every_chain_of_the_story_holds() -> None:
    heads = list(LogHead.objects.all())
    assert len(heads) >= 2
    for head in heads:
        entries = LogEntry.objects.filter(community_id=head.pk).order_by("seq")
        assert first_break(head.pk, entries, head, {}) is None


def test_every_page_of_the_demo_says_that_it_is_one(client: Client) -> None:
    for path in ("/", "/c/demo-stem/", "/c/demo-makers/updates/", "/sign-in/", "/demo/"):
        assert "Every name, number and person here is made up." in client.get(path).content.decode(), path


def test_every_name_is_plainly_made_up() -> None:
    names = set(Membership.objects.values_list("name", flat=True))
    assert {name for name in names if not ROLE_LABEL.fullmatch(name)} == set()
    assert {row.name for row in Community.objects.all() if not row.name.startswith("Demo ")} == set()
    assert {row.name for row in Organization.objects.all() if not row.name.startswith("Example ")} == set()
    parties = {
        *Part.objects.values_list("name", flat=True),
        *Guardianship.objects.values_list("name", flat=True),
    }
    assert {name for name in parties if not ROLE_LABEL.fullmatch(name)} == {LEADER_12}
    places = set(Part.objects.values_list("organization_name", flat=True)) - {""}
    assert {name for name in places if not name.startswith("Example ")} == set()


def test_nobody_of_the_story_bears_a_name_of_the_history() -> None:
    public = str(list(History.objects.values_list("figure", "sentence", "source_name", "source_url")))
    assert "stemstl.org" in public
    invented = {
        *Community.objects.values_list("name", flat=True),
        *Membership.objects.values_list("name", flat=True),
        *Organization.objects.values_list("name", flat=True),
        *Part.objects.exclude(organization_name="").values_list("organization_name", flat=True),
    }
    assert {name for name in invented if name.casefold() in public.casefold()} == set()


def test_every_address_in_the_story_is_at_example_org() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("copractice.")]
    values = [value for model in ours for row in model._default_manager.values_list() for value in row]
    papers = [value for value in values if isinstance(value, bytes) and value.startswith(b"%PDF")]
    stored = str([value for value in values if value not in papers])
    found = set(ADDRESS.findall(stored))
    assert len(found) >= 12
    assert {address for address in found if not address.endswith("@example.org")} == set()
