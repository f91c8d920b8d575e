"""What staff decide about statements while people vote: accept, reject, merge, and take it back.

Each decision is an act in the log, by the statement's id alone; votes and voters are never named there.
A decision holds the convening alone, so no vote arrives in the middle of a merge.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.convening.models import CarriedVote, Convening, Statement, Vote
from copractice.convening.rules import may_moderate
from copractice.convening.states import STATEMENT_MOVES, StatementState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person


@transaction.atomic
def accept(*, statement: Statement, actor: Person, now: datetime) -> Statement:
    """Let people vote on a statement."""
    statement = _decided(statement, "accept", actor, now)
    statement.save(update_fields=["state"])
    record(actor, "statement.accept", statement, community_id=statement.community_id, at=now)
    return statement


@transaction.atomic
def reject(*, statement: Statement, actor: Person, now: datetime) -> Statement:
    """Keep a statement out of the vote; only its author and the staff read it from now on."""
    statement = _decided(statement, "reject", actor, now)
    statement.save(update_fields=["state"])
    record(actor, "statement.reject", statement, community_id=statement.community_id, at=now)
    return statement


@transaction.atomic
def merge(*, statement: Statement, into: Statement, actor: Person, now: datetime) -> Statement:
    """Put a statement into another that says the same; its votes count there, each voter's newer one."""
    statement = _decided(statement, "merge", actor, now)
    target = Statement.objects.select_for_update().get(pk=into.pk)
    is_fit = target.convening_id == statement.convening_id and target.state == StatementState.ACCEPTED
    require(is_fit and target.pk != statement.pk, _("Choose an accepted statement of this convening."))
    _carry_votes(statement, target)
    statement.merged_into = target
    statement.save(update_fields=["state", "merged_into"])
    record(actor, "statement.merge", statement, community_id=statement.community_id, at=now)
    return statement


@transaction.atomic
def undo(*, statement: Statement, actor: Person, now: datetime) -> Statement:
    """Take a decision back: the statement waits again, and a merge gives back the votes it brought."""
    statement = _decided(statement, "undo", actor, now)
    _return_votes(statement)
    statement.merged_into = None
    statement.save(update_fields=["state", "merged_into"])
    record(actor, "statement.undo", statement, community_id=statement.community_id, at=now)
    return statement


def _decided(statement: Statement, name: str, actor: Person, now: datetime) -> Statement:
    rows = Convening.objects.select_for_update(of=("self",)).select_related("community")
    convening = rows.get(pk=statement.convening_id)
    require(
        may_moderate(actor, convening, now),
        _("Statements are decided by the community's staff, while the convening is open."),
    )
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    statement.state = move(STATEMENT_MOVES, StatementState(statement.state), name)
    require(
        not Statement.objects.filter(merged_into=statement).exists(),
        _("Other statements were merged into this one. Undo those merges first."),
    )
    return statement


def _carry_votes(source: Statement, target: Statement) -> None:
    """Copy each vote to the target where the voter has no newer one there; remember what it replaced."""
    there = {vote.voter_id: vote for vote in Vote.objects.filter(statement=target)}
    brought, replaced, carried = [], [], []
    for vote in Vote.objects.filter(statement=source):
        kept = CarriedVote(community_id=source.community_id, merged=source)
        before = there.get(vote.voter_id)
        if before is None:
            before = Vote(community_id=vote.community_id, voter_id=vote.voter_id, statement=target)
            brought.append(before)
        elif before.at < vote.at:
            kept.replaced_value, kept.replaced_at = before.value, before.at
            replaced.append(before)
        else:
            continue
        before.value, before.at = vote.value, vote.at
        kept.vote = before
        carried.append(kept)
    Vote.objects.bulk_create(brought)
    Vote.objects.bulk_update(replaced, ["value", "at"])
    CarriedVote.objects.bulk_create(carried)


def _return_votes(source: Statement) -> None:
    """Undo the carrying, but for votes that their voters have changed since."""
    cast_at = dict(Vote.objects.filter(statement=source).values_list("voter_id", "at"))
    gone, restored = [], []
    for carried in CarriedVote.objects.filter(merged=source).select_related("vote"):
        vote = carried.vote
        if cast_at.get(vote.voter_id) != vote.at:
            continue
        if carried.replaced_at is None or carried.replaced_value is None:
            gone.append(vote.pk)
        else:
            vote.value, vote.at = carried.replaced_value, carried.replaced_at
            restored.append(vote)
    CarriedVote.objects.filter(merged=source).delete()
    Vote.objects.bulk_update(restored, ["value", "at"])
    Vote.objects.filter(pk__in=gone).delete()
