"""Pages of reports: open to everybody once published, closed before, and without what is hidden."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.communities.models import Membership
from copractice.impact.actions import releasing
from copractice.impact.models import Release, Report, Story
from copractice.impact.states import ReleaseState
from copractice.impact.tests import cohorts
from copractice.ledger.models import Access
from copractice.people.models import Person
from tests.world import Place, make_world
from tests.world_impact import make_release


@pytest.fixture
def now() -> datetime:
    """Return yesterday: pages read the real clock."""
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def place(db: None, now: datetime) -> Place:
    return make_world(now).here


@pytest.fixture
def by(place: Place) -> Membership:
    return place.memberships["coordinator"]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_checked_release_is_read_by_its_writers_and_nobody_else(place: Place) -> None:
    waiting = place.reported.waiting
    paths = [
        waiting.get_absolute_url(),
        f"{waiting.get_absolute_url()}files/data.csv",
        waiting.figures.get().get_absolute_url(),
    ]
    for path in paths:
        assert Client().get(path).status_code == 302
        assert signed_in(place.people["funder"]).get(path).status_code == 404
        assert signed_in(place.people["evaluator"]).get(path).status_code == 200


def test_a_withdrawn_release_is_gone_for_everybody_outside(place: Place) -> None:
    release = place.reported.release
    assert Client().get(release.get_absolute_url()).status_code == 200
    coordinator = place.people["coordinator"]
    page = f"{release.get_absolute_url()}withdraw/"
    assert signed_in(coordinator).post(page, {"why_en": "A mark was wrong."}).status_code == 302
    assert Client().get(release.get_absolute_url()).status_code == 302
    assert Client().get(place.reported.report.get_absolute_url()).status_code == 302
    assert "A mark was wrong." in signed_in(coordinator).get(release.get_absolute_url()).content.decode()


def test_what_was_kept_for_the_check_alone_is_served_to_nobody(place: Place) -> None:
    release = place.reported.release
    release.files.create(community=release.community, name="page.en.html", content=b"x", sha256="0" * 64)
    path = f"{release.get_absolute_url()}files/page.en.html"
    assert Client().get(path).status_code == 302
    assert signed_in(place.people["coordinator"]).get(path).status_code == 404


def test_a_story_stands_on_the_public_page_until_its_teller_takes_the_yes_back(place: Place) -> None:
    story = place.reported.story
    path = place.reported.report.get_absolute_url()
    evaluator = place.people["evaluator"]
    cohorts.agree([story.participant], cohorts.Purpose.BE_QUOTED)
    assert story.text not in Client().get(path).content.decode()
    signed_in(evaluator).post(f"/c/here/stories/{story.code}/check/")
    page = Client().get(path).content.decode()
    assert story.text in page
    assert story.participant.name not in page
    cohorts.Consent.objects.filter(person=story.participant.person).update(state="withdrawn")
    assert story.text not in Client().get(path).content.decode()


def test_a_report_is_written_frozen_and_published_through_its_pages(place: Place, now: datetime) -> None:
    cohort = place.practiced.cohort
    client = signed_in(place.people["coordinator"])
    head = {"cohort": cohort.code, "title_en": "What we did", "lead_en": "We met.", "form_key": "b" * 32}
    assert client.post("/c/here/reports/new/", head).status_code == 302
    report = Report.objects.get(form_key="b" * 32)
    path = report.get_absolute_url()
    wrong = client.post(f"{path}sections/happened/", {"text_en": "{{ figure:nothing }}", "revision": "1"})
    assert wrong.status_code == 400
    assert "{{ figure:nothing }}" in wrong.content.decode()
    text = "<script>alert(1)</script> {{ figure:organizations }} stayed."
    assert client.post(f"{path}sections/happened/", {"text_en": text, "revision": "1"}).status_code == 302
    assert client.post(f"{path}freeze/").status_code == 302
    release = Release.objects.get(report=report)
    assert "check is running" in client.get(release.get_absolute_url()).content.decode()
    releasing.check(release_id=release.pk, now=timezone.now())
    assert client.post(f"{release.get_absolute_url()}publish/").status_code == 302
    page = Client().get(path).content.decode()
    assert "1 of 1 stayed." in page
    assert "<script>alert" not in page
    assert "og:title" in page
    paper = Client().get(f"{release.get_absolute_url()}files/report.en.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


def test_a_figure_tells_how_much_of_what_it_counts_a_reader_may_open(place: Place) -> None:
    figure = place.reported.figure
    figure.observation.counted = {"cohorts.seat": [place.practiced.seat.pk]}
    figure.observation.save()
    visitor = Client().get(figure.get_absolute_url()).content.decode()
    assert "1 record that you may not open" in visitor
    assert place.organization.name not in visitor
    staff = signed_in(place.people["coordinator"]).get(figure.get_absolute_url()).content.decode()
    assert place.organization.name in staff


def looks(record: str) -> list[str]:
    return sorted(Access.objects.filter(record=record).values_list("record_id", flat=True))


def test_an_evaluator_finds_those_young_people_who_said_yes_and_each_look_is_kept(
    place: Place, by: Membership, now: datetime
) -> None:
    small = cohorts.make_cohort(by, now, seats=1, sessions=0)
    silent, agreed = cohorts.take_in(small, cohorts.YOUTH, 2, born=date(2006, 5, 1))
    (adult,) = cohorts.take_in(small, cohorts.ParticipantRole.LEADER, 1)
    cohorts.Consent.objects.filter(person=silent.person, purpose="be_quoted").update(state="withdrawn")
    path = f"/c/here/cohorts/{small.code}/stories/new/"
    page = signed_in(place.people["evaluator"]).get(path).content.decode()
    assert [silent.code in page, agreed.code in page, adult.code in page] == [False, True, True]
    assert looks("cohorts.participant") == [str(agreed.pk)]
    page = signed_in(place.people["coordinator"]).get(path).content.decode()
    assert silent.code in page
    assert looks("cohorts.participant") == sorted([str(agreed.pk), str(agreed.pk), str(silent.pk)])


@pytest.mark.parametrize("who", ["evaluator", "coordinator"])
def test_the_words_of_a_story_are_read_while_its_yes_stands_and_each_look_is_kept(
    place: Place, who: str
) -> None:
    story = place.reported.story
    story.participant = place.practiced.youth
    story.save()
    cohorts.agree([story.participant], cohorts.Purpose.BE_QUOTED)
    client = signed_in(place.people[who])
    assert story.text in client.get(story.get_absolute_url()).content.decode()
    assert looks("impact.story") == [str(story.pk)]
    Access.objects.all().delete()
    cohorts.Consent.objects.filter(person=story.participant.person).update(state="withdrawn")
    page = client.get(story.get_absolute_url()).content.decode()
    assert story.text not in page
    assert "The yes to be quoted was taken back or is missing" in page
    assert looks("impact.story") == []


def test_the_story_form_asks_for_a_yes_and_keeps_what_was_typed(place: Place) -> None:
    teller = place.practiced.leader
    client = signed_in(place.people["coordinator"])
    said = {"participant": teller.code, "language": "en", "text": "It worked.", "form_key": "c" * 32}
    answer = client.post(f"/c/here/cohorts/{teller.cohort.code}/stories/new/", said)
    assert answer.status_code == 400
    assert "It worked." in answer.content.decode()
    assert not Story.objects.filter(form_key="c" * 32).exists()
    asked = cohorts.Consent.objects.get(person=teller.person, purpose="be_quoted")
    assert asked.state == "asked"


def test_the_list_asks_the_same_of_the_database_for_one_report_and_for_three(
    place: Place, now: datetime
) -> None:
    assert place.reported.release.state == ReleaseState.PUBLISHED

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            Client().get("/c/here/reports/")
        return len(found)

    one = asked()
    for _more in range(2):
        report = cohorts.write_report(place.practiced.cohort, place.memberships["coordinator"], now)
        make_release(
            report,
            place.memberships["coordinator"],
            now,
            number=1,
            published_at=now,
            published_by=place.memberships["coordinator"],
        )
    assert asked() == one


def test_a_hidden_figure_asked_for_by_its_address_has_no_number_and_no_way_back(place: Place) -> None:
    figure = place.reported.figure
    figure.observation.counted = {"cohorts.seat": [place.practiced.seat.pk]}
    figure.observation.save()
    figure.is_shown, figure.rule = False, "k10"
    figure.value = figure.of = figure.n = figure.missing = ""
    figure.save()
    for client in (Client(), signed_in(place.people["coordinator"])):
        page = client.get(figure.get_absolute_url()).content.decode()
        assert "Not shown" in page
        assert place.practiced.seat.get_absolute_url() not in page
        assert "Where it comes from, where it goes" not in page


def test_a_narrative_runs_nothing_and_links_to_the_web_alone(place: Place) -> None:
    release = place.reported.release
    text = "<img src=x onerror=alert(1)> [here](javascript:alert(1)) [there](https://example.org)"
    release.content["sections"] = {"happened": {"en": text}}
    release.save()
    page = Client().get(release.get_absolute_url()).content.decode()
    assert ("<img src=x" in page, "javascript:alert" in page.replace("(javascript:alert(1))", "")) == (
        False,
        False,
    )
    assert 'href="javascript' not in page
    assert 'href="https://example.org"' in page


def test_a_story_beside_a_figure_stands_on_the_figures_page_and_leaves_with_its_yes(place: Place) -> None:
    story, figure = place.reported.story, place.reported.figure
    story.beside, story.checked_at = figure.indicator, timezone.now()
    story.checked_by = place.memberships["evaluator"]
    story.save()
    cohorts.agree([story.participant], cohorts.Purpose.BE_QUOTED)
    assert story.text in Client().get(figure.get_absolute_url()).content.decode()
    cohorts.Consent.objects.filter(person=story.participant.person).update(state="withdrawn")
    assert story.text not in Client().get(figure.get_absolute_url()).content.decode()
