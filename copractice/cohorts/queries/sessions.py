"""Sessions: read by who takes part, by facilitators and by the staff; and what is known of who was there."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from copractice.cohorts.models import Cohort, Participant, Resource, Session, SessionAttendance
from copractice.cohorts.queries.people import NOW, participants_of, standing, was_there
from copractice.cohorts.states import CohortState
from copractice.communities.models import Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person

Reader = Person | AnonymousUser
MEETING = (*STAFF, Role.FACILITATOR)
OPEN_FOR = timedelta(days=14)


def visible_to(person: Reader, now: datetime) -> QuerySet[Session]:
    """Return the sessions of one's cohorts, and of the communities where one facilitates or is staff."""
    if not person.is_authenticated:
        return Session.objects.none()
    leads = Membership.objects.filter(current(now), person_id=person.pk, role__in=MEETING)
    mine = participants_of(person, now).order_by()
    seen = Q(community__in=leads.values("community")) | Q(cohort__in=mine.values("cohort"))
    rows = Session.objects.filter(seen).select_related("community", "cohort__community")
    return rows.order_by("starts_at", "pk")


def met_by(person: Reader, now: datetime) -> QuerySet[Session]:
    """Return the sessions that a person plans and marks: as facilitator or as staff."""
    if not person.is_authenticated:
        return Session.objects.none()
    leads = Membership.objects.filter(current(now), person_id=person.pk, role__in=MEETING)
    rows = Session.objects.filter(community__in=leads.values("community"))
    return rows.select_related("community", "cohort__community")


def sessions_of(cohort: Cohort) -> QuerySet[Session]:
    """Return the sessions of a cohort in order, canceled ones too."""
    rows = Session.objects.filter(cohort=cohort).select_related("community", "cohort__community")
    return rows.order_by("starts_at", "pk")


def next_of(cohort: Cohort, now: datetime) -> Session | None:
    """Return the session that is on now or comes next."""
    return sessions_of(cohort).filter(ends_at__gt=now, canceled_at__isnull=True).first()


def held_by(cohort: Cohort, now: datetime) -> QuerySet[Session]:
    """Return the sessions that have begun and were not canceled, the newest first."""
    rows = sessions_of(cohort).filter(starts_at__lte=now, canceled_at__isnull=True)
    return rows.order_by("-starts_at", "-pk")


def marks_of(session: Session) -> dict[int, SessionAttendance]:
    """Return what is marked for a session, by participant; for who marks it."""
    return {row.participant_id: row for row in SessionAttendance.objects.filter(session=session)}


def marks_in(cohort: Cohort) -> dict[int, dict[int, str]]:
    """Return what is marked in a cohort, by participant and session; for facilitators and staff."""
    rows = SessionAttendance.objects.filter(session__cohort=cohort, session__canceled_at__isnull=True)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for participant, session, presence in rows.values_list("participant", "session", "presence"):
        found[participant][session] = presence
    return found


def own_marks(participant: Participant) -> dict[int, str]:
    """Return what is marked for one participant, by session; for that person."""
    rows = SessionAttendance.objects.filter(participant=participant)
    return dict(rows.values_list("session", "presence"))


def resources_of(cohort: Cohort) -> QuerySet[Resource]:
    """Return what is handed out in a cohort, the newest first."""
    rows = Resource.objects.filter(cohort=cohort, withdrawn_at__isnull=True)
    return rows.select_related("session", "community").order_by("-added_at", "-pk")


def resources_led(person: Reader, now: datetime) -> QuerySet[Resource]:
    """Return the resources of the communities where a person facilitates or is staff."""
    if not person.is_authenticated:
        return Resource.objects.none()
    leads = Membership.objects.filter(current(now), person_id=person.pk, role__in=MEETING)
    rows = Resource.objects.filter(community__in=leads.values("community"))
    return rows.select_related("community", "cohort")


def upcoming_for(person: Person, now: datetime) -> list[tuple[Participant, Session]]:
    """Return for each of a person's cohorts the session that comes within two weeks."""
    found = []
    for participant in _at_work(person, now):
        session = next_of(participant.cohort, now)
        if session and session.starts_at - now <= OPEN_FOR and was_there(participant, session):
            found.append((participant, session))
    return found


def to_reflect(person: Person, now: datetime) -> list[tuple[Participant, Session]]:
    """Return the newest session of each cohort about which a person has not written, for two weeks after it."""
    found = []
    for participant in _at_work(person, now):
        since = held_by(participant.cohort, now).filter(starts_at__gt=now - OPEN_FOR)
        session = since.exclude(reflections__participant=participant, reflections__revision__gt=0).first()
        newest = held_by(participant.cohort, now).first()
        if session and session == newest and was_there(participant, session):
            found.append((participant, session))
    return found


def _at_work(person: Person, now: datetime) -> list[Participant]:
    """Return one row of a person for each cohort that is at work."""
    rows = participants_of(person, now).filter(cohort__state=CohortState.ACTIVE)
    return list({row.cohort_id: row for row in rows.order_by("-pk")}.values())


def feed_token(participant: Participant) -> str:
    """Return the secret of a calendar feed; it is signed with a number, and stored nowhere."""
    return _signer().sign(f"{participant.code}-{participant.feed_number}")


def participant_by_token(token: str, now: datetime) -> Participant | None:
    """Return whose feed a token opens; none once it was made anew, or the person has left."""
    try:
        code, _dash, number = _signer().unsign(token).rpartition("-")
    except BadSignature:
        return None
    rows = Participant.objects.filter(
        standing(now), code=code, feed_number=int(number), cohort__state__in=NOW
    )
    return rows.select_related("community", "cohort__community").first()


def _signer() -> Signer:
    return Signer(sep=".", salt="cohorts.feed")
