"""Reflections: never lost, and read by their author and facilitators alone."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.states import SaveKind
from copractice.cohorts.actions import reflecting
from copractice.cohorts.models import Cohort, Reflection, ReflectionVersion, Seat
from copractice.cohorts.queries.reflections import kept_beside, of_session
from copractice.cohorts.states import CohortState
from copractice.communities.models import Affiliation, AffiliationRole
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import SECRET, Practiced, write


def save(practiced: Practiced, text: str, base: int, now: datetime, **more: object) -> reflecting.Save:
    """Have the leader save a text."""
    said = {"session": practiced.session, "participant": practiced.leader, "language": "en"}
    actor = practiced.leader.person
    return reflecting.save(text=text, base=base, **said, **{"actor": actor, "now": now} | more)


def agree(practiced: Practiced, now: datetime) -> Consent:
    """Have the young person say yes to taking part."""
    return Consent.objects.create(
        community=practiced.cohort.community,
        person=practiced.youth.person,
        giver=practiced.youth.person,
        purpose=Purpose.TAKE_PART,
        text_version="1",
        language="en",
        state=ConsentState.GIVEN,
        asked_at=now,
        answered_at=now,
    )


def test_a_text_is_saved_and_every_version_stays(practiced: Practiced, now: datetime) -> None:
    assert save(practiced, "One", 0, now).kind == SaveKind.SAVED
    assert save(practiced, "One", 0, now).reflection.revision == 1  # asked again: nothing new
    assert save(practiced, "Two", 1, now).kind == SaveKind.SAVED
    row = Reflection.objects.get(participant=practiced.leader)
    assert (row.text, row.revision) == ("Two", 2)
    assert list(row.versions.order_by("pk").values_list("text", flat=True)) == ["One", "Two"]


def test_beside_a_newer_text_both_are_kept(practiced: Practiced, now: datetime) -> None:
    save(practiced, "From the phone", 0, now)
    other = save(practiced, "From the desk", 0, now)
    assert (other.kind, other.reflection.text, other.said) == (
        SaveKind.CONFLICT,
        "From the phone",
        "From the desk",
    )
    save(practiced, "From the desk", 0, now)
    kept = ReflectionVersion.objects.filter(kind=SaveKind.CONFLICT).values_list("text", flat=True)
    assert list(kept) == ["From the desk"]
    unheard = save(practiced, "From the phone, longer", 0, now, previous="From the phone")
    assert unheard.kind == SaveKind.SAVED


def test_after_the_cohort_a_text_is_kept_late(practiced: Practiced, now: datetime) -> None:
    save(practiced, "In time", 0, now)
    Cohort.objects.update(state=CohortState.COMPLETED)
    practiced.session.cohort.state = CohortState.COMPLETED
    late = save(practiced, "Too late", 1, now)
    assert (late.kind, late.reflection.text) == (SaveKind.LATE, "In time")
    assert kept_beside(late.reflection).text == "Too late"


def test_before_a_session_nothing_becomes_a_reflection(practiced: Practiced, now: datetime) -> None:
    said = {"participant": practiced.leader, "text": "Early", "base": 0, "language": "en"}
    kept = reflecting.save(session=practiced.next, actor=practiced.leader.person, now=now, **said)
    assert (kept.kind, kept.reflection.text) == (SaveKind.LATE, "")


def test_only_what_cannot_be_stored_is_refused(practiced: Practiced, now: datetime) -> None:
    for text in ("\0", "a\ud800", "x" * 50_001):
        with pytest.raises(Refused, match="not saved"):
            save(practiced, text, 0, now)


def test_nobody_writes_in_anothers_name(practiced: Practiced, now: datetime) -> None:
    with pytest.raises(Refused, match="Only whose"):
        save(practiced, "Not mine", 0, now, actor=practiced.youth.person)


def test_a_young_persons_text_is_read_by_facilitators_while_the_consent_stands(
    practiced: Practiced, here: Place, facilitator: Person, now: datetime
) -> None:
    assert of_session(facilitator, practiced.session, now) == []
    consent = agree(practiced, now)
    assert [row.text for row in of_session(facilitator, practiced.session, now)] == [SECRET]
    consent.state, consent.answered_at = ConsentState.WITHDRAWN, now + timedelta(minutes=1)
    consent.save()
    assert of_session(facilitator, practiced.session, now) == []


def test_nobody_else_reads_it(practiced: Practiced, here: Place, now: datetime) -> None:
    agree(practiced, now)
    others = [here.people[role] for role in here.people if role != "facilitator"]
    others += [practiced.leader.person, practiced.umbrella_lead.person]
    for person in others:
        assert of_session(person, practiced.session, now) == []


@pytest.mark.parametrize("tie", ["organization", "umbrella", "seat"])
def test_a_facilitator_of_the_same_house_does_not_read_its_youth(
    practiced: Practiced, here: Place, facilitator: Person, now: datetime, tie: str
) -> None:
    agree(practiced, now)
    adult = write(practiced.session, practiced.leader, now, "An adult's words")
    if tie == "seat":
        practiced.umbrella_lead.person = facilitator
        practiced.umbrella_lead.save()
    else:
        Affiliation.objects.create(
            community=here.community,
            organization=getattr(Seat.objects.get(pk=practiced.seat.pk), tie),
            person=facilitator,
            role=AffiliationRole.SUPERVISOR,
            since=now.date(),
        )
    assert of_session(facilitator, practiced.session, now) == [adult]
