"""What a voter does beside voting: choose between two statements, and place dots.

Like votes these are data with their own history, not acts of the log: a row there would unmask voters.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.convening.actions.holding import held, in_the_vote, locked_voter, still_open
from copractice.convening.models import Dot, Pair, Voter
from copractice.convening.states import PairChoice, StatementState
from copractice.ledger.states import require


@transaction.atomic
def choose(
    *, left: str, right: str, choice: PairChoice, propensity: float | None, actor: Voter, now: datetime
) -> Pair:
    """Keep which of two statements matters more to a voter; of the same two the last answer counts."""
    convening = still_open(held(actor.convening_id), now)
    require(convening.has_pairs, _("This room does not compare statements, so this was not counted."))
    voter = locked_voter(actor)
    one, other = in_the_vote(convening, left), in_the_vote(convening, right)
    require(one.pk != other.pk, _("These two were put together meanwhile, so there is nothing to choose."))
    pair = Pair.objects.filter(_of(one.pk, other.pk), voter=voter).first()
    if pair is None:
        pair = Pair(community_id=voter.community_id, voter=voter, propensity=propensity)
    pair.left, pair.right, pair.choice, pair.at = one, other, choice, now
    pair.save()
    return pair


@transaction.atomic
def place_dots(*, code: str, count: int, actor: Voter, now: datetime) -> int:
    """Put `count` of a voter's dots on a statement, none to take them all back; returns how many are left.

    Raises `Refused` for more dots than the voter has.
    """
    convening = still_open(held(actor.convening_id), now)
    require(convening.dots_each > 0, _("This room places no dots, so this was not counted."))
    voter = locked_voter(actor)
    statement = in_the_vote(convening, code)
    _tidy(voter)
    elsewhere = Dot.objects.filter(voter=voter).exclude(statement=statement)
    free = convening.dots_each - (elsewhere.aggregate(dots=Sum("count"))["dots"] or 0)
    require(
        0 <= count <= free,
        ngettext(
            "You have %(dots)d dot in all, so these are too many. Take one back elsewhere first.",
            "You have %(dots)d dots in all, so these are too many. Take some back elsewhere first.",
            convening.dots_each,
        )
        % {"dots": convening.dots_each},
    )
    Dot.objects.filter(voter=voter, statement=statement).exclude(count=count).delete()
    if count:
        kept = {"community_id": voter.community_id, "count": count, "at": now}
        Dot.objects.get_or_create(voter=voter, statement=statement, defaults=kept)
    return free - count


def join_pairs(device: Voter, own: Voter) -> None:
    """Hand a device's choices over to an account; where both chose between the same two, the newer counts."""
    for pair in Pair.objects.filter(voter=device):
        before = Pair.objects.filter(_of(pair.left_id, pair.right_id), voter=own).first()
        if before is None or before.at < pair.at:
            if before is not None:
                before.delete()
            pair.voter = own
            pair.save(update_fields=["voter"])


def join_dots(device: Voter, own: Voter) -> None:
    """Hand a device's dots over to an account; where both placed dots, those placed last count, all of them."""
    last = {
        voter.pk: Dot.objects.filter(voter=voter).aggregate(at=Max("at"))["at"] for voter in (device, own)
    }
    if last[device.pk] is None or (last[own.pk] is not None and last[own.pk] > last[device.pk]):
        return
    Dot.objects.filter(voter=own).delete()
    Dot.objects.filter(voter=device).update(voter=own)


def _of(one: int, other: int) -> Q:
    return Q(left=one, right=other) | Q(left=other, right=one)


def _tidy(voter: Voter) -> None:
    """Move dots to where their statement was merged, and give back those whose statement is not in the vote."""
    dots = Dot.objects.filter(voter=voter).select_related("statement")
    for dot in dots.exclude(statement__state=StatementState.ACCEPTED):
        target = dot.statement.merged_into
        dot.delete()
        if target is not None and target.state == StatementState.ACCEPTED:
            there = Dot.objects.filter(voter=voter, statement=target).first()
            kept = {"community_id": voter.community_id, "at": dot.at, "count": dot.count}
            if there is None:
                Dot.objects.create(voter=voter, statement=target, **kept)
            else:
                there.count += dot.count
                there.save(update_fields=["count"])
