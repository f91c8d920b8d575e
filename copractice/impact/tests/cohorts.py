"""A cohort with young people and adults, sessions and advice, made of plain rows for tests of figures."""

from datetime import date, datetime, timedelta
from typing import Any

from copractice.cohorts.models import Cohort, Participant, Seat, Session, SessionAttendance
from copractice.cohorts.states import CohortState, ParticipantRole, Presence
from copractice.communities.models import (
    Community,
    Membership,
    Organization,
    OrganizationKind,
    new_code,
    sort_key,
)
from copractice.consents.models import BirthMonth, Consent, Guardianship
from copractice.consents.states import ConsentState, Purpose
from copractice.impact.models import Release, Report
from copractice.people.models import Person
from copractice.recommendations.models import Evidence, Learning, Recommendation, Response, Step

YOUTH = ParticipantRole.EMPLOYED_YOUTH


def make_cohort(by: Membership, now: datetime, *, seats: int = 7, sessions: int = 4) -> Cohort:
    """Make a cohort that is over, with its organizations and the sessions that were held."""
    community = by.community
    cohort = Cohort.objects.create(
        community=community,
        title={"en": "Cohort B"},
        state=CohortState.COMPLETED,
        starts_on=(now - timedelta(days=300)).date(),
        ends_on=(now - timedelta(days=10)).date(),
        form_key=new_code(),
        created_at=now - timedelta(days=300),
    )
    for number in range(seats):
        name = f"Works {number} of {cohort.code}"
        organization = Organization.objects.create(
            community=community,
            name=name,
            sort_name=sort_key(name),
            kinds=[OrganizationKind.EMPLOYER],
            created_at=now,
        )
        Seat.objects.create(
            community=community, cohort=cohort, organization=organization, since=cohort.starts_on
        )
    for number in range(sessions):
        starts_at = now - timedelta(days=250 - 40 * number)
        Session.objects.create(
            community=community,
            cohort=cohort,
            number=number + 1,
            title={"en": f"Session {number + 1}"},
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            changed_at=starts_at,
            form_key=new_code(),
        )
    return cohort


def take_in(cohort: Cohort, role: ParticipantRole, n: int, *, born: date | None = None) -> list[Participant]:
    """Have people take part, spread over the seats; young ones agree to take part."""
    seats = list(cohort.seats.order_by("pk"))
    people = [
        Person(
            email=f"{role}-{cohort.participants.count()}-{row}-{cohort.code.lower()}@example.org",
            time_zone="America/Chicago",
        )
        for row in range(n)
    ]
    Person.objects.bulk_create(people)
    offset = cohort.participants.count()
    rows = [
        Participant(
            community=cohort.community,
            cohort=cohort,
            seat=seats[(offset + row) % len(seats)],
            person=person,
            name=f"{role} {row}",
            role=role,
            since=cohort.starts_on,
        )
        for row, person in enumerate(people)
    ]
    made = Participant.objects.bulk_create(rows)
    if role == YOUTH:
        agree(made, Purpose.TAKE_PART, Purpose.BE_QUOTED)
    if born:
        BirthMonth.objects.bulk_create(
            [
                BirthMonth(community=cohort.community, person=row.person, month=born, told_at=moment(cohort))
                for row in made
            ]
        )
    return made


def moment(cohort: Cohort) -> datetime:
    """Return when a cohort's people gave their consents."""
    return cohort.created_at


def agree(people: list[Participant], *purposes: Purpose) -> None:
    """Store each person's own yes to purposes."""
    Consent.objects.bulk_create(
        [
            Consent(
                community=row.community,
                person=row.person,
                giver=row.person,
                purpose=purpose,
                text_version="2026-11",
                language="en",
                state=ConsentState.GIVEN,
                asked_at=moment(row.cohort),
                answered_at=moment(row.cohort),
            )
            for row in people
            for purpose in purposes
        ]
    )


def mark(people: list[Participant], by: Membership, came: int, absent: int = 0, excused: int = 0) -> None:
    """Mark each person: at so many sessions present, then absent, then excused; the rest stays unmarked."""
    marks = [Presence.PRESENT] * came + [Presence.ABSENT] * absent + [Presence.EXCUSED] * excused
    sessions = list(Session.objects.filter(cohort=people[0].cohort).order_by("number")) if people else []
    SessionAttendance.objects.bulk_create(
        [
            SessionAttendance(
                community=row.community,
                session=session,
                participant=row,
                presence=presence,
                marked_by=by,
                marked_at=session.ends_at,
            )
            for row in people
            for session, presence in zip(sessions, marks, strict=False)
        ]
    )


def advise(author: Participant, now: datetime, *, answer: str = "", **more: Any) -> Recommendation:
    """Have a participant offer a recommendation, answered and evidenced as said."""
    of = {"community": author.community}
    learning = Learning.objects.create(
        participant=author,
        text="We learn late.",
        language="en",
        revision=1,
        begun_at=now,
        saved_at=now,
        goal=more.get("goal"),
        **of,
    )
    row = Recommendation.objects.create(
        learning=learning,
        seat=author.seat,
        title="Post our shifts two weeks ahead",
        text="We get our shifts on Friday.",
        language="en",
        title_revision=1,
        revision=1,
        state=more.get("state", "offered"),
        begun_at=now,
        offered_at=now - timedelta(days=60),
        due_on=more.get("due_on", (now - timedelta(days=30)).date()),
        **of,
    )
    if answer:
        response = Response.objects.create(
            recommendation=row,
            answer=answer,
            reason="" if answer == "adopted" else "Ten days.",
            by=author.person,
            name="Executive",
            at=now,
            is_late=more.get("is_late", False),
            **of,
        )
        if more.get("evidence"):
            step = Step.objects.create(
                response=response,
                title="Calendar",
                owner="Lead",
                kind="supervision",
                form_key=new_code(),
                added_at=now,
                **of,
            )
            Evidence.objects.create(
                step=step,
                note="The calendar.",
                by=author.person,
                name="Lead",
                at=now,
                form_key=new_code(),
                **of,
            )
    return row


def write_report(cohort: Cohort, by: Membership, now: datetime, **more: Any) -> Report:
    """Begin a report whose narrative calls two figures."""
    sections = {
        "happened": {"en": "They came: {{ figure:attendance }}, {{ figure:youth_engaged.under_18 }}."}
    }
    said: dict[str, Any] = {
        "title": {"en": "What they did"},
        "lead": {"en": "They met."},
        "sections": sections,
        "form_key": new_code(),
        "made_by": by,
        "created_at": now,
    }
    return Report.objects.create(community=cohort.community, cohort=cohort, **said | more)


def kept(community: Community) -> list[Release]:
    """Return the releases of a community in the order in which they were frozen."""
    return list(Release.objects.filter(community=community).order_by("pk"))


def guard(minors: list[Participant], by: Membership, now: datetime) -> None:
    """Give each minor a verified guardian who agrees to all that the young person agreed to."""
    for row in minors:
        guardian = Person.objects.create_user(f"guardian-{row.code.lower()}@example.org")
        guardianship = Guardianship.objects.create(
            community=row.community,
            youth=row.person,
            guardian=guardian,
            youth_name=row.name,
            name=f"Guardian of {row.name}",
            since=moment(row.cohort),
            verified_at=moment(row.cohort),
            verified_by=by,
            verified_how="call",
        )
        for own in Consent.objects.filter(person=row.person, guardianship=None):
            own.pk, own.code, own.giver, own.guardianship = None, new_code(), guardian, guardianship
            own.save(force_insert=True)
