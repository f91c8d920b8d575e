"""What every act of a voter holds and checks first: the convening open, the voter locked, the statement in the vote."""

from datetime import datetime

from django.utils.translation import gettext as _

from copractice.convening.models import Convening, Statement, Voter
from copractice.convening.rules import may_vote
from copractice.convening.states import StatementState
from copractice.ledger.states import Refused, require


def held(convening_id: int) -> Convening:
    """Return the convening, which cannot close before this transaction ends.

    Many voters hold it at once (`FOR KEY SHARE`); closing it and deciding about its statements wait for them.
    """
    rows = Convening.objects.raw(
        "SELECT * FROM convening_convening WHERE id = %s FOR KEY SHARE", [convening_id]
    )
    return rows[0]


def still_open(convening: Convening, now: datetime) -> Convening:
    """Return the convening if people can vote in it; raises `Refused` otherwise."""
    require(may_vote(convening, now), _("Voting is closed, so this was not counted."))
    return convening


def locked_voter(actor: Voter) -> Voter:
    """Return the voter, locked; raises `Refused` where the voice went into an account meanwhile."""
    voter = Voter.objects.select_for_update().filter(pk=actor.pk).first()
    if voter is None:
        raise Refused(_("Your votes are in your account now. Open the room again."))
    return voter


def in_the_vote(convening: Convening, code: str) -> Statement:
    """Return the statement that a vote goes to: of one that was merged meanwhile, the one it went into.

    Raises `Refused` for one that is not in the vote any more.
    """
    rows = Statement.objects.filter(convening=convening).select_related("merged_into")
    statement = rows.filter(code=code).first()
    if statement and statement.merged_into:
        statement = statement.merged_into
    if statement is None or statement.state != StatementState.ACCEPTED:
        raise Refused(_("This statement is no longer in the vote, so your vote on it was not counted."))
    return statement
