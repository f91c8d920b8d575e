"""Sessions are planned, moved and called off; resources are handed out and withdrawn."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from copractice.cohorts.actions.holding import Conflict, conflicting, held, meeting_member, require_on
from copractice.cohorts.models import Cohort, Participant, Resource, Session
from copractice.cohorts.queries.people import told_of
from copractice.cohorts.rules import may_meet
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.models import Person


@dataclass(frozen=True)
class Meeting:
    """When and where a cohort meets, and about what; texts by language."""

    title: Mapping[str, str]
    agenda: Mapping[str, str]
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def schedule_session(
    *, cohort: Cohort, meeting: Meeting, form_key: str, actor: Person, now: datetime
) -> Session:
    """Plan a session; the same form sent twice plans one. Its number is the next free one and stays."""
    cohort = _held(cohort, actor, now)
    _check(meeting)
    known = Session.objects.filter(community_id=cohort.community_id, form_key=form_key).first()
    if known:
        return known
    last = Session.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(
        community_id=cohort.community_id,
        cohort=cohort,
        number=last + 1,
        form_key=form_key,
        changed_at=now,
        **_fields(meeting),
    )
    record(actor, "session.schedule", session, community_id=cohort.community_id, at=now)
    return session


@transaction.atomic
def change_session(
    *, session: Session, meeting: Meeting, revision: int, actor: Person, now: datetime
) -> Session:
    """Move a session or word it anew; calendars take the change, and people are told of a new time or place."""
    session = _locked(session, actor, now)
    if session.revision != revision:
        raise Conflict(conflicting())
    _check(meeting)
    before = (session.starts_at, session.ends_at, session.place, session.link)
    for name, value in _fields(meeting).items():
        setattr(session, name, value)
    _save(session, now)
    if before != (session.starts_at, session.ends_at, session.place, session.link):
        _tell("session_changed", session, now)
    record(actor, "session.change", session, community_id=session.community_id, at=now)
    return session


@transaction.atomic
def cancel_session(*, session: Session, actor: Person, now: datetime) -> Session:
    """Call a session off; it stays in calendars and says so, and everybody is told."""
    session = _locked(session, actor, now)
    session.canceled_at = now
    _save(session, now)
    _tell("session_canceled", session, now)
    record(actor, "session.cancel", session, community_id=session.community_id, at=now)
    return session


@transaction.atomic
def add_resource(
    *,
    cohort: Cohort,
    session: Session | None,
    title: Mapping[str, str],
    link: str,
    form_key: str,
    actor: Person,
    now: datetime,
) -> Resource:
    """Hand out something to read or use; the same form sent twice hands it out once."""
    cohort = _held(cohort, actor, now)
    foreign = session is not None and session.cohort_id != cohort.pk
    require(not foreign, _("This session is of another cohort."))
    resource, is_new = Resource.objects.get_or_create(
        community_id=cohort.community_id,
        form_key=form_key,
        defaults={
            "cohort": cohort,
            "session": session,
            "title": dict(title),
            "link": link,
            "added_by": meeting_member(actor, cohort.community, now),
            "added_at": now,
        },
    )
    if is_new:
        record(actor, "resource.add", resource, community_id=cohort.community_id, at=now)
    return resource


@transaction.atomic
def withdraw_resource(*, resource: Resource, actor: Person, now: datetime) -> Resource:
    """Take a resource off the list."""
    resource = (
        Resource.objects.select_for_update(of=("self",)).select_related("community").get(pk=resource.pk)
    )
    require(may_meet(actor, resource.community, now), _only())
    require(resource.withdrawn_at is None, _("This is off the list already."))
    resource.withdrawn_at = now
    resource.save(update_fields=["withdrawn_at"])
    record(actor, "resource.withdraw", resource, community_id=resource.community_id, at=now)
    return resource


@transaction.atomic
def renew_feed(*, participant: Participant, actor: Person, now: datetime) -> Participant:
    """Make the address of one's calendar feed anew; the old one stops working at once."""
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    require(participant.person_id == actor.pk, _("Only whose calendar this is can do this."))
    participant.feed_number += 1
    participant.save(update_fields=["feed_number"])
    record(actor, "participant.renew_feed", participant, community_id=participant.community_id, at=now)
    return participant


def _held(cohort: Cohort, actor: Person, now: datetime) -> Cohort:
    cohort = held(cohort)
    require(may_meet(actor, cohort.community, now), _only())
    require_on(cohort)
    return cohort


def _locked(session: Session, actor: Person, now: datetime) -> Session:
    _held(session.cohort, actor, now)
    rows = Session.objects.select_for_update(of=("self",)).select_related("community", "cohort__community")
    session = rows.get(pk=session.pk)
    require(session.canceled_at is None, _("This session is canceled. Plan another one instead."))
    return session


def _save(session: Session, now: datetime) -> None:
    session.revision += 1
    session.changed_at = now
    session.save()


def _tell(kind: str, session: Session, now: datetime) -> None:
    """Tell everybody about a session that is still to come; about a past one nobody needs a mail."""
    if session.ends_at > now:
        people = told_of(session.cohort, now)
        send_notice(kind, to=people, about=session, community_id=session.community_id, now=now)


def _check(meeting: Meeting) -> None:
    require(meeting.ends_at > meeting.starts_at, _("The session ends before it begins. Choose a later end."))


def _fields(meeting: Meeting) -> dict[str, object]:
    return asdict(meeting) | {"title": dict(meeting.title), "agenda": dict(meeting.agenda)}


def _only() -> str:
    return _("Only facilitators and staff can do this.")
