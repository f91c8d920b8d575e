"""What waits of recommendations: for a facilitator, for who answers, for the author; nobody waits for their own."""

from datetime import UTC, datetime, timedelta

from copractice.people.models import Person
from copractice.web.places import places_of
from copractice.web.waits import waits_for
from tests.world import World
from tests.world_recommendations import make_draft, make_recommendation, make_response

TITLE = "Post our shifts two weeks ahead"


def titles(person: Person, now: datetime) -> list[str]:
    return [
        wait.title for wait in waits_for(person, now) if "recommendation" in wait.title or TITLE in wait.title
    ]


def test_what_is_handed_over_waits_for_the_facilitator(world: World, now: datetime) -> None:
    place = world.here
    make_draft(place.practiced.youth, now, in_cohort_name=True, handed_at=now)
    assert titles(place.people["facilitator"], now) == ["A young person handed you a recommendation"]
    assert titles(place.people["coordinator"], now) == []


def test_an_answer_waits_until_its_day_ends_but_not_for_the_author(world: World, now: datetime) -> None:
    practiced = world.here.practiced
    row = make_recommendation(practiced.leader, now, due_on=now.date())
    for person in (practiced.umbrella_lead.person, world.here.people["funder"]):
        waits = [wait for wait in waits_for(person, now) if TITLE in wait.title]
        assert [(wait.title, wait.by) for wait in waits] == [
            (f"An answer is owed: {TITLE}", datetime(2026, 11, 25, 5, 59, tzinfo=UTC))
        ]
    assert titles(practiced.leader.person, now) == []
    row.state = "answered"
    row.save()
    make_response(row, practiced.umbrella_lead, now)
    assert titles(practiced.leader.person, now) == [f"You got an answer: {TITLE}"]
    row.verdict, row.verdict_at = "yes", now + timedelta(hours=1)
    row.save()
    assert titles(practiced.leader.person, now) == []


def test_the_line_says_how_many_are_answered(world: World, now: datetime) -> None:
    practiced = world.here.practiced
    assert "recommend" not in places_of(world.here.community, now)
    make_recommendation(practiced.leader, now)
    row = make_recommendation(practiced.leader, now, state="answered")
    make_response(row, practiced.umbrella_lead, now)
    assert places_of(world.here.community, now)["recommend"].fact == "1 of 2 recommendations answered"
