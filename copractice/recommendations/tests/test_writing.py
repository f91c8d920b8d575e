"""Learnings and drafts: what is sent is kept, and a recommendation goes to one's own organization only."""

from datetime import datetime

import pytest

from copractice.applications.states import SaveKind
from copractice.cohorts.models import Cohort
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.consents.actions.births import tell_birth_month
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.recommendations.actions import writing
from copractice.recommendations.actions.writing import Said, Source
from copractice.recommendations.models import Learning, Recommendation, TextVersion
from copractice.recommendations.queries import learnings
from copractice.recommendations.states import Field
from copractice.recommendations.tests.conftest import Advice
from tests.world_cohorts import make_cohort, make_seat, make_session, take_in
from tests.world_consents import month_for_age
from tests.world_recommendations import make_draft, make_learning, make_recommendation


def begin(advice: Advice, now: datetime, source: Source) -> Learning:
    by = {"participant": advice.youth, "language": "en", "actor": advice.youth.person, "now": now}
    return writing.begin_learning(source=source, **by)


def save(
    learning: Learning, now: datetime, text: str, base: int, previous: str | None = None
) -> writing.Save:
    said = Said(Field.TEXT, text, base, previous)
    actor = learning.participant.person
    return writing.save_learning(learning=learning, said=said, language="en", actor=actor, now=now)


def test_an_empty_learning_from_the_same_source_is_gone_on_with(advice: Advice, now: datetime) -> None:
    first = begin(advice, now, Source(session=advice.session))
    assert begin(advice, now, Source(session=advice.session)) == first
    assert begin(advice, now, Source()) != first
    save(first, now, "Shifts come late.", 0)
    assert begin(advice, now, Source(session=advice.session)) != first


def test_a_learning_grows_from_a_session_of_ones_own_cohort_only(advice: Advice, now: datetime) -> None:
    elsewhere = make_session(make_cohort(advice.seat.community, now), now, number=1)
    with pytest.raises(Refused):
        begin(advice, now, Source(session=elsewhere))


@pytest.mark.parametrize("state", CohortState)
def test_people_learn_in_a_cohort_that_works_or_is_completed(
    advice: Advice, now: datetime, state: CohortState
) -> None:
    Cohort.objects.filter(pk=advice.seat.cohort_id).update(state=state)
    if state in {CohortState.ACTIVE, CohortState.COMPLETED}:
        assert begin(advice, now, Source()).participant == advice.youth
    else:
        with pytest.raises(Refused):
            begin(advice, now, Source())


def test_a_text_beside_a_newer_one_is_kept_as_a_conflict(advice: Advice, now: datetime) -> None:
    row = begin(advice, now, Source())
    assert save(row, now, "One", 0).kind == SaveKind.SAVED
    other = save(row, now, "Two", 0)
    assert (other.kind, other.text, other.said, other.revision) == (SaveKind.CONFLICT, "One", "Two", 1)
    assert save(row, now, "Two", 0).kind == SaveKind.CONFLICT
    assert save(row, now, "Three", 0, previous="One").kind == SaveKind.SAVED
    kept = TextVersion.objects.filter(learning=row).order_by("pk")
    assert [(one.kind, one.text) for one in kept] == [
        ("saved", "One"),
        ("conflict", "Two"),
        ("saved", "Three"),
    ]
    assert LogEntry.objects.filter(record="recommendations.learning").count() == 0


def test_a_learning_that_is_used_keeps_what_comes_later_beside_it(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now).learning
    late = save(row, now, "Something else", 1)
    row.refresh_from_db()
    assert (late.kind, row.text) == (
        SaveKind.LATE,
        f"Short notice costs attendance, says {advice.youth.name}.",
    )
    assert learnings.kept_beside(row).text == "Something else"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 50_001])
def test_what_cannot_be_stored_is_refused(advice: Advice, now: datetime, text: str) -> None:
    row = begin(advice, now, Source())
    with pytest.raises(Refused):
        save(row, now, text, 0)


def test_a_recommendation_goes_to_the_authors_own_seat(advice: Advice, now: datetime) -> None:
    other = make_seat(advice.seat.cohort, advice.place.umbrella)
    take_in(other, "elsewhere", ParticipantRole.LEADER)
    learning = make_learning(advice.youth, now)
    by = {"learning": learning, "actor": advice.youth.person, "now": now}
    row = writing.begin_recommendation(**by)
    assert row.seat == advice.seat
    assert not row.in_cohort_name
    assert writing.begin_recommendation(**by) == row


def test_for_somebody_under_18_it_begins_in_the_cohorts_name(advice: Advice, now: datetime) -> None:
    month = month_for_age(16, now)
    tell_birth_month(person=advice.youth.person, community=advice.seat.community, month=month, now=now)
    learning = make_learning(advice.youth, now)
    row = writing.begin_recommendation(learning=learning, actor=advice.youth.person, now=now)
    assert row.in_cohort_name


def test_an_empty_learning_and_another_ones_become_no_recommendation(advice: Advice, now: datetime) -> None:
    empty = begin(advice, now, Source())
    with pytest.raises(Refused):
        writing.begin_recommendation(learning=empty, actor=advice.youth.person, now=now)
    with pytest.raises(Refused):
        writing.begin_recommendation(
            learning=make_learning(advice.youth, now), actor=advice.leader.person, now=now
        )
    assert Recommendation.objects.count() == 0


def test_a_draft_keeps_title_and_text_by_themselves(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.youth, now, title="", text="", title_revision=0, revision=0)
    by = {"recommendation": row, "language": "es", "actor": advice.youth.person, "now": now}
    writing.save_recommendation(said=Said(Field.TITLE, " Post \n shifts ", 0), **by)
    writing.save_recommendation(said=Said(Field.TEXT, "Two weeks.", 0), **by)
    row.refresh_from_db()
    assert (row.title, row.text, row.title_revision, row.revision, row.language) == (
        "Post shifts",
        "Two weeks.",
        1,
        1,
        "es",
    )
    with pytest.raises(Refused):
        writing.save_recommendation(said=Said(Field.TITLE, "x" * 121, 1), **by)
    with pytest.raises(Refused):
        writing.save_recommendation(
            said=Said(Field.TEXT, "Mine", 1),
            recommendation=row,
            language="en",
            actor=advice.peer.person,
            now=now,
        )
