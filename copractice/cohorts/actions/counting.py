"""What the clock does with assessments: it tells people that one is open, reminds once, and counts the closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from copractice.cohorts.models import Assessment, AssessmentAnswer, Participant
from copractice.cohorts.queries import assessments as queries
from copractice.cohorts.states import Asks, CohortState
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.ledger.actions import record
from copractice.notices.actions import send_notice
from copractice.people.models import Person

WAKES = 8  # the hour from which mail goes out, in the community's zone
LAST_DAYS = timedelta(days=3)
SETTLES = timedelta(minutes=2)  # answers that arrived in the last second are written by then


def count_due(*, now: datetime) -> int:
    """Count the assessments that closed; returns how many those were."""
    due = Assessment.objects.filter(counted__isnull=True, closes_at__lte=now - SETTLES)
    return sum(count(assessment=row, now=now) for row in due.order_by("pk"))


@transaction.atomic
def count(*, assessment: Assessment, now: datetime) -> bool:
    """Keep of a closed assessment how many were asked, how many answered, and whose answers count.

    It happens once. A consent that is taken back later changes no result: the difference would tell what that
    one person said.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("community", "cohort__community")
    row = rows.get(pk=assessment.pk)
    if row.counted is not None or row.closes_at > now:
        return False
    turnouts = queries.turnouts_of(row, now)
    who = _who(row, now)
    row.counted = {
        one.group: {"asked": one.asked, "answered": one.answered, "who": who[one.group]} for one in turnouts
    }
    row.save(update_fields=["counted"])
    record(None, "assessment.count", row, community_id=row.community_id, at=now)
    return True


def tell_due(*, now: datetime) -> int:
    """Write to who is asked when an assessment opens, and once more in its last days to who has not finished.

    Each goes out once, in the morning of the community. Returns how many assessments had mail to send.
    """
    rows = Assessment.objects.filter(opens_at__lte=now, closes_at__gt=now).exclude(asks=Asks.ORGANIZATIONS)
    rows = rows.exclude(cohort__state=CohortState.CANCELED).select_related("community", "cohort__community")
    last = Q(told_at__isnull=False, reminded_at__isnull=True, closes_at__lte=now + LAST_DAYS)
    last &= Q(told_at__lte=F("closes_at") - LAST_DAYS)
    due = rows.filter(Q(told_at__isnull=True) | last).order_by("pk")
    awake = [row for row in due if now.astimezone(ZoneInfo(row.community.time_zone)).hour >= WAKES]
    return sum(_tell(row, now) for row in awake)


@transaction.atomic
def _tell(assessment: Assessment, now: datetime) -> bool:
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    is_first = row.told_at is None
    if not is_first and row.reminded_at is not None:
        return False
    people = [one for one in queries.asked(assessment, now) if is_first or _waits(assessment, one)]
    persons = list(Person.objects.filter(pk__in=[one.person_id for one in people]).order_by("pk"))
    kind = "assessment_open" if is_first else "assessment_closing"
    send_notice(kind, to=persons, about=assessment, community_id=row.community_id, now=now)
    name = "told_at" if is_first else "reminded_at"
    setattr(row, name, now)
    row.save(update_fields=[name])
    return True


def _waits(assessment: Assessment, one: Participant) -> bool:
    answers = queries.answers_of(assessment, participant=one)
    return queries.left_to_answer(assessment, answers) > 0


def _who(row: Assessment, now: datetime) -> dict[str, list[int]]:
    """Return by group the ids of whose answers count: who answered, and of young people who agree to take part."""
    answered = AssessmentAnswer.objects.filter(queries.HAS_VALUE, assessment=row)
    seats = queries.seats_scored(row, now).filter(pk__in=answered.values("seat"))
    people = list(queries.asked(row, now).filter(pk__in=answered.values("participant")))
    young = [one for one in people if one.is_youth]
    agree = standing_many([one.person_id or 0 for one in young], row.community, Purpose.TAKE_PART, now)
    return {
        queries.ORGANIZATIONS: [seat.pk for seat in seats],
        queries.ADULTS: [one.pk for one in people if not one.is_youth],
        queries.YOUTH: [one.pk for one in young if one.person_id in agree],
    }
