"""Cohorts: public once they work, with a roster that names organizations, and adults who said yes to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from copractice.applications.models import Answer, Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call, Criterion, Question
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.cohorts.models import Cohort, Goal, Participant, Seat
from copractice.cohorts.queries.people import participants_of, seats_visible_to, standing
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.communities.models import Community, Membership, Organization, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.consents.queries import minors_among, standing_many
from copractice.consents.states import Purpose
from copractice.people.models import Person

Reader = Person | AnonymousUser
PUBLIC = (CohortState.ACTIVE, CohortState.COMPLETED)
SHARED = (Audience.PARTIES, Audience.PUBLIC)
GOAL_PARTIES = (Party.EMPLOYER, Party.UMBRELLA)
PARTY_OF = {
    ParticipantRole.LEADER: Party.EMPLOYER,
    ParticipantRole.SUPERVISOR: Party.EMPLOYER,
    ParticipantRole.UMBRELLA_LEAD: Party.UMBRELLA,
}


@dataclass(frozen=True)
class Counted:
    """A cohort with how many organizations began, and how many of them stayed."""

    cohort: Cohort
    began: int
    stayed: int


@dataclass(frozen=True)
class Place:
    """One organization of the roster with its umbrella, and the adults there who want to be named."""

    organization: Organization | None
    umbrella: Organization | None
    people: list[Participant]


def visible_to(person: Reader, now: datetime) -> QuerySet[Cohort]:
    """Return cohorts at work and completed ones; the others to their people, facilitators and the staff."""
    seen = Q(state__in=PUBLIC)
    if person.is_authenticated:
        roles = [*STAFF, Role.FACILITATOR]
        here = Membership.objects.filter(current(now), person_id=person.pk, role__in=roles)
        mine = participants_of(person, now).order_by()
        seen |= Q(community__in=here.values("community")) | Q(pk__in=mine.values("cohort"))
    rows = Cohort.objects.filter(seen).select_related("community", "call")
    return rows.order_by("-starts_on", "-pk")


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Cohort]:
    """Return the cohorts of one community that a person may read, the newest first."""
    return visible_to(person, now).filter(community=community)


def counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Return the same cohorts with how many organizations began and how many stayed; two counts, never one."""
    stayed = Count("seats", filter=Q(seats__until__isnull=True))
    return rows.annotate(started=Count("seats"), stayed=stayed)


def latest(community: Community, call: Call | None) -> Counted | None:
    """Return the cohort that the community is at: that of its newest call, or the newest one if there is no call."""
    rows = Cohort.objects.filter(community=community, state__in=PUBLIC).select_related("community")
    of_call = rows.filter(call=call) if call else rows
    cohort = of_call.order_by("-starts_on", "-pk").first()
    if cohort is None:
        return None
    return Counted(cohort, cohort.seats.count(), cohort.seats.filter(until__isnull=True).count())


def roster_of(cohort: Cohort, now: datetime) -> list[Place]:
    """Return who is public in a cohort: organizations that are, and adults by their yes; never a young person.

    The people of an organization that is not public are not named either: that would tell of it.
    """
    seats = Seat.objects.filter(cohort=cohort, until__isnull=True, organization__is_public=True)
    seats = seats.select_related("organization__community", "umbrella__community")
    named = _named_in(cohort, now)
    return [
        Place(seat.organization, _public(seat.umbrella), named[seat.pk])
        for seat in seats.order_by("organization__sort_name", "pk")
    ]


def _named_in(cohort: Cohort, now: datetime) -> dict[int | None, list[Participant]]:
    rows = Participant.objects.filter(cohort=cohort, person__isnull=False)
    everybody = list(rows.filter(standing(now)).order_by("name", "pk"))
    youth = {row.person_id for row in everybody if row.is_youth}
    adults = [row for row in everybody if row.person_id not in youth]
    people = {row.person_id for row in adults if row.person_id}
    said_yes = standing_many(people, cohort.community, Purpose.BE_NAMED, now)
    said_yes -= minors_among(people, cohort.community, now)
    named: dict[int | None, list[Participant]] = defaultdict(list)
    for row in adults:
        if row.person_id in said_yes and not _is_hidden_umbrella(row):
            named[row.seat_id].append(row)
    return named


