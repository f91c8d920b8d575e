"""Offering: in one's own name, or in the cohort's through a facilitator who is not of the organization."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.db import connections

from copractice.consents.models import Consent
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.recommendations.actions import offering, writing
from copractice.recommendations.models import Recommendation
from copractice.recommendations.tests.conftest import Advice, make_advice
from tests.world_copy import lay_down_world
from tests.world_recommendations import make_draft, make_learning, make_recommendation


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


def acts_of(row: Recommendation) -> list[tuple[str, bool]]:
    rows = LogEntry.objects.filter(record="recommendations.recommendation", record_id=str(row.pk))
    return [(entry.act, entry.actor_key is not None) for entry in rows.order_by("seq")]


def emails(*people: object) -> set[str]:
    return {getattr(one, "person", one).email for one in people}


def test_offered_in_ones_own_name_it_is_owed_in_30_days_as_the_community_counts(
    advice: Advice, now: datetime
) -> None:
    row = make_draft(advice.youth, now)
    late = now.replace(hour=23, day=24)  # in Chicago it is still the 24th
    row = offering.offer(recommendation=row, actor=advice.youth.person, now=late)
    assert (row.state, row.due_on, row.offered_by, row.in_cohort_name) == (
        "offered",
        date(2026, 12, 24),
        None,
        False,
    )
    assert told("recommendation_offered") == emails(advice.leader, advice.umbrella_lead, advice.executive)
    assert acts_of(row) == [("recommendation.offer", True)]


def test_a_young_person_hands_it_over_and_a_facilitator_offers_it(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.youth, now)
    row = offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    assert (row.state, row.handed_at, row.in_cohort_name) == ("draft", now, True)
    assert told("recommendation_handed") == emails(advice.facilitator)
    assert Notice.objects.get(kind="recommendation_handed").community_id is None  # staff read the outbox
    assert told("recommendation_offered") == set()
    row = offering.offer_for_cohort(recommendation=row, actor=advice.facilitator, now=now)
    assert (row.state, row.offered_by.person) == ("offered", advice.facilitator)
    assert told("recommendation_offered") == emails(advice.leader, advice.umbrella_lead, advice.executive)
    assert acts_of(row) == [("recommendation.hand_over", False), ("recommendation.offer", True)]
    to_author = Notice.objects.get(kind="recommendation_moved", person=advice.youth.person)
    assert to_author.community_id is None


def test_an_adult_offers_nothing_in_the_cohorts_name(advice: Advice, now: datetime) -> None:
    with pytest.raises(Refused):
        offering.hand_over(
            recommendation=make_draft(advice.supervisor, now), actor=advice.supervisor.person, now=now
        )


@pytest.mark.parametrize("who", ["tied", "coordinator", "executive"])
def test_only_a_facilitator_from_outside_takes_it_in_hand(advice: Advice, now: datetime, who: str) -> None:
    row = make_draft(advice.youth, now)
    offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    for act in (offering.offer_for_cohort, offering.give_back):
        with pytest.raises(Refused):
            act(recommendation=row, actor=getattr(advice, who), now=now)


def test_without_such_a_facilitator_it_stays_with_its_author(advice: Advice, now: datetime) -> None:
    advice.place.memberships["facilitator"].delete()
    with pytest.raises(Refused):
        offering.hand_over(recommendation=make_draft(advice.youth, now), actor=advice.youth.person, now=now)


def test_given_back_its_author_can_write_it_again(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.youth, now)
    offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    row = offering.give_back(recommendation=row, actor=advice.facilitator, now=now)
    assert (row.handed_at, told("recommendation_given_back")) == (None, emails(advice.youth))
    row = offering.offer(recommendation=row, actor=advice.youth.person, now=now)
    assert not row.in_cohort_name


@pytest.mark.parametrize("lacks", [{"title": ""}, {"text": ""}])
def test_without_title_or_text_nothing_is_offered(
    advice: Advice, now: datetime, lacks: dict[str, str]
) -> None:
    row = make_draft(advice.youth, now, **lacks)
    for act in (offering.offer, offering.hand_over):
        with pytest.raises(Refused):
            act(recommendation=row, actor=advice.youth.person, now=now)


def test_a_young_person_offers_only_while_the_consent_to_take_part_stands(
    advice: Advice, now: datetime
) -> None:
    Consent.objects.filter(person=advice.youth.person).update(state="withdrawn")
    with pytest.raises(Refused):
        offering.offer(recommendation=make_draft(advice.youth, now), actor=advice.youth.person, now=now)


def test_somebody_else_of_the_organization_must_be_there_to_answer(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.leader, now)
    advice.umbrella_lead.delete()
    advice.place.affiliation.delete()
    with pytest.raises(Refused):
        offering.offer(recommendation=row, actor=advice.leader.person, now=now)
    row = make_draft(advice.supervisor, now)
    assert offering.offer(recommendation=row, actor=advice.supervisor.person, now=now).state == "offered"


def test_nobody_else_offers_what_somebody_wrote(advice: Advice, now: datetime) -> None:
    with pytest.raises(Refused):
        offering.offer(recommendation=make_draft(advice.youth, now), actor=advice.peer.person, now=now)


def test_its_author_takes_it_back_until_it_is_answered(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.youth, now)
    offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    row = offering.take_back(recommendation=row, actor=advice.youth.person, now=now)
    assert (row.state, row.handed_at) == ("draft", None)
    row = offering.offer(recommendation=row, actor=advice.youth.person, now=now)
    row = offering.take_back(recommendation=row, actor=advice.youth.person, now=now)
    assert row.state == "withdrawn"
    with pytest.raises(Refused):
        offering.take_back(recommendation=row, actor=advice.youth.person, now=now)


def test_of_what_bears_the_cohorts_name_nothing_else_is_made(advice: Advice, now: datetime) -> None:
    row = make_draft(advice.youth, now)
    again = {"learning": row.learning, "actor": advice.youth.person, "now": now}
    offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    with pytest.raises(Refused, match="a second use could tell who wrote it"):
        writing.begin_recommendation(**again)
    offering.take_back(recommendation=row, actor=advice.youth.person, now=now)
    assert writing.begin_recommendation(**again) == row
    offering.hand_over(recommendation=row, actor=advice.youth.person, now=now)
    offering.offer_for_cohort(recommendation=row, actor=advice.facilitator, now=now)
    offering.take_back(recommendation=row, actor=advice.youth.person, now=now)
    with pytest.raises(Refused, match="a second use could tell who wrote it"):
        writing.begin_recommendation(**again)


def test_a_name_stands_on_nothing_beside_what_bears_the_cohorts_name(advice: Advice, now: datetime) -> None:
    learning = make_learning(advice.youth, now)
    handed = make_draft(advice.youth, now, learning=learning, in_cohort_name=True, handed_at=now)
    other = make_draft(advice.youth, now, learning=learning)
    with pytest.raises(Refused, match="Your name here would tell who wrote it"):
        offering.offer(recommendation=other, actor=advice.youth.person, now=now)
    offering.give_back(recommendation=handed, actor=advice.facilitator, now=now)
    assert offering.offer(recommendation=other, actor=advice.youth.person, now=now).state == "offered"


@pytest.mark.parametrize("state", ["offered", "withdrawn"])
def test_the_cohorts_name_hides_nobody_who_signed_beside_it(
    advice: Advice, now: datetime, state: str
) -> None:
    signed = make_recommendation(advice.youth, now, state=state)
    other = make_draft(advice.youth, now, learning=signed.learning)
    with pytest.raises(Refused, match="the cohort’s name would not hide you"):
        offering.hand_over(recommendation=other, actor=advice.youth.person, now=now)
    other.refresh_from_db()
    assert (other.handed_at, other.in_cohort_name) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_two_of_one_learning_at_the_same_time_do_not_go_out_both_ways(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = datetime(2026, 11, 24, 15, 0).astimezone()
    advice = make_advice(lay_down_world(now).here, now)
    row = make_draft(advice.youth, now)
    other = make_draft(advice.youth, now, learning=row.learning)
    both_read, outcomes = threading.Barrier(2, timeout=1), []
    monkeypatch.setattr(offering, "is_veiled", _together(offering.is_veiled, both_read))
    monkeypatch.setattr(offering, "is_signed", _together(offering.is_signed, both_read))

    def go(act: Callable[..., object], recommendation: Recommendation) -> None:
        try:
            act(recommendation=recommendation, actor=advice.youth.person, now=now)
            outcomes.append("out")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    acts = [(offering.hand_over, row), (offering.offer, other)]
    threads = [threading.Thread(target=go, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["out", "refused"]


def _together(read: Callable[..., object], both: threading.Barrier) -> Callable[..., bool]:
    """Hold whoever read until the other read too; behind a lock the other never comes, so go on after a while."""

    def then_wait(learning: object) -> bool:
        found = read(learning)
        with suppress(threading.BrokenBarrierError):
            both.wait()
        return bool(found)

    return then_wait
