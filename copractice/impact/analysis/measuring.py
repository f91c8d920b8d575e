"""The ten indicators of a cohort, computed from its records as they stand; the same few queries for any size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, Q

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.states import Party
from copractice.cohorts.models import Cohort, Participant, Seat, Session, SessionAttendance
from copractice.cohorts.states import ParticipantRole
from copractice.cohorts.states import Presence as Mark
from copractice.communities.queries.organizations import local_day, on_day
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.convening.models import Priority
from copractice.definition.models import Signature
from copractice.definition.states import CommitmentState
from copractice.impact.analysis.counting import Offer, Presence, Value, advice, attendance, share
from copractice.recommendations.models import Evidence, Recommendation
from copractice.recommendations.states import Answer, RecommendationState

UNSENT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
NOT_OFFERED = (RecommendationState.DRAFT, RecommendationState.WITHDRAWN)
YES = (Answer.ADOPTED, Answer.ADAPTED)


def measure(cohort: Cohort, now: datetime) -> list[Value]:
    """Return every indicator of a cohort that does not count young people; an indicator without data is left out."""
    adults = Participant.objects.filter(cohort=cohort).exclude(role=ParticipantRole.EMPLOYED_YOUTH)
    found: Iterable[Value | None] = (
        _reach(cohort),
        _commitments(cohort, now),
        _applications(cohort, now),
        _organizations(cohort),
        attendance(presences(cohort, adults, now).values()),
        *advice(offers_of(cohort), local_day(cohort.community, now)),
    )
    return [value for value in found if value is not None]


def presences(cohort: Cohort, people: Iterable[Participant], now: datetime) -> dict[int, Presence]:
    """Return each person's marks over the sessions that were held in their stay, by person.

    Somebody with several seats is expected once; whoever has not accepted an invitation is nobody yet.
    """
    held = Session.objects.filter(cohort=cohort, starts_at__lte=now, canceled_at__isnull=True)
    days = {pk: local_day(cohort.community, at) for pk, at in held.values_list("pk", "starts_at")}
    marks: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
    rows = SessionAttendance.objects.filter(session__in=days, participant__person__isnull=False)
    said = rows.order_by("pk").values_list("pk", "session", "participant__person", "presence")
    for pk, session, person, presence in said:
        marks[person][session] = (pk, presence)
    stays: dict[int, set[int]] = defaultdict(set)
    for row in people:
        if row.person_id:
            stays[row.person_id] |= {session for session, day in days.items() if _covers(row, day)}
    return {person: _presence(stay, marks[person]) for person, stay in stays.items()}


def _covers(row: Participant, day: date) -> bool:
    return row.since <= day and (row.until is None or row.until > day)


def _presence(stay: set[int], marks: Mapping[int, tuple[int, str]]) -> Presence:
    mine = [marks[session] for session in stay if session in marks]
    came = [pk for pk, presence in mine if presence == Mark.PRESENT]
    missed = [pk for pk, presence in mine if presence == Mark.ABSENT]
    rows = tuple(sorted([*came, *missed]))
    return Presence(len(came), len(rows), len(stay) - len(mine), rows)


def offers_of(cohort: Cohort) -> list[Offer]:
    """Return the recommendations that a cohort's people offered and did not take back."""
    rows = Recommendation.objects.filter(seat__cohort=cohort).exclude(state__in=NOT_OFFERED)
    rows = rows.select_related("learning", "response").order_by("pk")
    evidence: dict[int, list[int]] = defaultdict(list)
    shown = Evidence.objects.filter(step__response__recommendation__in=rows.values("pk")).order_by("pk")
    for recommendation, pk in shown.values_list("step__response__recommendation", "pk"):
        evidence[recommendation].append(pk)
    return [_offer(row, evidence[row.pk]) for row in rows]


def _offer(row: Recommendation, evidence: list[int]) -> Offer:
    response = getattr(row, "response", None)
    return Offer(
        pk=row.pk,
        seat=row.seat_id,
        author=row.learning.participant_id,
        due_on=row.due_on,
        response=response.pk if response else None,
        late=response.is_late if response else None,
        is_adopted=response is not None and response.answer in YES,
        evidence=tuple(evidence),
    )


def _reach(cohort: Cohort) -> Value | None:
    rows = Priority.objects.filter(community=cohort.community_id).order_by("convening").distinct()
    found = list(rows.values_list("convening", "convening__headcount", "turnout__voters"))
    if not found:
        return None
    people = sum(headcount or voters or 0 for _pk, headcount, voters in found)
    return Value("reach", people, None, len(found), counted={"convening.convening": [pk for pk, *_ in found]})


def _commitments(cohort: Cohort, now: datetime) -> Value | None:
    places = list(Seat.objects.filter(cohort=cohort).values_list("organization", flat=True))
    rows = Signature.objects.filter(
        on_day(now), organization__in=places, version__state=CommitmentState.PUBLISHED
    )
    first = rows.order_by("organization", "pk").distinct("organization").values_list("pk", flat=True)
    return share("commitments", list(first), places, "definition.signature") if places else None


def _applications(cohort: Cohort, now: datetime) -> Value | None:
    if cohort.call is None:
        return None
    owed = min(now, cohort.call.parties_by or cohort.call.closes_at)
    live = Q(parts__state__in=LIVE_PARTS)
    done = Q(parts__state=PartState.COMPLETE)
    rows = Application.objects.filter(call=cohort.call_id)
    counted = rows.annotate(asked=Count("parts", filter=live), ready=Count("parts", filter=done))
    found = list(counted.order_by("pk").values_list("pk", "state", "asked", "ready"))
    waiting = _waiting_for_a_yes(cohort, owed)
    whole = [
        pk
        for pk, state, asked, ready in found
        if state not in UNSENT and asked == ready and pk not in waiting
    ]
    everything = [pk for pk, *_ in found]
    return share("applications_complete", whole, everything, "applications.application") if found else None


def _waiting_for_a_yes(cohort: Cohort, now: datetime) -> set[int]:
    """Return the applications with a young person whose consent to apply was not whole, by the age of that day."""
    young = Part.objects.filter(application__call=cohort.call_id, party=Party.YOUTH, owner__isnull=False)
    owners = dict(young.filter(state__in=LIVE_PARTS).values_list("owner", "application"))
    agreed = standing_many(owners, cohort.community, Purpose.APPLY, now)
    return {application for owner, application in owners.items() if owner not in agreed}


def _organizations(cohort: Cohort) -> Value | None:
    found = list(Seat.objects.filter(cohort=cohort).order_by("pk").values_list("pk", "until"))
    stayed = [pk for pk, until in found if until is None]
    return share("organizations", stayed, [pk for pk, _ in found], "cohorts.seat") if found else None
