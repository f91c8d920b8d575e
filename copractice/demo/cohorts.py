"""The demo's chapters on Practice: cohort A, of which ten of eleven stayed, and cohort B with its three parties."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.cohorts.actions import cohorts, people, seating, sessions
from copractice.cohorts.models import (
    Cohort,
    Participant,
    Reflection,
    ReflectionVersion,
    Seat,
    Session,
    SessionAttendance,
)
from copractice.cohorts.queries.cohorts import goal_questions, to_seat
from copractice.cohorts.queries.people import expected_at
from copractice.cohorts.states import ExitReason, ParticipantRole, Presence
from copractice.communities.models import (
    Community,
    Membership,
    Organization,
    OrganizationKind,
    new_code,
    sort_key,
)
from copractice.consents.actions.answers import answer_consent
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.demo.applications import NEW_IN_A
from copractice.demo.applying import address_of
from copractice.demo.call_texts import TITLES as CALLS
from copractice.demo.cohort_texts import (
    AGENDA,
    GUIDE,
    PLACES,
    ROOM,
    SUBJECTS,
    TITLES,
    WRITES_AS_ADULT,
    WRITES_AS_YOUTH,
)
from copractice.demo.definition import Story
from copractice.people.models import Person

TEN_MONTHS = timedelta(days=300)
SEED = 12
ZONE = ZoneInfo("America/Chicago")
# Of a hundred marks: who was there, who was excused; the rest was absent. That makes 86 of 100 expected.
PRESENT, EXCUSED = 79, 8
REFLECTIONS = 60


def tell(*, now: datetime) -> None:
    """Tell both cohorts, each over by now."""
    stem = Community.objects.get(slug="demo-stem")
    story = Story(stem, Person.objects.get(email="coordinator-01@example.org"), now)
    facilitator = Membership.objects.get(community=stem, name="Facilitator 01")
    _tell_a(story, facilitator)
    _tell_b(story, facilitator)


def _tell_a(story: Story, facilitator: Membership) -> None:
    """Eleven began with 21 leaders, one of them seated by hand; one left when its funding ended."""
    call = _call(story, "A")
    starts = (call.closes_at + timedelta(days=75)).astimezone(ZONE)
    cohort = _prepare(story, call, "A", starts.date(), starts - timedelta(days=20))
    at = starts - timedelta(days=14)
    _seat_all(story, cohort, at)
    by_hand = seating.add_seat(
        cohort=cohort, organization=_listed(story, NEW_IN_A, at), umbrella=None, actor=story.by, now=at
    )
    _join(story, by_hand, "Leader 31", at)
    cohorts.move_cohort(cohort=cohort, name="start", actor=story.by, now=starts)
    seats = list(Seat.objects.filter(cohort=cohort).select_related("cohort").order_by("pk"))
    for number, seat in enumerate(seats[:10], start=61):
        _join(story, seat, f"Leader {number}", at)
    _meet(cohort, facilitator, starts, every=30, sessions_in_all=10)
    left = starts + timedelta(days=130)
    seating.end_seat(seat=seats[8], reason=ExitReason.FUNDING, on=left.date(), actor=story.by, now=left)
    _mark(cohort, facilitator, random.Random(SEED))  # noqa: S311
    cohorts.move_cohort(cohort=cohort, name="complete", actor=story.by, now=starts + TEN_MONTHS)


def _tell_b(story: Story, facilitator: Membership) -> None:
    """Ten institutions, four umbrella organizations and 14 young people meet twenty times and write sixty times."""
    starts = story.ago(385).astimezone(ZONE)
    cohort = _prepare(story, _call(story, "B"), "B", starts.date(), starts - timedelta(days=9))
    _seat_all(story, cohort, starts - timedelta(days=7))
    _agree(cohort, starts - timedelta(days=5))
    cohorts.move_cohort(cohort=cohort, name="start", actor=story.by, now=starts)
    _meet(cohort, facilitator, starts, every=14, sessions_in_all=20)
    _mark(cohort, facilitator, random.Random(SEED))  # noqa: S311
    _write(cohort)
    sessions.add_resource(
        cohort=cohort,
        session=None,
        title=GUIDE,
        link="https://example.org/first-week",
        form_key=new_code().ljust(32, "0"),
        actor=facilitator.person,
        now=starts + timedelta(days=20),
    )
    cohorts.move_cohort(cohort=cohort, name="complete", actor=story.by, now=starts + TEN_MONTHS)


def _call(story: Story, key: str) -> Call:
    rows = Call.objects.select_related("community")
    return rows.get(community=story.community, title__en=CALLS[key]["en"])


def _prepare(story: Story, call: Call, key: str, starts: date, at: datetime) -> Cohort:
    terms = cohorts.Terms(TITLES[key], starts, starts + TEN_MONTHS, call.hotline)
    form_key = new_code().ljust(32, "0")
    return cohorts.prepare_cohort(
        community=story.community, call=call, terms=terms, form_key=form_key, actor=story.by, now=at
    )


def _seat_all(story: Story, cohort: Cohort, at: datetime) -> None:
    """Make every confirmed application a seat, with all that may become a goal."""
    keys = [question.key for question in goal_questions(cohort)]
    for application in to_seat(cohort):
        for part in application.parts.filter(organization__isnull=True, party=Party.EMPLOYER):
            part.organization = _listed(story, part.organization_name, at)
            part.save(update_fields=["organization"])
        seating.seat_application(
            cohort=cohort, application=application, goal_keys=keys, actor=story.by, now=at
        )


def _listed(story: Story, name: str, at: datetime) -> Organization:
    known = Organization.objects.filter(community=story.community, sort_name=sort_key(name)).first()
    return known or Organization.objects.create(
        community=story.community,
        name=name,
        sort_name=sort_key(name),
        kinds=[OrganizationKind.EMPLOYER],
        created_at=at,
    )


def _join(story: Story, seat: Seat, label: str, at: datetime) -> None:
    """Let a leader be invited to a seat, and say yes."""
    guest = people.Guest(label, ParticipantRole.LEADER, address_of(label))
    sent = people.invite(seat=seat, guest=guest, actor=story.by, now=at)
    people.accept(token=sent.token, name=label, actor=None, now=at)


def _agree(cohort: Cohort, at: datetime) -> None:
    """Let young people and their guardians say yes to taking part, and two of three adults to being named."""
    here = Participant.objects.filter(cohort=cohort).values("person")
    asked = Consent.objects.filter(community=cohort.community, person__in=here, state=ConsentState.ASKED)
    asked = asked.filter(purpose__in=[Purpose.TAKE_PART, Purpose.BE_NAMED]).order_by("pk")
    youth = Participant.objects.filter(cohort=cohort, role=ParticipantRole.EMPLOYED_YOUTH)
    young = set(youth.values_list("person_id", flat=True))
    for place, consent in enumerate(asked.select_related("giver", "community")):
        is_youth = consent.person_id in young
        if is_youth and consent.purpose == Purpose.BE_NAMED:
            continue
        answer_consent(
            consent=consent, says_yes=is_youth or place % 3 > 0, language="en", actor=consent.giver, now=at
        )


def _meet(
    cohort: Cohort, facilitator: Membership, starts: datetime, *, every: int, sessions_in_all: int
) -> None:
    for number in range(sessions_in_all):
        day = starts.date() + timedelta(days=7 + every * number)
        begins = datetime.combine(day, time(16, 30), tzinfo=ZONE)
        place = PLACES[number % len(PLACES)]
        meeting = sessions.Meeting(
            title=SUBJECTS[number % len(SUBJECTS)],
            agenda=AGENDA,
            place=place,
            link="" if place else ROOM,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
        )
        sessions.schedule_session(
            cohort=cohort,
            meeting=meeting,
            form_key=new_code().ljust(32, "0"),
            actor=facilitator.person,
            now=starts - timedelta(days=3),
        )


def _mark(cohort: Cohort, facilitator: Membership, rng: random.Random) -> None:
    """Mark every session as a facilitator taps it; in one write, for one by one it takes a minute."""
    rows = []
    for session in _in_order(cohort):
        for participant in expected_at(session):
            drawn = rng.randrange(100)
            presence = Presence.PRESENT if drawn < PRESENT else Presence.ABSENT
            presence = Presence.EXCUSED if PRESENT <= drawn < PRESENT + EXCUSED else presence
            rows.append(
                SessionAttendance(
                    community=cohort.community,
                    session=session,
                    participant=participant,
                    presence=presence,
                    marked_by=facilitator,
                    marked_at=session.starts_at + timedelta(minutes=20),
                )
            )
    SessionAttendance.objects.bulk_create(rows)


def _write(cohort: Cohort) -> None:
    """Let people who were there write, three after each session."""
    turn, rows = count(), []
    held = list(_in_order(cohort))
    each = REFLECTIONS // len(held)
    for session in held:
        there = Participant.objects.filter(
            attendances__session=session, attendances__presence=Presence.PRESENT, cohort=cohort
        )
        rows += [_text(session, one, next(turn)) for one in _writers(there.order_by("pk"), session, each)]
    Reflection.objects.bulk_create(rows)
    ReflectionVersion.objects.bulk_create(
        ReflectionVersion(
            community=cohort.community,
            reflection=row,
            kind="saved",
            text=row.text,
            base=0,
            revision=1,
            saved_at=row.saved_at,
        )
        for row in rows
    )


def _writers(there: Iterable[Participant], session: Session, each: int) -> Sequence[Participant]:
    """Return who writes after a session: two young people and an adult, each time others."""
    people_there = list(there)
    youth = [one for one in people_there if one.is_youth]
    adults = [one for one in people_there if not one.is_youth]
    turned = [*_from(youth, session.number * 2), *_from(adults, session.number)]
    young = turned[: len(youth)][: each - 1]
    return [*young, *turned[len(youth) :][: each - len(young)]]


def _from(rows: list[Participant], place: int) -> list[Participant]:
    return rows[place % len(rows) :] + rows[: place % len(rows)] if rows else []


def _text(session: Session, author: Participant, turn: int) -> Reflection:
    pool = WRITES_AS_YOUTH if author.is_youth else WRITES_AS_ADULT
    text, language = pool[turn % len(pool)]
    return Reflection(
        community_id=session.community_id,
        session=session,
        participant=author,
        text=text,
        language=language,
        revision=1,
        saved_at=session.ends_at + timedelta(hours=3),
    )


def _in_order(cohort: Cohort) -> Iterable[Session]:
    rows = Session.objects.filter(cohort=cohort).select_related("community", "cohort__community")
    return rows.order_by("number")
