"""The demo's organizations: the totals that are told of them, their ties, and that nothing crosses."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from copractice.communities.models import Affiliation, AffiliationRole, Community, Import, Organization
from copractice.communities.queries import organizations
from copractice.demo.applications import DOUBLE, NEW_IN_A
from copractice.demo.definition import JOINED
from copractice.demo.organizations import STEM
from copractice.demo.queries import personas
from copractice.frameworks.models import Framework

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def names(slug: str, kind: str = "") -> set[str]:
    community = Community.objects.get(slug=slug)
    rows = Organization.objects.filter(community=community)
    return {row.name for row in organizations.found(rows, words="", kind=kind)}


def test_ten_institutions_and_four_umbrellas_came_from_one_file() -> None:
    assert names("demo-stem") - {name for name, *_rest in JOINED} - {DOUBLE, NEW_IN_A} == {
        row[0] for row in STEM
    }
    assert names("demo-stem", "umbrella") == {
        "Example Museums Alliance",
        "Example Regional Health System",
        "Example Youth Works Network",
        "Example Library Federation",
    }
    institutions = names("demo-stem", "employer") - names("demo-stem", "umbrella")
    assert len(institutions - {name for name, *_rest in JOINED} - {NEW_IN_A}) == 10
    assert names("demo-stem", "employer") & names("demo-stem", "umbrella") == {
        "Example Regional Health System"
    }
    row = Import.objects.get(community__slug="demo-stem", kind="communities.organizations")
    assert (row.state, len(row.written["organizations"]), len(row.written["links"])) == ("done", 14, 8)


def umbrellas_today(name: str, now: datetime) -> list[str]:
    ties = organizations.ties_visible_to(AnonymousUser(), now).filter(organizations.on_day(now))
    return sorted(tie.umbrella.name for tie in ties.filter(organization__name=name))


def test_ties_have_a_history(now: datetime) -> None:
    assert umbrellas_today("Example Delmar Design Works", now) == ["Example Youth Works Network"]
    assert umbrellas_today("Example Cahokia Energy Co-op", now) == []
    assert umbrellas_today("Example Arch Street Library Lab", now) == [
        "Example Library Federation",
        "Example Youth Works Network",
    ]


def test_every_role_in_an_organization_is_played_and_one_youth_has_a_printed_code() -> None:
    assert set(Affiliation.objects.values_list("role", flat=True)) == set(AffiliationRole.values)
    youth = Affiliation.objects.filter(role=AffiliationRole.EMPLOYED_YOUTH)
    assert youth.filter(person__email__isnull=True).count() == 1


def test_two_communities_have_two_frameworks_each_and_share_nothing() -> None:
    adopted = Framework.objects.order_by("community__slug", "key").values_list("community__slug", "key")
    assert list(adopted) == [
        ("demo-makers", "naf-internships"),
        ("demo-makers", "ngss-practices"),
        ("demo-stem", "ferguson-calls-to-action"),
        ("demo-stem", "stl-2030-jobs-plan"),
    ]
    assert names("demo-makers") == {"Example Long Bench Workshop", "Example Prairie Tool Library"}
    page = Client().get("/c/demo-makers/organizations/").content.decode()
    assert "Long Bench" in page
    assert "Riverbend" not in page


def test_a_persona_is_shown_with_the_organization_it_stands_in() -> None:
    row = personas().get(name="Leader 01")
    assert row.organization == "Example Riverbend Science Center"
    assert personas().get(name="Coordinator 51").organization is None
