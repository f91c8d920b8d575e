"""Telling the month of birth; below the minimum age nothing is stored."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.queries.organizations import local_day
from copractice.consents.actions.asking import ask_own
from copractice.consents.analysis.ages import age_on, is_old_enough
from copractice.consents.models import BirthMonth
from copractice.consents.rules import may_correct_birth_month
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

LAWFUL = 14
OLDEST = 120


class TooYoung(Refused):
    """Somebody has not reached the minimum age; whoever stores anything must take it back."""


@transaction.atomic
def tell_birth_month(
    *, person: Person, community: Community, month: date, now: datetime, minimum_age: int = LAWFUL
) -> BirthMonth:
    """Keep a person's birth month, told by themself, and ask for their own yes to apply.

    Raises `TooYoung` below the minimum age: run it in the transaction that makes the person and accepts the
    part, and nothing of it is stored. The month is kept as its first day; the same month told again is
    nothing new, another one is refused.
    """
    month = month.replace(day=1)
    check_birth_month(month=month, community=community, minimum_age=minimum_age, now=now)
    row, is_new = BirthMonth.objects.get_or_create(
        community=community, person=person, defaults={"month": month, "told_at": now}
    )
    require(
        row.month == month,
        _("You told another birth month before. Correct it on your family's page first."),
    )
    if is_new:
        record(person, "birth_month.tell", row, community_id=community.pk, at=now)
    ask_own(person=person, community=community, now=now)
    return row


@transaction.atomic
def correct_birth_month(
    *, person: Person, community: Community, month: date, actor: Person, now: datetime
) -> BirthMonth:
    """Put another birth month on record: a later one by the person themself, any one by staff.

    A later month only adds protection, so nobody has to be asked; an earlier one could take it away. What
    follows from the age, as who is a minor, is derived and changes at once.
    """
    month = month.replace(day=1)
    row = BirthMonth.objects.select_for_update().get(person=person, community=community)
    require(
        may_correct_birth_month(actor, row, month, now),
        _("You can only make yourself younger here. Ask the program's staff if you are older than that."),
    )
    check_birth_month(month=month, community=community, minimum_age=LAWFUL, now=now)
    row.month, row.told_at = month, now
    row.save(update_fields=["month", "told_at"])
    record(actor, "birth_month.correct", row, community_id=community.pk, at=now)
    return row


def check_birth_month(*, month: date, community: Community, minimum_age: int, now: datetime) -> None:
    """Refuse a month that is no birth month, and with `TooYoung` one below the minimum age; stores nothing."""
    day = local_day(community, now)
    require(0 <= age_on(month, day) <= OLDEST, _("Choose the month and the year in which you were born."))
    if not is_old_enough(month, minimum_age, day):
        raise TooYoung(
            _("You can take part from age %(age)d on. Nothing you typed here was kept.")
            % {"age": minimum_age}
        )
