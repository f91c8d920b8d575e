"""Which parties a call asks, and how many parts of each an application has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import draft_in, shaped, touched
from copractice.calls.models import Call, PartKind
from copractice.calls.states import Party
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@dataclass(frozen=True)
class Kind:
    """How many parts of one party, what it is told before it begins, and how long it takes."""

    minimum: int
    maximum: int
    intro: Mapping[str, str]
    minutes: int


@transaction.atomic
def write_parties(
    *, call: Call, kinds: Mapping[Party, Kind], revision: int, actor: Person, now: datetime
) -> Call:
    """Say who applies: each party named is asked, every other is not; exactly one employer leads."""
    call = shaped(call, revision, actor, now)
    require(
        Party.EMPLOYER in kinds, _("The employer institution leads each application, so it is always asked.")
    )
    for party, kind in kinds.items():
        _check(party, kind)
    dropped = PartKind.objects.filter(call=call).exclude(party__in=kinds)
    asked = draft_in(call).questions.filter(party__in=dropped.values("party"))
    require(not asked.exists(), _("This party is asked questions. Take them away first, or keep the party."))
    dropped.delete()
    for party, kind in kinds.items():
        PartKind.objects.update_or_create(
            call=call,
            party=party,
            defaults={
                "community_id": call.community_id,
                "minimum": kind.minimum,
                "maximum": kind.maximum,
                "intro": dict(kind.intro),
                "minutes": kind.minutes,
            },
        )
    touched(call)
    record(actor, "call.write_parties", call, community_id=call.community_id, at=now)
    return call


def _check(party: Party, kind: Kind) -> None:
    require(
        0 <= kind.minimum <= kind.maximum and kind.maximum >= 1,
        _("The smallest number of parts is larger than the largest. Change one of them."),
    )
    require(
        party is not Party.EMPLOYER or (kind.minimum, kind.maximum) == (1, 1),
        _("An application has exactly one employer institution: the one that leads it."),
    )
