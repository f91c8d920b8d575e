"""A cohort at work for the test world: one seat, its people, a session that was held, and what they wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from copractice.applications.states import InvitationState
from copractice.cohorts.models import (
    Cohort,
    Goal,
    Participant,
    ParticipantInvitation,
    Reflection,
    Resource,
    Seat,
    Session,
)
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.communities.models import Community, Membership, Organization, new_code
from copractice.people.models import Person
from copractice.people.queries import token_hash

HOTLINE = {"en": "Call or text 988, day or night."}
SECRET = "I want to say what happened on the late shift."


@dataclass(frozen=True)
class Practiced:
    """A cohort at work with one seat; `asked` is invited as a second leader and has not answered."""

    cohort: Cohort
    seat: Seat
    leader: Participant
    umbrella_lead: Participant
    youth: Participant
    asked: Participant
    token: str
    session: Session
    next: Session
    reflection: Reflection
    resource: Resource
    goal: Goal


def make_practiced(
    community: Community, facilitator: Membership, organizations: dict[str, Any], now: datetime
) -> Practiced:
    """Make the cohort as it stands a month after its first day."""
    cohort = make_cohort(community, now)
    seat = make_seat(cohort, organizations["organization"], organizations["umbrella"])
    leader = take_in(seat, "leader", ParticipantRole.LEADER)
    youth = take_in(seat, "youth", ParticipantRole.EMPLOYED_YOUTH)
    asked, token = ask(seat, leader.person, now)
    session = make_session(cohort, now - timedelta(hours=3), number=1)
    goal = Goal.objects.create(
        community=community, seat=seat, text="Every shift has a mentor.", language="en", since=now
    )
    return Practiced(
        cohort=cohort,
        seat=seat,
        leader=leader,
        umbrella_lead=take_in(seat, "above", ParticipantRole.UMBRELLA_LEAD),
        youth=youth,
        asked=asked,
        token=token,
        session=session,
        next=make_session(cohort, now + timedelta(days=5), number=2),
        reflection=write(session, youth, now),
        resource=Resource.objects.create(
            community=community,
            cohort=cohort,
            title={"en": "A guide for mentors"},
            link="https://example.org/guide",
            added_by=facilitator,
            added_at=now,
            form_key=new_code(),
        ),
        goal=goal,
    )


def make_cohort(community: Community, now: datetime, **more: Any) -> Cohort:
    """Make a cohort at work, from a month ago to nine months from now."""
    said = {
        "title": {"en": f"Cohort of {community.slug}"},
        "hotline": HOTLINE,
        "state": CohortState.ACTIVE,
        "starts_on": now.date() - timedelta(days=30),
        "ends_on": now.date() + timedelta(days=270),
        "form_key": new_code(),
        "created_at": now,
    }
    return Cohort.objects.create(community=community, **said | more)


def make_seat(cohort: Cohort, organization: Organization, umbrella: Organization | None = None) -> Seat:
    """Give an organization a seat from the first day on."""
    return Seat.objects.create(
        community=cohort.community,
        cohort=cohort,
        organization=organization,
        umbrella=umbrella,
        since=cohort.starts_on,
    )


def take_in(seat: Seat, name: str, role: ParticipantRole) -> Participant:
    """Have a person who is made for it take part from the first day on."""
    slug = seat.community.slug
    person = Person.objects.create_user(f"{name}-{seat.code}@{slug}.example.org")
    return Participant.objects.create(
        community=seat.community,
        cohort=seat.cohort,
        seat=seat,
        person=person,
        name=f"{name.title()} of {slug}",
        role=role,
        since=seat.since,
    )


def ask(seat: Seat, by: Person, now: datetime) -> tuple[Participant, str]:
    """Have a second leader asked, who has not answered; return the token too."""
    token = f"token-of-{seat.code}"
    asked = Participant.objects.create(
        community=seat.community,
        cohort=seat.cohort,
        seat=seat,
        name="Second leader",
        role=ParticipantRole.LEADER,
        since=seat.since,
    )
    ParticipantInvitation.objects.create(
        community=seat.community,
        participant=asked,
        address=f"second@{seat.community.slug}.example.org",
        token_hash=token_hash(token),
        made_by=by,
        state=InvitationState.SENT,
        sent_at=now,
    )
    return asked, token


def make_session(cohort: Cohort, starts_at: datetime, *, number: int) -> Session:
    """Make a session of two hours."""
    return Session.objects.create(
        community=cohort.community,
        cohort=cohort,
        number=number,
        title={"en": f"Session {number} of {cohort.community.slug}"},
        agenda={"en": "We read and talk."},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Room 4, Riverside",
        link="https://example.org/join/secret",
        changed_at=starts_at,
        form_key=new_code(),
    )


def write(session: Session, participant: Participant, now: datetime, text: str = SECRET) -> Reflection:
    """Have a participant write about a session."""
    return Reflection.objects.create(
        community=session.community,
        session=session,
        participant=participant,
        text=text,
        language="en",
        revision=1,
        saved_at=now,
    )