def _is_hidden_umbrella(row: Participant) -> bool:
    umbrella = row.seat.umbrella if row.seat and row.role == ParticipantRole.UMBRELLA_LEAD else None
    return umbrella is not None and not umbrella.is_public


def _public(organization: Organization | None) -> Organization | None:
    return organization if organization and organization.is_public else None


def to_seat(cohort: Cohort) -> QuerySet[Application]:
    """Return the confirmed applications of the cohort's call that have no seat yet; for its staff."""
    taken = Seat.objects.filter(application__isnull=False).values("application")
    rows = Application.objects.filter(call=cohort.call_id, state=ApplicationState.CONFIRMED)
    return rows.exclude(pk__in=taken).select_related("community", "call").order_by("submitted_at", "pk")


def parts_to_seat(application: Application) -> list[Part]:
    """Return the parts of an application whose owners take part: the live ones, the lead's first."""
    rows = Part.objects.filter(application=application, state__in=LIVE_PARTS, owner__isnull=False)
    return list(rows.select_related("owner", "organization", "community").order_by("party", "pk"))


def goal_questions(cohort: Cohort) -> list[Question]:
    """Return the questions that may become goals: texts of employer and umbrella that a criterion names.

    What a question keeps for its own party becomes no goal, and what a young person answers never does.
    """
    keys = set(criteria_by_key(cohort))
    rows = Question.objects.filter(version__call=cohort.call_id, party__in=GOAL_PARTIES, key__in=keys)
    rows = rows.filter(kind__in=[QuestionKind.SHORT, QuestionKind.LONG]).exclude(audience=Audience.OWN)
    newest = rows.order_by("key", "-version__number").distinct("key")
    return sorted(newest, key=lambda row: (row.party, row.number))


def criteria_by_key(cohort: Cohort) -> dict[str, Criterion]:
    """Return for each question that a criterion names the first criterion that does."""
    criteria = Criterion.objects.filter(call=cohort.call_id).order_by("-number")
    return {key: criterion for criterion in criteria for key in criterion.question_keys}


def answers_for_goals(application: Application, keys: set[str]) -> QuerySet[Answer]:
    """Return the answers of an application's adults to the questions that become goals, in order."""
    rows = Answer.objects.filter(
        part__application=application,
        part__state__in=LIVE_PARTS,
        part__party__in=GOAL_PARTIES,
        question__key__in=keys,
    )
    rows = rows.exclude(text="").exclude(question__audience=Audience.OWN)
    return rows.select_related("question").order_by("part__party", "question__number", "pk")


def goals_of(seat: Seat, person: Reader, now: datetime) -> QuerySet[Goal]:
    """Return the goals of a seat that a reader learns of.

    Goals grow from answers, and a question's audience goes on to decide: what all parties may read everybody
    in the seat reads; what was for reviewers and staff only, the party that wrote it and the staff.
    """
    rows = Goal.objects.filter(seat=seat, until__isnull=True)
    rows = rows.select_related("criterion", "answer__question").order_by("since", "pk")
    if not person.is_authenticated:
        return rows.none()
    if Membership.objects.filter(
        current(now), person_id=person.pk, community=seat.community_id, role__in=STAFF
    ).exists():
        return rows
    roles = participants_of(person, now).filter(seat=seat).values_list("role", flat=True)
    parties = {PARTY_OF[ParticipantRole(role)] for role in roles if ParticipantRole(role) in PARTY_OF}
    shared = Q(answer__isnull=True) | Q(answer__question__audience__in=SHARED)
    return rows.filter(shared | Q(answer__part__party__in=parties))


def kept_goals(person: Reader, now: datetime) -> QuerySet[Goal]:
    """Return the goals of the seats that a person sees whole."""
    rows = Goal.objects.filter(seat__in=seats_visible_to(person, now).values("pk"))
    return rows.select_related("community", "seat__cohort__community", "seat__community")
