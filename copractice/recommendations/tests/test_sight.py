"""Who reads what: drafts, learnings, and the author of what is offered in the cohort's name."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from copractice.consents.models import Consent
from copractice.ledger.models import Access
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.recommendations.actions import offering
from copractice.recommendations.models import Learning, Recommendation
from copractice.recommendations.queries import learnings, recommendations
from copractice.recommendations.tests.conftest import Advice
from tests.world_recommendations import (
    make_draft,
    make_evidence,
    make_learning,
    make_recommendation,
    make_response,
    make_step,
)

# What differs from one request to the next: the token and the key of a form, and the clock of a home.
BY_CHANCE = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=)"\w+"|(?<=name="form_key" value=)"\w+"|datetime="[^"]*"'
)
READERS = (
    "youth",
    "peer",
    "leader",
    "supervisor",
    "umbrella_lead",
    "executive",
    "facilitator",
    "tied",
    "coordinator",
)


def person(advice: Advice, who: str) -> Person:
    found = getattr(advice, who)
    return found if isinstance(found, Person) else found.person


def readers(advice: Advice, row: Recommendation, now: datetime) -> set[str]:
    rows = {who: recommendations.visible_to(person(advice, who), now) for who in READERS}
    return {who for who, seen in rows.items() if seen.filter(pk=row.pk).exists()}


def knowing(advice: Advice, row: Recommendation, now: datetime) -> set[str]:
    rows = Recommendation.objects.select_related("learning__participant__community").filter(pk=row.pk)
    return {who for who in READERS if recommendations.authors_known_to(person(advice, who), list(rows), now)}


def cohort_named(advice: Advice, now: datetime) -> dict[str, object]:
    by = advice.place.memberships["facilitator"]
    return {"in_cohort_name": True, "handed_at": now, "offered_by": by}


def test_a_draft_is_read_by_its_author_and_once_handed_over_by_outside_facilitators(
    advice: Advice, now: datetime
) -> None:
    row = make_draft(advice.youth, now)
    assert readers(advice, row, now) == {"youth"}
    Recommendation.objects.filter(pk=row.pk).update(in_cohort_name=True, handed_at=now)
    assert readers(advice, row, now) == {"youth", "facilitator"}


def test_offered_it_is_read_by_its_organization_facilitators_and_staff_and_by_no_peer(
    advice: Advice, now: datetime
) -> None:
    row = make_recommendation(advice.youth, now)
    assert readers(advice, row, now) == set(READERS) - {"peer"}
    assert knowing(advice, row, now) == set(READERS)
    Recommendation.objects.filter(pk=row.pk).update(state="withdrawn")
    assert readers(advice, row, now) == {"youth"}


def test_in_the_cohorts_name_only_author_and_outside_facilitators_know(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now, **cohort_named(advice, now))
    assert knowing(advice, row, now) == {"youth", "facilitator"}


def test_a_young_name_falls_away_with_the_consent_to_take_part(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    Consent.objects.filter(person=advice.youth.person).update(state="withdrawn")
    assert knowing(advice, row, now) == {"youth"}
    assert learning_readers(advice, row.learning, now) == {"youth"}


def learning_readers(advice: Advice, row: Learning, now: datetime) -> set[str]:
    rows = {who: learnings.visible_to(person(advice, who), now) for who in READERS}
    return {who for who, seen in rows.items() if seen.filter(pk=row.pk).exists()}


def test_a_learning_is_private_until_it_is_used_under_its_authors_name(advice: Advice, now: datetime) -> None:
    row = make_learning(advice.youth, now)
    assert learning_readers(advice, row, now) == {"youth", "facilitator"}
    hidden = make_recommendation(advice.youth, now, learning=row, **cohort_named(advice, now))
    assert learning_readers(advice, row, now) == {"youth", "facilitator"}
    hidden.delete()
    make_recommendation(advice.youth, now, learning=row)
    own = {"leader", "supervisor", "umbrella_lead", "executive"}
    assert learning_readers(advice, row, now) == {"youth", "facilitator"} | own


@pytest.mark.parametrize("is_offered", [True, False])
def test_a_learning_behind_the_cohorts_name_stays_private_whatever_else_is_signed(
    advice: Advice, now: datetime, is_offered: bool
) -> None:
    row = make_learning(advice.youth, now)
    make = make_recommendation if is_offered else make_draft
    named = cohort_named(advice, now) if is_offered else {"in_cohort_name": True, "handed_at": now}
    make(advice.youth, now, learning=row, **named)
    make_recommendation(advice.youth, now, learning=row)
    assert learning_readers(advice, row, now) == {"youth", "facilitator"}


def pages_of(advice: Advice, row: Recommendation) -> list[str]:
    slug, cohort = row.community.slug, advice.seat.cohort.code
    return [
        reverse("recommendations", args=[slug]),
        row.get_absolute_url(),
        reverse("answer_recommendation", args=[slug, row.code]),
        reverse("add_step", args=[slug, row.code]),
        row.learning.get_absolute_url(),
        reverse("cohort_recommendations", args=[slug, cohort]),
        reverse("chain", args=[slug, "recommendation", row.code]),
        reverse("home"),
        reverse("log", args=[slug]),
        reverse("notices", args=[slug]),
    ]


def read(advice: Advice, row: Recommendation, who: str) -> list[tuple[int, bytes]]:
    client = Client()
    client.force_login(person(advice, who))
    answers = [client.get(path) for path in pages_of(advice, row)]
    return [(one.status_code, BY_CHANCE.sub(b"", one.content)) for one in answers]


@pytest.mark.parametrize("who", ["leader", "supervisor", "umbrella_lead", "executive", "tied", "coordinator"])
def test_two_worlds_that_differ_in_the_author_are_the_same_to_the_organization(
    today: Advice, who: str
) -> None:
    now = today.place.now
    row = make_recommendation(today.youth, now, state="in_practice", **cohort_named(today, now))
    make_evidence(make_step(make_response(row, today.leader, now), now), today.leader, now)
    make_recommendation(today.youth, now, **cohort_named(today, now))
    one = read(today, row, who)
    Learning.objects.update(participant=today.peer, text="Quite another text.")
    other = read(today, row, who)
    assert one == other
    assert b"Post our shifts two weeks ahead" in b"".join(body for _status, body in one)


def test_the_canary_a_facilitator_from_outside_reads_the_authors_name(today: Advice) -> None:
    row = make_recommendation(today.youth, today.place.now, **cohort_named(today, today.place.now))
    client = Client()
    client.force_login(today.facilitator)
    assert "Ana of here wrote it" in client.get(row.get_absolute_url()).content.decode()
    assert Access.objects.filter(record="recommendations.recommendation", record_id=str(row.pk)).count() == 1


def test_mail_to_the_organization_names_neither_author_nor_text(advice: Advice, now: datetime) -> None:
    by = {"recommendation": make_draft(advice.youth, now), "now": now}
    offering.hand_over(actor=advice.youth.person, **by)
    offering.offer_for_cohort(actor=advice.facilitator, **by)
    mails = Notice.objects.exclude(person=advice.youth.person).values_list("subject", "text")
    words = " ".join(part for mail in mails for part in mail)
    assert len(mails) == 4
    assert "Ana" not in words
    assert "shifts" not in words
