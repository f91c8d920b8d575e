"""Assessments are prepared, moved, worded item by item, and dropped while nobody has answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.cohorts.actions.holding import Conflict, conflicting, held, meeting_member
from copractice.cohorts.models import Assessment, Cohort
from copractice.cohorts.queries.assessments import Item, items_of, phase_of, stored
from copractice.cohorts.rules import may_drop, may_reopen, may_word
from copractice.cohorts.states import Asks, AssessmentKind, CohortState, ItemKind, Phase
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person

MOST_ITEMS = 30


@dataclass(frozen=True)
class Terms:
    """What an assessment is called, in each language, where its measure comes from, and when it is open."""

    title: Mapping[str, str]
    source: str
    opens_at: datetime
    closes_at: datetime


@transaction.atomic
def prepare_assessment(
    *,
    cohort: Cohort,
    kind: AssessmentKind,
    asks: Asks,
    terms: Terms,
    items: Sequence[Item],
    form_key: str,
    actor: Person,
    now: datetime,
) -> Assessment:
    """Prepare a baseline or a survey; the same form sent twice prepares one."""
    is_survey = kind == AssessmentKind.SURVEY
    require(
        not (is_survey and asks == Asks.ORGANIZATIONS),
        _("A survey asks people. Prepare a baseline to score organizations."),
    )
    return _make(cohort, kind, asks, terms, items, None, form_key, actor, now)


@transaction.atomic
def follow_baseline(
    *, baseline: Assessment, terms: Terms, form_key: str, actor: Person, now: datetime
) -> Assessment:
    """Prepare the endline that asks the same of the same; a baseline has one."""
    known = Assessment.objects.filter(follows=baseline).exclude(form_key=form_key)
    require(not known.exists(), _("This baseline has its endline already."))
    require(
        baseline.kind == AssessmentKind.BASELINE and terms.opens_at > baseline.opens_at,
        _("An endline opens after its baseline. Choose a later day."),
    )
    kind, asks = AssessmentKind.ENDLINE, Asks(baseline.asks)
    items = items_of(baseline)
    return _make(baseline.cohort, kind, asks, terms, items, baseline, form_key, actor, now)


@transaction.atomic
def change_assessment(
    *, assessment: Assessment, terms: Terms, revision: int, actor: Person, now: datetime
) -> Assessment:
    """Rename an assessment or move its times; what people answered is not opened again once it closed."""
    row = _held(assessment, actor, now)
    if row.revision != revision:
        raise Conflict(conflicting())
    _check(terms)
    if phase_of(row, now) == Phase.CLOSED and row.closes_at != terms.closes_at:
        require(
            may_reopen(row),
            _("It is closed and counted, so it cannot be opened again. Prepare another one instead."),
        )
        row.counted = None
    row.title, row.source = dict(terms.title), terms.source
    row.opens_at, row.closes_at = terms.opens_at, terms.closes_at
    return _save(row, "assessment.change", actor, now)


@transaction.atomic
def write_item(
    *, assessment: Assessment, item: Item, revision: int, actor: Person, now: datetime
) -> Assessment:
    """Add an item, which gets the next key, or word the one with its key anew."""
    row = _held_to_word(assessment, revision, actor, now)
    _check_item(row, item)
    items = items_of(row)
    if item.key:
        require(item.key in {one.key for one in items}, _("This question is not there any more."))
        items = [item if one.key == item.key else one for one in items]
    else:
        require(
            len(items) < MOST_ITEMS,
            _("It asks %(most)d things already. People would not finish it.") % {"most": MOST_ITEMS},
        )
        items.append(replace(item, key=_next_key(items)))
    row.items = stored(items)
    return _save(row, "assessment.word", actor, now)


@transaction.atomic
def remove_item(
    *, assessment: Assessment, key: str, revision: int, actor: Person, now: datetime
) -> Assessment:
    """Take an item out."""
    row = _held_to_word(assessment, revision, actor, now)
    row.items = stored(item for item in items_of(row) if item.key != key)
    return _save(row, "assessment.word", actor, now)


@transaction.atomic
def drop_assessment(*, assessment: Assessment, actor: Person, now: datetime) -> None:
    """Drop an assessment that nobody has answered and no endline follows."""
    row = _held(assessment, actor, now)
    require(
        may_drop(row, now), _("It has answers, has closed, or an endline follows it. It stays on record.")
    )
    record(actor, "assessment.drop", row, community_id=row.community_id, at=now)
    row.delete()


def _make(
    cohort: Cohort,
    kind: AssessmentKind,
    asks: Asks,
    terms: Terms,
    items: Sequence[Item],
    follows: Assessment | None,
    form_key: str,
    actor: Person,
    now: datetime,
) -> Assessment:
    cohort = held(cohort)
    meeting_member(actor, cohort.community, now)
    require(cohort.state != CohortState.CANCELED, _("This cohort was called off. Nobody is asked any more."))
    _check(terms)
    row, is_new = Assessment.objects.get_or_create(
        community_id=cohort.community_id,
        form_key=form_key,
        defaults={
            "cohort": cohort,
            "kind": kind,
            "asks": asks,
            "title": dict(terms.title),
            "source": terms.source,
            "items": stored(items),
            "follows": follows,
            "opens_at": terms.opens_at,
            "closes_at": terms.closes_at,
            "created_at": now,
        },
    )
    if is_new:
        record(actor, "assessment.prepare", row, community_id=row.community_id, at=now)
    return row


def _held(assessment: Assessment, actor: Person, now: datetime) -> Assessment:
    """Return an assessment with its row locked, to who facilitates or is staff."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("community", "cohort")
    row = rows.get(pk=assessment.pk)
    meeting_member(actor, row.community, now)
    return row


def _held_to_word(assessment: Assessment, revision: int, actor: Person, now: datetime) -> Assessment:
    row = _held(assessment, actor, now)
    if row.revision != revision:
        raise Conflict(conflicting())
    require(
        may_word(row, now),
        _("What it asks stays as it is once it is answered, closed, or measured again by an endline."),
    )
    return row


def _save(row: Assessment, act: str, actor: Person, now: datetime) -> Assessment:
    row.revision += 1
    row.save()
    record(actor, act, row, community_id=row.community_id, at=now)
    return row


def _check(terms: Terms) -> None:
    require(terms.closes_at > terms.opens_at, _("It closes before it opens. Choose a later closing time."))


def _check_item(row: Assessment, item: Item) -> None:
    require(
        item.kind == ItemKind.SCALE or row.asks != Asks.ORGANIZATIONS,
        _("Organizations are scored on the scale from 1 to 5 only."),
    )
    require(
        item.kind != ItemKind.CHOICE or len(item.options) >= 2,
        _("A list has at least two answers. Write each on its own line."),
    )


def _next_key(items: Sequence[Item]) -> str:
    return f"q{max((int(item.key[1:]) for item in items), default=0) + 1}"
