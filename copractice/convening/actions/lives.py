"""Preparing a convening, opening it, moving its closing time, closing it by hand or by the clock, reopening it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.communities.models import Community
from copractice.convening.models import Convening, Statement
from copractice.convening.queries.convenings import due
from copractice.convening.rules import is_due, may_lead, may_prepare, may_vote
from copractice.convening.states import CONVENING_MOVES, STATEMENT_MOVES, ConveningState
from copractice.convening.states import StatementState as S
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person


@dataclass(frozen=True)
class Plan:
    """What staff say of a convening before it opens; texts by language."""

    title: Mapping[str, str]
    question: Mapping[str, str]
    held_on: date
    headcount: int | None = None
    is_moderated: bool = True
    hides_results: bool = True
    closes_at: datetime | None = None
    has_pairs: bool = False
    dots_each: int = 0
    seats: int = 6


@transaction.atomic
def prepare(*, community: Community, plan: Plan, actor: Person, now: datetime) -> Convening:
    """Draft a convening; nobody but staff sees it until it opens."""
    require(may_prepare(actor, community, now), _("Only the community's staff can prepare a convening."))
    _require_to_come(plan.closes_at, now)
    convening = Convening(community=community, created_at=now)
    _write(convening, plan)
    convening.save(force_insert=True)
    record(actor, "convening.prepare", convening, community_id=community.pk, at=now)
    return convening


@transaction.atomic
def change(*, convening: Convening, plan: Plan, actor: Person, now: datetime) -> Convening:
    """Change a draft; what people vote under is not changed beneath them."""
    convening = _locked(convening)
    require(may_lead(actor, convening, now), _("Only the community's staff can change a convening."))
    require(
        convening.state == ConveningState.DRAFT,
        _("This convening was opened already, so its question stays as it is."),
    )
    _require_to_come(plan.closes_at, now)
    _write(convening, plan)
    convening.save()
    record(actor, "convening.change", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def open_voting(*, convening: Convening, actor: Person, now: datetime) -> Convening:
    """Let people in by the room's code."""
    convening = _moved(convening, "open", actor, now)
    _require_to_come(convening.closes_at, now)
    convening.opened_at = now
    convening.save()
    record(actor, "convening.open", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def reschedule(
    *, convening: Convening, closes_at: datetime | None, actor: Person, now: datetime
) -> Convening:
    """Name another closing time while people vote, or none: then staff close by hand."""
    convening = _locked(convening)
    require(may_lead(actor, convening, now), _("Only the community's staff can lead a convening."))
    require(
        may_vote(convening, now), _("Voting is not open, so its closing time stays. Open it again first.")
    )
    _require_to_come(closes_at, now)
    convening.closes_at = closes_at
    convening.save(update_fields=["closes_at"])
    record(actor, "convening.reschedule", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def close_voting(*, convening: Convening, actor: Person | None, now: datetime) -> Convening:
    """Take no more votes; statements that still wait are rejected, each with its own row in the log.

    Without an actor the clock closes, which it may once the closing time has come.
    """
    convening = _moved(convening, "close", actor, now)
    convening.closed_at = min(now, convening.closes_at or now)
    convening.save()
    rows = Statement.objects.select_for_update().filter(convening=convening, state=S.WAITING)
    waiting = list(rows.order_by("number"))
    for statement in waiting:
        statement.state = move(STATEMENT_MOVES, S.WAITING, "reject")
    Statement.objects.bulk_update(waiting, ["state"])
    app.configure_task("convening.freeze").defer(convening_id=convening.pk)
    for about, act in [*((row, "statement.reject") for row in waiting), (convening, "convening.close")]:
        record(actor, act, about, community_id=convening.community_id, at=now)
    return convening


def close_due(*, now: datetime) -> int:
    """Close the convenings whose closing time has come, each on its own; return how many were closed."""
    closed = 0
    for convening in due(now):
        try:
            close_voting(convening=convening, actor=None, now=now)
        except Refused:  # staff closed it, or moved its closing time, since it was found
            continue
        closed += 1
    return closed


@transaction.atomic
def reopen_voting(
    *, convening: Convening, actor: Person, now: datetime, closes_at: datetime | None = None
) -> Convening:
    """Take votes again, until a new closing time if one is named; what was frozen stays, a later analysis joins it."""
    convening = _moved(convening, "reopen", actor, now)
    _require_to_come(closes_at, now)
    convening.closed_at, convening.closes_at = None, closes_at
    convening.save()
    record(actor, "convening.reopen", convening, community_id=convening.community_id, at=now)
    return convening


def _moved(convening: Convening, name: str, actor: Person | None, now: datetime) -> Convening:
    convening = _locked(convening)
    is_led = may_lead(actor, convening, now) if actor else is_due(convening, now)
    require(is_led, _("Only the community's staff can lead a convening."))
    convening.state = move(CONVENING_MOVES, ConveningState(convening.state), name)
    return convening


def _require_to_come(closes_at: datetime | None, now: datetime) -> None:
    require(
        closes_at is None or closes_at > now, _("The closing time has passed. Choose a later one, or none.")
    )


def _locked(convening: Convening) -> Convening:
    rows = Convening.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=convening.pk)


def _write(convening: Convening, plan: Plan) -> None:
    convening.title = dict(plan.title)
    convening.question = dict(plan.question)
    convening.held_on = plan.held_on
    convening.headcount = plan.headcount
    convening.is_moderated = plan.is_moderated
    convening.hides_results = plan.hides_results
    convening.has_pairs = plan.has_pairs
    convening.dots_each = plan.dots_each
    convening.seats = plan.seats
    convening.closes_at = plan.closes_at
