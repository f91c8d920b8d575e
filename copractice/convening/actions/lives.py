"""Preparing, opening, closing and reopening a convening."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.communities.models import Community
from copractice.convening.models import Convening, Statement
from copractice.convening.rules import may_lead, may_prepare
from copractice.convening.states import CONVENING_MOVES, ConveningState, StatementState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
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


@transaction.atomic
def prepare(*, community: Community, plan: Plan, actor: Person, now: datetime) -> Convening:
    """Draft a convening; nobody but staff sees it until it opens."""
    require(may_prepare(actor, community, now), _("Only the community's staff can prepare a convening."))
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
    _write(convening, plan)
    convening.save()
    record(actor, "convening.change", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def open_voting(*, convening: Convening, actor: Person, now: datetime) -> Convening:
    """Let people in by the room's code."""
    convening = _moved(convening, "open", actor, now)
    convening.opened_at = now
    convening.save()
    record(actor, "convening.open", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def close_voting(*, convening: Convening, actor: Person, now: datetime) -> Convening:
    """Take no more votes; statements that still wait are left out."""
    convening = _moved(convening, "close", actor, now)
    convening.closed_at = now
    convening.save()
    waiting = Statement.objects.filter(convening=convening, state=StatementState.WAITING)
    waiting.update(state=StatementState.REJECTED)
    app.configure_task("convening.freeze").defer(convening_id=convening.pk)
    record(actor, "convening.close", convening, community_id=convening.community_id, at=now)
    return convening


@transaction.atomic
def reopen_voting(*, convening: Convening, actor: Person, now: datetime) -> Convening:
    """Take votes again; what was frozen stays, a later analysis stands beside it."""
    convening = _moved(convening, "reopen", actor, now)
    convening.save()
    record(actor, "convening.reopen", convening, community_id=convening.community_id, at=now)
    return convening


def _moved(convening: Convening, name: str, actor: Person, now: datetime) -> Convening:
    convening = _locked(convening)
    require(may_lead(actor, convening, now), _("Only the community's staff can lead a convening."))
    convening.state = move(CONVENING_MOVES, ConveningState(convening.state), name)
    return convening


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
