"""Correcting a birth month: younger by oneself, older by staff."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.consents.actions.births import TooYoung, correct_birth_month
from copractice.consents.actions.guardians import name_guardian
from copractice.consents.models import BirthMonth
from copractice.consents.queries import is_minor, needs_guardian
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_consents import make_youth, month_for_age
from tests.world_copy import lay_down_world


def correct(world: World, person: Person, actor: Person, month: date, now: datetime) -> BirthMonth:
    return correct_birth_month(
        person=person, community=world.here.community, month=month, actor=actor, now=now
    )


def test_who_mistyped_themself_into_an_adult_takes_it_back_alone(world: World, now: datetime) -> None:
    community = world.here.community
    youth = make_youth(community, now, age=22)
    assert not needs_guardian(youth, community, now)
    correct(world, youth, youth, month_for_age(16, now), now)
    assert needs_guardian(youth, community, now)
    [entry] = LogEntry.objects.filter(act="birth_month.correct")
    assert entry.actor_key == youth.log_key


def test_nobody_makes_themself_older(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    with pytest.raises(Refused, match="only make yourself younger"):
        correct(world, youth, youth, month_for_age(19, now), now)
    assert is_minor(youth, world.here.community, now)


def test_staff_correct_either_way_but_not_in_their_own_family(world: World, now: datetime) -> None:
    here, month = world.here, month_for_age(19, now)
    youth = make_youth(here.community, now, name="luz")
    parent = here.people["coordinator"]
    name_guardian(
        community=here.community, youth_name="Luz", name="Eva", email=parent.email, actor=youth, now=now
    )
    for person in (parent, here.people["member"], world.there.people["owner"], world.stranger):
        with pytest.raises(Refused):
            correct(world, youth, person, month, now)
    correct(world, youth, here.people["owner"], month, now)
    assert not is_minor(youth, here.community, now)


def test_a_correction_below_the_lawful_age_changes_nothing(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    with pytest.raises(TooYoung):
        correct(world, youth, youth, month_for_age(13, now), now)
    assert BirthMonth.objects.get(person=youth).month == month_for_age(16, now)


def test_the_pages_of_a_correction(db: None) -> None:
    now = timezone.now()
    world = lay_down_world()
    here = world.here
    youth = make_youth(here.community, now - timedelta(hours=1), name="luz", age=22)
    address = reverse("own_birth_month", args=["here"])
    client = Client()
    client.force_login(youth)
    assert client.get(address).status_code == 200
    younger, older = month_for_age(16, now), month_for_age(24, now)
    typed = {"month": older.month, "year": older.year}
    assert client.post(address, typed).status_code == 400
    assert client.post(address, {"month": "13", "year": "1700"}).status_code == 400
    answer = client.post(address, {"month": younger.month, "year": younger.year})
    assert answer["Location"] == reverse("family", args=["here"])
    assert younger.strftime("%B %Y") in client.get(answer["Location"]).content.decode()
    staff = Client()
    staff.force_login(here.people["coordinator"])
    address = reverse("birth_month", args=["here", here.guardianship.code])
    told = month_for_age(16, here.now)
    assert told.strftime("%B %Y") not in staff.get(address).content.decode()
    answer = staff.post(address, typed)
    assert answer["Location"] == here.guardianship.get_absolute_url()
    assert not is_minor(here.guardianship.youth, here.community, now)
    guardian = Client()
    guardian.force_login(here.family["guardian"])
    assert guardian.get(reverse("own_birth_month", args=["here"])).status_code == 404
