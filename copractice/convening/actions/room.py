"""What a voter does in the room: join, vote, write a statement, keep the votes in an account.

Votes and statements are data with their own history, not acts of the log: a row there would unmask voters.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from copractice.convening.actions.holding import held, in_the_vote, locked_voter, still_open
from copractice.convening.actions.prioritizing import join_dots, join_pairs
from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.convening.queries.room import hash_of, person_voter, voter_of
from copractice.convening.rules import may_vote
from copractice.convening.states import StatementState, VoteValue
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

MOST_WAITING = 10
MOST_WRITTEN = 30
LONGEST = 280


@transaction.atomic
def join(*, convening: Convening, key: str, actor: Person | None, now: datetime) -> Voter:
    """Give whoever comes in one voice: a person's own on any device, else one for the device's secret.

    Joining again, from fifty tabs or from two devices at once, finds the same voice.
    """
    convening = still_open(held(convening.pk), now)
    found = voter_of(convening, actor, key)
    if found is None:
        # A person's voice is reached by signing in, never by the secret of a device that others may use.
        secret = secrets.token_urlsafe(32) if actor else key
        voter = Voter(
            community_id=convening.community_id,
            convening=convening,
            key_hash=hash_of(secret),
            person=actor,
            joined_at=now,
        )
        Voter.objects.bulk_create([voter], ignore_conflicts=True)
        found = voter_of(convening, actor, key)
    if found is None:
        raise Refused(_("You could not be let in. Open the room again."))
    return found


@transaction.atomic
def cast_vote(*, code: str, value: VoteValue, actor: Voter, now: datetime) -> Vote:
    """Keep what a voter says to a statement; the last vote counts, and the same vote twice is one."""
    convening = still_open(held(actor.convening_id), now)
    voter = locked_voter(actor)
    statement = in_the_vote(convening, code)
    vote = Vote.objects.filter(voter=voter, statement=statement).first()
    if vote is None:
        vote = Vote(community_id=voter.community_id, voter=voter, statement=statement, value=value, at=now)
        vote.save(force_insert=True)
    elif vote.value != value:
        vote.value, vote.at, vote.changes = value, now, vote.changes + 1
        vote.save(update_fields=["value", "at", "changes"])
    return vote


@transaction.atomic
def write_statement(*, text: str, language: str, actor: Voter, now: datetime) -> Statement:
    """Hand in one thought; it waits for a moderator where the convening is moderated.

    The same voter's same words again are the same statement, so a form that is sent twice is one.
    """
    convening = still_open(Convening.objects.select_for_update().get(pk=actor.convening_id), now)
    voter = locked_voter(actor)
    own = Statement.objects.filter(author=voter)
    same = own.filter(text__iexact=text).first()
    if same:
        return same
    require(
        own.filter(state=StatementState.WAITING).count() < MOST_WAITING,
        _("%(most)d of your statements wait for the moderators. Send this one when they are through.")
        % {"most": MOST_WAITING},
    )
    require(
        own.count() < MOST_WRITTEN,
        _("You have written %(most)d statements, and that is the most one voice can bring in.")
        % {"most": MOST_WRITTEN},
    )
    last = Statement.objects.filter(convening=convening).aggregate(last=Max("number"))["last"] or 0
    statement = Statement(
        community_id=convening.community_id,
        convening=convening,
        number=last + 1,
        text=text,
        language=language,
        author=voter,
        state=StatementState.WAITING if convening.is_moderated else StatementState.ACCEPTED,
        written_at=now,
    )
    statement.save(force_insert=True)
    return statement


@transaction.atomic
def keep_votes(*, voter: Voter, actor: Person, now: datetime) -> Voter:
    """Hand a device's voice over to an account; where both have voted, the newer vote counts.

    One voice remains. The device's secret is spent: from now on the votes are reached by signing in.
    """
    convening = held(voter.convening_id)
    own = person_voter(convening, actor)
    pair = Voter.objects.select_for_update().filter(pk__in=[voter.pk, own.pk if own else voter.pk])
    locked = {row.pk: row for row in pair.order_by("pk")}
    device = locked.get(voter.pk)
    if device is None or device.person_id is not None:
        raise Refused(_("The votes of this device are in an account already."))
    if own is None:
        device.person, device.key_hash = actor, hash_of(secrets.token_urlsafe(32))
        device.save(update_fields=["person", "key_hash"])
        return device
    require(may_vote(convening, now), _("Voting is closed, so both sets of votes stay as they were counted."))
    _join_votes(device, locked[own.pk])
    join_pairs(device, locked[own.pk])
    join_dots(device, locked[own.pk])
    Statement.objects.filter(author=device).update(author=own)
    device.delete()
    return own


def _join_votes(device: Voter, own: Voter) -> None:
    kept = {vote.statement_id: vote for vote in Vote.objects.filter(voter=own)}
    for vote in Vote.objects.filter(voter=device):
        before = kept.get(vote.statement_id)
        if before is None:
            vote.voter = own
            vote.save(update_fields=["voter"])
        elif vote.at > before.at:
            before.value, before.at, before.changes = vote.value, vote.at, before.changes + 1
            before.save(update_fields=["value", "at", "changes"])
