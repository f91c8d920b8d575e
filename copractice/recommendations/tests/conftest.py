"""A seat with its people and two facilitators, as tests of this package take it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from copractice.cohorts.models import Participant, Seat, Session
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Affiliation, AffiliationRole, Membership
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.people.models import Person
from tests.world import Place, World, make_world
from tests.world_cohorts import make_cohort, make_seat, make_session, take_in


@dataclass(frozen=True)
class Advice:
    """One seat: leader, supervisor, umbrella lead and two youth; `tied` facilitates and works for the umbrella."""

    place: Place
    seat: Seat
    session: Session
    leader: Participant
    supervisor: Participant
    umbrella_lead: Participant
    youth: Participant
    peer: Participant
    facilitator: Person
    tied: Person
    executive: Person
    coordinator: Person


def make_advice(place: Place, now: datetime) -> Advice:
    """Make the seat; both young people said yes to taking part."""
    seat = make_seat(make_cohort(place.community, now), place.organization, place.umbrella)
    youth, peer = (take_in(seat, name, ParticipantRole.EMPLOYED_YOUTH) for name in ("ana", "ben"))
    for one in (youth, peer):
        say_yes(one, now)
    return Advice(
        place=place,
        seat=seat,
        session=make_session(seat.cohort, now - timedelta(days=2), number=1),
        leader=take_in(seat, "leader", ParticipantRole.LEADER),
        supervisor=take_in(seat, "supervisor", ParticipantRole.SUPERVISOR),
        umbrella_lead=take_in(seat, "above", ParticipantRole.UMBRELLA_LEAD),
        youth=youth,
        peer=peer,
        facilitator=place.people["facilitator"],
        tied=make_tied(place, now),
        executive=place.people["funder"],
        coordinator=place.people["coordinator"],
    )


def say_yes(youth: Participant, now: datetime) -> Consent:
    """Have a young person of 18 or over agree to take part."""
    return Consent.objects.create(
        community=youth.community,
        person=youth.person,
        giver=youth.person,
        purpose=Purpose.TAKE_PART,
        text_version="1",
        language="en",
        state=ConsentState.GIVEN,
        asked_at=now,
        answered_at=now,
    )


def make_tied(place: Place, now: datetime) -> Person:
    """Make a facilitator who works for the umbrella."""
    person = Person.objects.create_user("tied@example.org")
    Membership.objects.create(
        community=place.community,
        person=person,
        role="facilitator",
        name="Tied",
        sort_name="tied",
        since=now - timedelta(days=9),
    )
    Affiliation.objects.create(
        community=place.community,
        organization=place.umbrella,
        person=person,
        role=AffiliationRole.LEADER,
        since=now.date() - timedelta(days=9),
    )
    return person


@pytest.fixture
def advice(world: World, now: datetime) -> Advice:
    """Return the seat at the tests' present."""
    return make_advice(world.here, now)


@pytest.fixture
def today(db: None) -> Advice:
    """Return the seat for pages, which ask the real clock."""
    now = timezone.now()
    return make_advice(make_world(now).here, now)
