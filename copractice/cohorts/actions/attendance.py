"""Marking who was there, one tap at a time; a mark is data with its own time and hand, no act of the log."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.cohorts.actions.holding import meeting_member
from copractice.cohorts.models import Participant, Session, SessionAttendance
from copractice.cohorts.queries.people import expected_at, was_there
from copractice.cohorts.rules import may_mark
from copractice.cohorts.states import Presence
from copractice.ledger.states import require
from copractice.people.models import Person


@transaction.atomic
def mark(
    *, session: Session, participant: Participant, presence: Presence | None, actor: Person, now: datetime
) -> SessionAttendance | None:
    """Say whether somebody was there; None takes the mark back. The last tap holds."""
    session = _held(session, now)
    member = meeting_member(actor, session.community, now)
    here = participant.cohort_id == session.cohort_id and was_there(participant, session)
    require(here, _("This person was not in the cohort on that day."))
    if presence is None:
        SessionAttendance.objects.filter(session=session, participant=participant).delete()
        return None
    said = {"presence": presence, "marked_by": member, "marked_at": now}
    row, _new = SessionAttendance.objects.update_or_create(
        session=session,
        participant=participant,
        defaults=said,
        create_defaults={"community_id": session.community_id, **said},
    )
    return row


@transaction.atomic
def mark_rest(*, session: Session, actor: Person, now: datetime) -> int:
    """Mark everybody present who has no mark yet; returns how many that were."""
    session = _held(session, now)
    member = meeting_member(actor, session.community, now)
    marked = SessionAttendance.objects.filter(session=session).values("participant")
    rest = [
        SessionAttendance(
            community_id=session.community_id,
            session=session,
            participant=participant,
            presence=Presence.PRESENT,
            marked_by=member,
            marked_at=now,
        )
        for participant in expected_at(session).exclude(pk__in=marked)
    ]
    return len(SessionAttendance.objects.bulk_create(rest))


def _held(session: Session, now: datetime) -> Session:
    """Return a session with its row locked, so that taps at one time take turns."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    session = rows.select_related("community", "cohort__community").get(pk=session.pk)
    require(may_mark(session, now), _("Attendance is marked from the day of the session on."))
    return session
