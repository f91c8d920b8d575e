"""What other programs read: updates as Atom, communities and cohorts as JSON-LD, and what is said to whoever shares."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import Place, make_world


@pytest.fixture
def now() -> datetime:
    """Return yesterday: pages read the real clock."""
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def place(db: None, now: datetime) -> Place:
    return make_world(now).here


def test_the_feed_holds_the_updates_that_stand(place: Place, client: Client) -> None:
    update = place.update
    update.body = {"en": "<script>alert(1)</script> **Come.**"}
    update.save()
    answer = client.get("/c/here/updates.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    text = answer.content.decode()
    assert text.count("<entry>") == 1
    assert f"<title>{update.title['en']}</title>" in text
    assert ("&lt;strong&gt;Come." in text, "&lt;script" in text, "<script" in text) == (True, False, False)
    assert f'href="http://testserver{update.get_absolute_url()}"' in text
    update.withdrawn_at = timezone.now()
    update.save()
    assert "<entry>" not in client.get("/c/here/updates.atom").content.decode()


def test_a_community_and_a_cohort_say_what_they_are_and_name_no_person(place: Place, client: Client) -> None:
    held = place.practiced
    cohort = client.get(f"{held.cohort.get_absolute_url()}about.jsonld")
    assert cohort["Content-Type"] == "application/ld+json"
    said = cohort.json()
    assert (said["@type"], said["startDate"]) == (
        "EducationalOccupationalProgram",
        str(held.cohort.starts_on),
    )
    assert held.seat.organization.name in {row["name"] for row in said["contributor"]}
    assert held.leader.name not in cohort.content.decode()
    community = client.get("/c/here/about.jsonld").json()
    assert (community["@type"], community["name"]) == ("Organization", place.community.name)


def test_public_pages_say_what_they_are_to_whoever_shares_them(place: Place, client: Client) -> None:
    pages = {
        place.community.get_absolute_url(): place.community.name,
        place.practiced.cohort.get_absolute_url(): place.practiced.cohort.title["en"],
        place.reported.report.get_absolute_url(): place.reported.report.title["en"],
    }
    for path, title in pages.items():
        text = client.get(path).content.decode()
        assert f'property="og:title" content="{title}"' in text
        assert 'type="application/ld+json"' in text
    assert 'type="application/atom+xml"' in client.get("/c/here/").content.decode()


def test_the_community_page_lists_its_cohorts_with_their_reports(place: Place, client: Client) -> None:
    report = place.reported.report
    text = client.get("/c/here/").content.decode()
    assert f'href="{place.practiced.cohort.get_absolute_url()}"' in text
    assert f'href="{report.get_absolute_url()}"' in text
