"""Where a person belongs: one entry a community, with their roles and the pages that are theirs."""

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from copractice.communities.models import Membership, Role
from copractice.people.models import Person
from copractice.web.belonging import Belonging, Link, belongings_of
from tests.world import World


def pages_of(person: Person, now: datetime) -> list[str]:
    return [link.url for place in belongings_of(person, now) for link in place.links]


def test_two_roles_in_one_community_are_one_entry(world: World, now: datetime) -> None:
    reviewer = world.here.people["reviewer"]
    Membership.objects.create(
        community=world.here.community, person=reviewer, name="R", role=Role.MEMBER, since=world.here.now
    )
    (place,) = belongings_of(reviewer, now)
    assert {row.role for row in place.roles} == {Role.MEMBER, Role.REVIEWER}


def test_a_participant_finds_the_cohort_and_the_recommendations(world: World, now: datetime) -> None:
    practiced = world.here.practiced
    pages = pages_of(practiced.youth.person, now)
    slug = world.here.community.slug
    assert reverse("my_cohort", args=[slug, practiced.cohort.code]) in pages
    assert pages.count(reverse("recommendations", args=[slug])) == 1


def test_a_facilitator_finds_the_board(world: World, now: datetime) -> None:
    cohort = world.here.practiced.cohort
    board = reverse("cohort_board", args=[world.here.community.slug, cohort.code])
    assert board in pages_of(world.here.people["facilitator"], now)
    assert board not in pages_of(world.here.people["member"], now)


def test_an_evaluator_finds_the_reports(world: World, now: datetime) -> None:
    assert pages_of(world.here.people["evaluator"], now) == [
        reverse("reports", args=[world.here.community.slug])
    ]


def test_nothing_of_others_is_there(world: World, now: datetime) -> None:
    made = [world.here.practiced, world.here.sent_in, world.here.reviewed]
    assert all(made)
    assert belongings_of(world.stranger, now) == []


def test_what_does_not_fit_at_once_is_shown_when_asked(world: World) -> None:
    place = Belonging(world.here.community, links=[Link(str(n), f"/{n}/") for n in range(8)])
    assert [link.words for link in place.first] == ["0", "1", "2", "3", "4", "5"]
    assert [link.words for link in place.rest] == ["6", "7"]


def test_a_home_asks_as_often_for_two_communities_as_for_one(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    youth = world.here.practiced.youth.person
    with CaptureQueriesContext(connection) as one:
        belongings_of(youth, now)
    Membership.objects.create(
        community=world.there.community, person=youth, name="Y", role=Role.MEMBER, since=world.here.now
    )
    with django_assert_num_queries(len(one)):
        belongings_of(youth, now)
