"""The rubric: weights, anchors, where criteria come from; written before anybody has read the call."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from copractice.calls.actions import rubric
from copractice.calls.actions.drafting import Conflict
from copractice.calls.actions.rubric import Measure
from copractice.calls.models import Call, Criterion, Question
from copractice.communities.models import new_code
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import ANCHORS


@pytest.fixture
def measure(draft: Call) -> Measure:
    """Return a whole criterion of the draft."""
    key = Question.objects.filter(version__call=draft).order_by("pk")[0].key
    return Measure({"en": "Care"}, {}, 3, False, ANCHORS, [key])


@pytest.fixture
def by(draft: Call, coordinator: Person, now: datetime) -> dict[str, Any]:
    """Return what adding takes."""
    return {"call": draft, "actor": coordinator, "now": now}


def titles(call: Call) -> list[str]:
    return [row.title["en"] for row in Criterion.objects.filter(call=call).order_by("number")]


def test_a_criterion_keeps_its_weight_anchors_and_where_it_came_from(
    world: World, by: dict[str, Any], measure: Measure
) -> None:
    priority = world.here.priority
    row = rubric.add_criterion(code=new_code(), measure=replace(measure, priority=priority), **by)
    assert (row.number, row.weight, row.priority) == (3, 3, priority)
    assert row.anchors == [dict(anchor) for anchor in ANCHORS]


def test_the_same_form_adds_once(by: dict[str, Any], measure: Measure) -> None:
    code = new_code()
    first = rubric.add_criterion(code=code, measure=measure, **by)
    assert rubric.add_criterion(code=code, measure=measure, **by) == first
    assert LogEntry.objects.filter(act="criterion.add", record_id=str(first.pk)).count() == 1


@pytest.mark.parametrize("weight", [0, 101])
def test_a_criterion_that_counts_has_a_weight(by: dict[str, Any], measure: Measure, weight: int) -> None:
    with pytest.raises(Refused, match="weight from 1 to 100"):
        rubric.add_criterion(code=new_code(), measure=replace(measure, weight=weight), **by)


def test_one_that_only_informs_weighs_nothing(by: dict[str, Any], measure: Measure) -> None:
    row = rubric.add_criterion(code=new_code(), measure=replace(measure, is_informational=True), **by)
    assert row.weight == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=row.pk).update(is_informational=False)


@pytest.mark.parametrize("anchors", [ANCHORS[:4], (*ANCHORS[:4], {}), (*ANCHORS[:4], {"es": "Sí"})])
def test_each_score_is_said_in_the_first_language(
    by: dict[str, Any], measure: Measure, anchors: tuple[dict[str, str], ...]
) -> None:
    with pytest.raises(Refused, match="each score from 0 to 4"):
        rubric.add_criterion(code=new_code(), measure=replace(measure, anchors=anchors), **by)


def test_a_criterion_reads_from_questions_that_are_asked(
    call: Call, by: dict[str, Any], measure: Measure
) -> None:
    other = Question.objects.filter(version__call=call).order_by("pk")[0].key
    with pytest.raises(Refused, match="not asked any more"):
        rubric.add_criterion(code=new_code(), measure=replace(measure, question_keys=[other]), **by)


def test_a_priority_of_another_community_is_refused_by_the_database(
    world: World, by: dict[str, Any], measure: Measure
) -> None:
    foreign = replace(measure, priority=world.there.priority)
    with pytest.raises(IntegrityError):
        rubric.add_criterion(code=new_code(), measure=foreign, **by)


def test_two_people_who_change_one_criterion_do_not_overwrite_each_other(
    by: dict[str, Any], owner: Person, measure: Measure
) -> None:
    row = rubric.add_criterion(code=new_code(), measure=measure, **by)
    first, second = replace(measure, title={"en": "First"}), replace(measure, title={"en": "Second"})
    rubric.change_criterion(criterion=row, measure=first, revision=1, actor=by["actor"], now=by["now"])
    with pytest.raises(Conflict):
        rubric.change_criterion(criterion=row, measure=second, revision=1, actor=owner, now=by["now"])
    row.refresh_from_db()
    assert row.title == {"en": "First"}


def test_criteria_move_and_close_the_gap(draft: Call, by: dict[str, Any], measure: Measure) -> None:
    row = rubric.add_criterion(code=new_code(), measure=measure, **by)
    act = {"criterion": row, "actor": by["actor"], "now": by["now"]}
    rubric.move_criterion(up=False, **act)
    assert titles(draft) == ["Good work", "What youth say", "Care"]
    rubric.move_criterion(up=True, **act)
    assert titles(draft) == ["Good work", "Care", "What youth say"]
    rubric.remove_criterion(**act)
    assert list(Criterion.objects.filter(call=draft).values_list("number", flat=True)) == [1, 2]
    with pytest.raises(Refused, match="took this criterion away"):
        rubric.remove_criterion(**act)


def test_the_rubric_of_a_published_call_stays(call: Call, coordinator: Person, now: datetime) -> None:
    row = Criterion.objects.filter(call=call).order_by("number")[0]
    measure = Measure(row.title, {}, 9, False, ANCHORS, row.question_keys)
    by = {"actor": coordinator, "now": now}
    for act in (
        lambda: rubric.add_criterion(call=call, code=new_code(), measure=measure, **by),
        lambda: rubric.change_criterion(criterion=row, measure=measure, revision=1, **by),
        lambda: rubric.move_criterion(criterion=row, up=False, **by),
        lambda: rubric.remove_criterion(criterion=row, **by),
    ):
        with pytest.raises(Refused, match="have read this call"):
            act()


def test_members_write_no_criterion(by: dict[str, Any], measure: Measure, member: Person) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        rubric.add_criterion(code=new_code(), measure=measure, **(by | {"actor": member}))
