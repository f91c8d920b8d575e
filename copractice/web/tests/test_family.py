"""The family's page above applications: the questions and how far they are, never an answer; and who looked."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.models import Answer, Part
from copractice.calls.states import Party
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.consents.actions.guardians import name_guardian
from copractice.consents.models import Guardianship
from copractice.ledger.actions import see
from copractice.people.actions.persons import make_person
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import begin, fill, join
from tests.world_copy import lay_down_world

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def today(db: None) -> World:
    """Return the world by the real clock."""
    return lay_down_world()


@pytest.fixture
def part(today: World) -> Part:
    """Return a youth's part in which everything was answered, with a guardian on record."""
    now = timezone.now() - timedelta(hours=1)
    lead = begin(today.here.call, now)
    part = fill(join(lead, Party.YOUTH, now, name="luz"), now)
    name_guardian(
        community=today.here.community,
        youth_name="Luz",
        name="Eva",
        email="eva@example.org",
        actor=part.owner,
        now=now,
    )
    return part


def page(person: Person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("family", args=["here"]))
    assert answer.status_code == 200
    return TOKEN.sub("", answer.content.decode())


def guardian() -> Person:
    return Guardianship.objects.get(name="Eva").guardian


def test_a_guardian_reads_every_question_to_the_youth_and_none_to_others(part: Part) -> None:
    shown = page(guardian())
    questions = part.version.questions
    for question in questions.filter(party=Party.YOUTH):
        assert question.text["en"] in shown
    for question in questions.exclude(party=Party.YOUTH):
        assert question.text["en"] not in shown


def test_no_answer_changes_a_byte_of_the_guardians_page(part: Part) -> None:
    before = page(guardian())
    assert Answer.objects.filter(part=part).exclude(text="").exists()
    Answer.objects.filter(part=part).update(text="Canary")
    assert page(guardian()) == before
    assert "Canary" not in page(part.owner)


def test_the_page_says_done_or_not_done(part: Part) -> None:
    assert "Not done" in page(guardian())
    Part.objects.filter(pk=part.pk).update(state="complete", completed_at=timezone.now(), sha256="0" * 64)
    assert "Not done" not in page(guardian())


def test_who_looked_at_the_part_is_told_by_name_and_reviewers_by_role(today: World, part: Part) -> None:
    here = today.here
    assert "Nobody has looked yet" in page(guardian())

    def look(person: Person, days: int) -> None:
        at: datetime = timezone.now() - timedelta(days=days)
        see(person, part, community_id=here.community.pk, at=at)

    look(here.people["coordinator"], 1)
    look(here.people["reviewer"], 0)
    once = [page(person) for person in (guardian(), part.owner)]
    for shown in once:
        assert "Coordinator of here" in shown
        assert "<b>A reviewer</b>" in shown
        assert "Reviewer of here" not in shown
        assert shown.index("A reviewer") < shown.index("Coordinator of here")
    second = make_person(email="second@example.org", actor=None, now=timezone.now())
    terms = {"role": Role.REVIEWER, "name": "Canary Reviewer", "now": timezone.now() - timedelta(hours=2)}
    add_membership(person=second, community=here.community, actor=None, **terms)
    look(second, 0)  # a second line would tell that this is another reviewer
    assert [page(person) for person in (guardian(), part.owner)] == once


def test_who_looked_at_a_name_or_a_story_is_told(today: World, part: Part) -> None:
    here, now = today.here, timezone.now()
    youth, story = here.practiced.youth, here.reported.story
    youth.person, story.participant = part.owner, youth
    youth.save()
    story.save()
    for record in (youth, story):
        see(here.people["evaluator"], record, community_id=here.community.pk, at=now)
    see(here.people["facilitator"], here.practiced.leader, community_id=here.community.pk, at=now)
    for person, words in (
        (guardian(), ["the name, on the list of who can tell a story", "a story for the report"]),
        (
            part.owner,
            ["your name, on the list of who can tell a story", "a story that you told for the report"],
        ),
    ):
        shown = page(person)
        assert [shown.count(one) for one in words] == [1, 1]
        assert "Facilitator of here" not in shown


@pytest.mark.parametrize("is_tied", [True, False])
def test_a_guardian_of_the_organization_does_not_read_who_looked_at_a_recommendation(
    today: World, part: Part, is_tied: bool
) -> None:
    here, now = today.here, timezone.now()
    held = here.practiced
    held.youth.person = part.owner
    held.youth.save()
    advice = here.advised
    advice.learning.participant = held.youth
    advice.learning.save()
    see(here.people["facilitator"], advice.learning, community_id=here.community.pk, at=now)
    if is_tied:
        held.leader.person = guardian()
        held.leader.save()
    assert ("a learning or a recommendation" in page(guardian())) is not is_tied
    assert "what you learned or recommend" in page(part.owner)


def test_an_adult_who_came_by_an_invitation_is_told_by_name_and_role(today: World, part: Part) -> None:
    here, now = today.here, timezone.now()
    seated = here.practiced.umbrella_lead
    lead = Part.objects.get(application=part.application, party=Party.EMPLOYER)
    for person in (seated.person, lead.owner):
        see(person, part, community_id=here.community.pk, at=now)
    for shown in (page(guardian()), page(part.owner)):
        assert "Somebody who is no longer on record" not in shown
        assert f"<b><bdi>{seated.name}</bdi></b>, {seated.get_role_display()}" in shown
        assert f"<b><bdi>{lead.name}</bdi></b>, {lead.get_party_display()}" in shown


def test_looks_at_another_youths_part_are_not_told(today: World, part: Part) -> None:
    now = timezone.now()
    other = join(begin(today.here.call, now, name="second"), Party.YOUTH, now, name="another")
    see(today.here.people["coordinator"], other, community_id=today.here.community.pk, at=now)
    assert "Nobody has looked yet" in page(guardian())
    assert "Coordinator of here" in page(other.owner)


def test_a_viewer_who_was_erased_stays_as_somebody(today: World, part: Part) -> None:
    viewer = today.here.people["coordinator"]
    see(viewer, part, community_id=today.here.community.pk, at=timezone.now())
    viewer.key.delete()
    assert "Somebody who is no longer on record" in page(guardian())
