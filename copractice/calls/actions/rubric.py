"""The rubric: criteria with weights and anchors, and why each is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import Conflict, conflicting, draft_in, shaped
from copractice.calls.analysis.readiness import ANCHORS
from copractice.calls.models import Call, Criterion
from copractice.convening.models import Priority
from copractice.definition.models import Commitment
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

HEAVIEST = 100


@dataclass(frozen=True)
class Measure:
    """What one criterion says: texts by language, an anchor for each score from 0 to 4, and where it comes from."""

    title: Mapping[str, str]
    description: Mapping[str, str]
    weight: int
    is_informational: bool
    anchors: Sequence[Mapping[str, str]]
    question_keys: Sequence[str]
    priority: Priority | None = None
    commitment: Commitment | None = None


@transaction.atomic
def add_criterion(*, call: Call, code: str, measure: Measure, actor: Person, now: datetime) -> Criterion:
    """Add a criterion as the last; the same form, known by `code`, adds once."""
    call = shaped(call, None, actor, now)
    _check(call, measure)
    known = Criterion.objects.filter(call=call, code=code).first()
    if known:
        return known
    last = Criterion.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    criterion = Criterion(community_id=call.community_id, call=call, code=code, number=last + 1)
    _write(criterion, measure)
    criterion.save(force_insert=True)
    record(actor, "criterion.add", criterion, community_id=call.community_id, at=now)
    return criterion


@transaction.atomic
def change_criterion(
    *, criterion: Criterion, measure: Measure, revision: int, actor: Person, now: datetime
) -> Criterion:
    """Change a criterion before the call is published, if it still is as its writer saw it."""
    call, criterion = _locked(criterion, actor, now)
    if criterion.revision != revision:
        raise Conflict(conflicting())
    _check(call, measure)
    _write(criterion, measure)
    criterion.revision += 1
    criterion.save()
    record(actor, "criterion.change", criterion, community_id=call.community_id, at=now)
    return criterion


@transaction.atomic
def move_criterion(*, criterion: Criterion, up: bool, actor: Person, now: datetime) -> Criterion:
    """Move a criterion one place up or down; at an end it stays."""
    call, criterion = _locked(criterion, actor, now)
    rows = list(Criterion.objects.filter(call=call).order_by("number"))
    here = rows.index(criterion)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        record(actor, "criterion.move", criterion, community_id=call.community_id, at=now)
    return criterion


@transaction.atomic
def remove_criterion(*, criterion: Criterion, actor: Person, now: datetime) -> None:
    """Take a criterion away before anybody has read the call."""
    call, criterion = _locked(criterion, actor, now)
    record(actor, "criterion.remove", criterion, community_id=call.community_id, at=now)
    Criterion.objects.filter(pk=criterion.pk).delete()
    _number(list(Criterion.objects.filter(call=call).order_by("number")))


def _locked(criterion: Criterion, actor: Person, now: datetime) -> tuple[Call, Criterion]:
    call = shaped(criterion.call, None, actor, now)
    row = Criterion.objects.filter(call=call, pk=criterion.pk).first()
    if row is None:
        raise Refused(_("Someone else took this criterion away. The list shows the rubric as it is now."))
    return call, row


def _number(rows: Sequence[Criterion]) -> None:
    for number, row in enumerate(rows, start=1):
        row.number = number
    Criterion.objects.bulk_update(rows, ["number"])


def _write(criterion: Criterion, measure: Measure) -> None:
    criterion.title, criterion.description = dict(measure.title), dict(measure.description)
    criterion.is_informational = measure.is_informational
    criterion.weight = 0 if measure.is_informational else measure.weight
    criterion.anchors = [dict(anchor) for anchor in measure.anchors]
    criterion.question_keys = list(measure.question_keys)
    criterion.priority, criterion.commitment = measure.priority, measure.commitment


def _check(call: Call, measure: Measure) -> None:
    require(
        measure.is_informational or 1 <= measure.weight <= HEAVIEST,
        _(
            "A criterion that counts has a weight from 1 to 100. To have it count nothing, mark it informational."
        ),
    )
    first = call.community.languages[0]
    require(
        len(measure.anchors) == ANCHORS and all(anchor.get(first) for anchor in measure.anchors),
        _("Say for each score from 0 to 4 what it looks like."),
    )
    asked = set(draft_in(call).questions.values_list("key", flat=True))
    require(
        asked.issuperset(measure.question_keys),
        _("A question that you chose is not asked any more. Choose again."),
    )
