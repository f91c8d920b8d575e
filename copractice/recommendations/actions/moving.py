"""Moving the day by which an answer is owed: who, why, from which day to which, told to all whom it touches."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import STAFF
from copractice.communities.queries.organizations import local_day
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person
from copractice.recommendations.actions.telling import tell_answering, tell_author, tell_facilitators
from copractice.recommendations.actions.writing import held
from copractice.recommendations.models import DueChange, Recommendation
from copractice.recommendations.queries.people import facilitates_in
from copractice.recommendations.rules import may_move_due

MOST_AT_ONCE = timedelta(days=60)


@transaction.atomic
def move_due(
    *, recommendation: Recommendation, to: date, why: Mapping[str, str], actor: Person, now: datetime
) -> DueChange:
    """Give an organization more time to answer; the reminders of the new day go out anew.

    Refuses a day that is over or not later than the old one, more than 60 days at once, and a move without a reason.
    """
    row = held(recommendation)
    require(
        may_move_due(actor, row, now),
        _("A facilitator or staff from outside the organization moves the day, until it is answered."),
    )
    old = row.due_on
    if old is None:
        raise ValueError(f"{row} is offered and has no day")
    require(bool(why), _("Say why: its author reads the reason."))
    require(
        to > old and to > local_day(row.community, now),
        _("The new day is later than the old one and still to come. Choose another day."),
    )
    require(
        to - old <= MOST_AT_ONCE,
        _("The day moves by 60 days at most, so that the author is not kept waiting. Choose an earlier day."),
    )
    change = DueChange.objects.create(
        community_id=row.community_id,
        recommendation=row,
        old_due_on=old,
        new_due_on=to,
        why=dict(why),
        by=facilitates_in(actor, now, *STAFF).filter(community=row.community_id)[0],
        at=now,
    )
    row.due_on = to
    row.save(update_fields=["due_on"])
    row.reminders.all().delete()
    record(actor, "recommendation.move_due", row, community_id=row.community_id, at=now)
    tell_author("recommendation_due_moved", row, now)
    tell_answering("recommendation_due_moved", row, now)
    tell_facilitators("recommendation_due_moved", row, now, without=actor.pk)
    return change
