"""Convenings: staff see all of theirs, members those that were opened, everybody those that were adopted."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.convening.states import ConveningState, StatementState
from copractice.people.models import Person

COUNTS = {
    "agree": Count("pk", filter=Q(value=1)),
    "passed": Count("pk", filter=Q(value=0)),
    "disagree": Count("pk", filter=Q(value=-1)),
}
NOBODY = dict.fromkeys(COUNTS, 0)


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Convening]:
    """Return the convenings whose page a person may read, each with `takes_votes`: whether people can vote now."""
    public = Q(state=ConveningState.ADOPTED)
    if person.is_authenticated:
        mine = Membership.objects.filter(current(now), person_id=person.pk)
        runs = mine.filter(role__in=STAFF)
        public |= Q(community__in=runs.values("community"))
        public |= ~Q(state=ConveningState.DRAFT) & Q(community__in=mine.values("community"))
    rows = Convening.objects.filter(public).select_related("community")
    rows = rows.annotate(takes_votes=ExpressionWrapper(taking_votes(now), BooleanField()))
    return rows.order_by("-held_on", "-pk")


def of_community(person: Person | AnonymousUser, community: Community, now: datetime) -> QuerySet[Convening]:
    """Return the convenings of one community that a person may read, the newest first."""
    return visible_to(person, now).filter(community=community)


def latest(community: Community) -> Convening | None:
    """Return the community's newest convening that was opened; that one was is public, its results are not."""
    rows = Convening.objects.filter(community=community).exclude(state=ConveningState.DRAFT)
    return rows.select_related("community").order_by("-held_on", "-pk").first()


def taking_votes(now: datetime) -> Q:
    """Return the condition that people can vote in a convening now; its closing time counts, not who moved it."""
    return Q(state=ConveningState.OPEN) & (Q(closes_at__isnull=True) | Q(closes_at__gt=now))


def due(now: datetime) -> QuerySet[Convening]:
    """Return the open convenings whose closing time has come, in no person's name."""
    return Convening.objects.filter(state=ConveningState.OPEN, closes_at__lte=now).order_by("closes_at", "pk")


def is_open(community: Community, now: datetime) -> bool:
    """Say whether people can vote in a community now."""
    return Convening.objects.filter(taking_votes(now), community=community).exists()


def open_for(person: Person, now: datetime) -> QuerySet[Convening]:
    """Return the convenings where a person is asked to vote: open, in a community they belong to."""
    mine = Membership.objects.filter(current(now), person_id=person.pk)
    rows = Convening.objects.filter(taking_votes(now), community__in=mine.values("community"))
    return rows.select_related("community").order_by("closes_at", "held_on", "pk")


def led_by(person: Person, now: datetime) -> list[tuple[Convening, int]]:
    """Return the convenings that wait for a step of their staff, with how many statements wait in each."""
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    rows = Convening.objects.filter(community__in=runs.values("community"))
    waiting = Count("statements", filter=Q(statements__state=StatementState.WAITING))
    rows = rows.annotate(waiting=waiting).filter(
        Q(state=ConveningState.CLOSED) | taking_votes(now) & Q(waiting__gt=0)
    )
    ordered = rows.select_related("community").order_by("closes_at", "held_on", "pk")
    return [(row, row.waiting) for row in ordered]


def open_room(room_code: str) -> Convening | None:
    """Return the convening behind a room's code, once it was opened; None for a draft or an unknown code."""
    rows = Convening.objects.exclude(state=ConveningState.DRAFT).select_related("community")
    return rows.filter(room_code=room_code.strip().upper()).first()


def statements_of(convening: Convening) -> QuerySet[Statement]:
    """Return the statements that people vote on, by number; never a waiting or a rejected one."""
    rows = Statement.objects.filter(convening=convening, state=StatementState.ACCEPTED)
    return rows.order_by("number")


def waiting_in(convening: Convening) -> QuerySet[Statement]:
    """Return the statements that wait for a moderator, the oldest first; for staff only."""
    rows = Statement.objects.filter(convening=convening, state=StatementState.WAITING)
    return rows.order_by("written_at", "pk")


def counted(shown: Iterable[Statement]) -> list[tuple[Statement, Mapping[str, int]]]:
    """Return the statements of one page with their counts, asked for the page's rows only."""
    rows = list(shown)
    grouped = Vote.objects.filter(statement__in=rows).values("statement").annotate(**COUNTS)
    found: dict[int, Mapping[str, int]] = {
        statement: {"agree": agree, "passed": passed, "disagree": disagree}
        for statement, agree, passed, disagree in grouped.values_list("statement", *COUNTS)
    }
    return [(row, found.get(row.pk, NOBODY)) for row in rows]


def turnout(convening: Convening) -> dict[str, int]:
    """Return how many people voted, on how many statements, and how many votes they cast."""
    votes = Vote.objects.filter(statement__convening=convening, statement__state=StatementState.ACCEPTED)
    counted = votes.aggregate(votes=Count("pk"), voters=Count("voter", distinct=True))
    return {
        "joined": Voter.objects.filter(convening=convening).count(),
        "voters": counted["voters"],
        "votes": counted["votes"],
        "statements": statements_of(convening).count(),
    }
