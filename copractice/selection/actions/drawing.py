"""A draw that anybody can check: committed to before the number exists, picked when it is known."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from math import comb

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.communities.queries.memberships import author_membership
from copractice.engine import draw as engine
from copractice.engine.results import as_json
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person
from copractice.selection.actions.deciding import held_call
from copractice.selection.models import Draw, SelectionRun
from copractice.selection.queries.decisions import to_decide
from copractice.selection.rules import is_deciding, may_decide_all

MOST = 10_000  # tickets


@transaction.atomic
def commit_draw(
    *,
    call: Call,
    codes: Sequence[str],
    seats: int,
    beacon: Mapping[str, object],
    run: SelectionRun | None,
    actor: Person,
    now: datetime,
) -> Draw:
    """Publish who is in the draw and which number will decide; from then on nobody can change either."""
    call = held_call(call)
    require(may_decide_all(actor, call, now), _("Only staff without a tie in this call draw."))
    require(is_deciding(call, now), _("Seats are drawn between the close of a call and its decisions."))
    waiting = Draw.objects.filter(call=call, picked_at__isnull=True)
    require(not waiting.exists(), _("A draw waits for its number. Pick that one first."))
    names = sorted(to_decide(call).filter(code__in=codes).values_list("code", flat=True))
    require(len(names) == len(set(codes)), _("One of these applications is out of the call by now."))
    require(1 <= seats < len(names), _("Choose more applications than there are seats to draw."))
    require(comb(len(names), seats) <= MOST, _("These are too many to draw at once. Draw among fewer."))
    cohorts = [list(one) for one in combinations(names, seats)]
    made = engine.commit(
        cohorts,
        [1] * len(cohorts),
        beacon=beacon,
        rules=f"{seats} of {len(names)} applications; each set of {seats} holds one ticket",
        input_sha256=run.input_sha256 if run else hashlib.sha256(",".join(names).encode()).hexdigest(),
        alternates=len(names) - seats,
    )
    draw = Draw.objects.create(
        community_id=call.community_id,
        call=call,
        run=run,
        document=made.document,
        commitment=made.commit,
        committed_by=author_membership(actor, call.community, now),
        committed_at=now,
    )
    record(actor, "draw.commit", draw, community_id=call.community_id, at=now)
    return draw


@transaction.atomic
def pick_draw(*, draw: Draw, number: str, actor: Person, now: datetime) -> Draw:
    """Enter the public number, which decides; it can be entered once."""
    draw = Draw.objects.select_for_update(of=("self",)).select_related("call__community").get(pk=draw.pk)
    require(may_decide_all(actor, draw.call, now), _("Only staff without a tie in this call draw."))
    require(draw.picked_at is None, _("This draw was picked already."))
    try:
        drawn = engine.pick(draw.document, draw.commitment, number)
    except ValueError:
        raise Refused(
            _("This cannot be the number that the draw names. Copy it again, digits only.")
        ) from None
    draw.beacon, draw.picked, draw.picked_at = drawn.beacon, as_json(drawn), now
    draw.picked_by = author_membership(actor, draw.call.community, now)
    draw.save(update_fields=["beacon", "picked", "picked_at", "picked_by"])
    record(actor, "draw.pick", draw, community_id=draw.community_id, at=now)
    return draw
