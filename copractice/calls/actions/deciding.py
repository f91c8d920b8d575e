"""Deciding a call: from then on it and its applications stay as they are."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.calls.rules import may_write
from copractice.calls.states import MOVES, CallState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person


@transaction.atomic
def decide_call(*, call: Call, actor: Person, now: datetime) -> Call:
    """Move a closed call to decided; the stage that selects says when."""
    call = Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=call.pk)
    require(may_write(actor, call.community, now), _("Only the community's staff decide a call."))
    call.state = move(MOVES, CallState(call.state), "decide")
    call.decided_at = now
    call.save(update_fields=["state", "decided_at"])
    record(actor, "call.decide", call, community_id=call.community_id, at=now)
    return call
