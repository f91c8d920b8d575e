"""Seats and people: several leaders by mail, exits with a reason, and two counts."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.states import InvitationState
from copractice.cohorts.actions import people, seating
from copractice.cohorts.models import Participant, ParticipantInvitation
from copractice.cohorts.queries.cohorts import counted, roster_of
from copractice.cohorts.queries.people import (
    expected_at,
    must_sign_in,
    open_invitation,
    participants_of,
    seats_visible_to,
)
from copractice.cohorts.states import CohortState, ExitReason, ParticipantRole
from copractice.communities.models import Organization
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import Practiced, make_cohort, make_seat, take_in
from tests.world_people import make_app

R = ParticipantRole


def guest(name: str = "second leader", role: R = R.LEADER) -> people.Guest:
    return people.Guest(name, role, f"{name.replace(' ', '-')}@example.org")


def agree(person: Person, purpose: Purpose, now: datetime) -> None:
    """Have a person say yes to one purpose."""
    rows = Consent.objects.filter(person=person, purpose=purpose, guardianship__isnull=True)
    rows.update(state=ConsentState.GIVEN, answered_at=now)


def test_a_leader_invites_another_who_takes_part_once(
    practiced: Practiced, here: Place, now: datetime
) -> None:
    leader = practiced.leader.person
    sent = people.invite(seat=practiced.seat, guest=guest("third leader"), actor=leader, now=now)
    mail = Notice.objects.get(kind="participant_invited", address="third-leader@example.org")
    assert sent.token in mail.text
    row = people.accept(token=sent.token, name="Third Leader", actor=None, now=now)
    assert (row.person.email, row.name, row.role) == ("third-leader@example.org", "Third Leader", R.LEADER)
    assert Consent.objects.get(person=row.person).purpose == Purpose.BE_NAMED
    with pytest.raises(Refused, match="was used"):
        people.accept(token=sent.token, name="Again", actor=None, now=now)
    assert practiced.seat in seats_visible_to(row.person, now)


@pytest.mark.parametrize("role", ["umbrella_lead", "youth"])
def test_only_leaders_and_staff_invite(practiced: Practiced, now: datetime, role: str) -> None:
    with pytest.raises(Refused, match="Only leaders"):
        people.invite(seat=practiced.seat, guest=guest(), actor=getattr(practiced, role).person, now=now)


def test_young_people_are_never_invited_by_mail(
    practiced: Practiced, coordinator: Person, now: datetime
) -> None:
    with pytest.raises(Refused, match="Young people"):
        people.invite(seat=practiced.seat, guest=guest(role=R.EMPLOYED_YOUTH), actor=coordinator, now=now)


def test_an_invitation_is_sent_again_taken_back_or_declined(
    practiced: Practiced, coordinator: Person, now: datetime
) -> None:
    by = {"actor": coordinator, "now": now}
    again = people.invite_again(participant=practiced.asked, address="new@example.org", **by)
    with pytest.raises(Refused):
        people.decline(token=practiced.token, actor=None, now=now)
    row = people.decline(token=again.token, actor=None, now=now)
    assert (row.until, row.person) == (row.since, None)
    assert list(ParticipantInvitation.objects.order_by("pk").values_list("state", flat=True)) == [
        InvitationState.REVOKED,
        InvitationState.DECLINED,
    ]
    sent = people.invite(seat=practiced.seat, guest=guest(), **by)
    people.revoke(participant=sent.invitation.participant, **by)
    with pytest.raises(Refused, match="taken back"):
        people.accept(token=sent.token, name="Late", actor=None, now=now)


def test_inviting_an_address_does_not_tell_that_it_is_a_young_persons(
    practiced: Practiced, now: datetime
) -> None:
    leader, by = practiced.leader.person, {"actor": practiced.leader.person, "now": now}
    private = people.Guest("Somebody", R.LEADER, practiced.youth.person.email)
    assert people.invite(seat=practiced.seat, guest=private, **by).token
    with pytest.raises(Refused, match="takes part in this seat already"):
        people.invite(seat=practiced.seat, guest=people.Guest("Me", R.SUPERVISOR, leader.email), **by)


@pytest.mark.parametrize("role", ["owner", "facilitator", "reviewer"])
def test_an_address_of_somebody_with_a_role_signs_in_first(
    practiced: Practiced, here: Place, coordinator: Person, now: datetime, role: str
) -> None:
    person = here.people[role]
    asked = people.Guest("Somebody", R.LEADER, person.email)
    sent = people.invite(seat=practiced.seat, guest=asked, actor=coordinator, now=now)
    with pytest.raises(Refused, match="Sign in first"):
        people.accept(token=sent.token, name="Somebody", actor=None, now=now)
    assert people.accept(token=sent.token, name="Somebody", actor=person, now=now).person == person


def test_a_link_signs_in_a_member_without_a_second_factor_alone(
    practiced: Practiced, here: Place, coordinator: Person, now: datetime
) -> None:
    member = here.people["member"]
    asked = people.Guest("Member", R.LEADER, member.email)
    sent = people.invite(seat=practiced.seat, guest=asked, actor=coordinator, now=now)
    assert not must_sign_in(sent.invitation, now)
    make_app(member)
    assert must_sign_in(sent.invitation, now)


def test_an_invitation_is_good_for_thirty_days_and_sending_it_again_renews_it(
    practiced: Practiced, coordinator: Person, now: datetime
) -> None:
    sent = people.invite(seat=practiced.seat, guest=guest(), actor=coordinator, now=now)
    participant, late = sent.invitation.participant, now + timedelta(days=30)
    assert "It is good until Dec. 23, 2026." in Notice.objects.get(address=guest().address).text
    assert open_invitation(sent.token, late - timedelta(seconds=1)) == sent.invitation
    with pytest.raises(Refused, match="older than 30 days"):
        people.accept(token=sent.token, name="Late", actor=None, now=late)
    by = {"actor": coordinator, "now": late}
    again = people.invite_again(participant=participant, address=guest().address, **by)
    assert people.accept(token=again.token, name="Late", actor=None, now=late).person


def test_leaders_end_the_stay_of_adults_but_never_a_young_persons(
    practiced: Practiced, coordinator: Person, now: datetime
) -> None:
    leader, said = practiced.leader.person, {"reason": ExitReason.TIME, "on": now.date(), "now": now}
    with pytest.raises(Refused, match="Only leaders"):
        people.end_participant(participant=practiced.youth, actor=leader, **said)
    people.end_participant(participant=practiced.umbrella_lead, actor=leader, **said)
    people.end_participant(participant=practiced.youth, actor=coordinator, **said)
    assert not participants_of(practiced.youth.person, now).exists()
    with pytest.raises(Refused, match="left already"):
        people.end_participant(participant=practiced.youth, actor=coordinator, **said)
    with pytest.raises(Refused, match="not answered"):
        people.end_participant(participant=practiced.asked, actor=coordinator, **said)


def test_who_leaves_stays_in_the_count_of_who_began(
    practiced: Practiced, here: Place, coordinator: Person, now: datetime
) -> None:
    seating.add_seat(
        cohort=practiced.cohort, organization=here.umbrella, umbrella=None, actor=coordinator, now=now
    )
    said = {"reason": ExitReason.FUNDING, "actor": coordinator, "now": now}
    with pytest.raises(Refused, match="not come yet"):
        seating.end_seat(seat=practiced.seat, on=now.date() + timedelta(days=1), **said)
    seat = seating.end_seat(seat=practiced.seat, on=now.date(), **said)
    assert set(Participant.objects.filter(seat=seat).values_list("exit_reason", flat=True)) == {"funding"}
    cohort = counted(type(practiced.cohort).objects.all()).get()
    assert (cohort.started, cohort.stayed) == (2, 1)
    with pytest.raises(Refused, match="has left"):
        people.invite(seat=seat, guest=guest(), actor=coordinator, now=now)


def test_nothing_changes_in_a_cohort_that_is_over(
    practiced: Practiced, here: Place, coordinator: Person, now: datetime
) -> None:
    type(practiced.cohort).objects.update(state=CohortState.COMPLETED)
    with pytest.raises(Refused, match="over"):
        seating.add_seat(
            cohort=practiced.cohort, organization=here.umbrella, umbrella=None, actor=coordinator, now=now
        )
    with pytest.raises(Refused, match="over"):
        people.invite(seat=practiced.seat, guest=guest(), actor=coordinator, now=now)
    with pytest.raises(Refused, match="over"):
        people.accept(token=practiced.token, name="Late", actor=None, now=now)


def test_an_umbrella_lead_of_two_seats_is_expected_once(
    practiced: Practiced, here: Place, now: datetime
) -> None:
    seat = make_seat(practiced.cohort, here.umbrella)
    second = take_in(seat, "other", R.LEADER)
    Participant.objects.create(
        community=here.community,
        cohort=practiced.cohort,
        seat=seat,
        person=practiced.umbrella_lead.person,
        name=practiced.umbrella_lead.name,
        role=R.UMBRELLA_LEAD,
        since=seat.since,
    )
    names = [row.name for row in expected_at(practiced.session)]
    assert names.count(practiced.umbrella_lead.name) == 1
    assert len(names) == 5
    assert second.name in names


def test_the_roster_names_adults_by_their_yes_and_young_people_never(
    practiced: Practiced, here: Place, now: datetime
) -> None:
    people_here = (practiced.leader, practiced.umbrella_lead, practiced.youth)
    for row in people_here:
        seating.ask_consents(row.person, practiced.cohort, is_youth=False, now=now)
    assert [place.people for place in roster_of(practiced.cohort, now)] == [[]]
    for row in people_here:
        agree(row.person, Purpose.BE_NAMED, now)
    assert [[row.name for row in place.people] for place in roster_of(practiced.cohort, now)] == [
        [practiced.umbrella_lead.name, practiced.leader.name]
    ]
    Organization.objects.filter(pk=here.umbrella.pk).update(is_public=False)
    place = roster_of(practiced.cohort, now)[0]
    assert (place.umbrella, [row.name for row in place.people]) == (None, [practiced.leader.name])
    Organization.objects.filter(pk=here.organization.pk).update(is_public=False)
    assert roster_of(practiced.cohort, now) == []


def test_one_person_in_two_roles_stays_unnamed_if_one_is_youth(practiced: Practiced, now: datetime) -> None:
    Participant.objects.filter(pk=practiced.leader.pk).update(person=practiced.youth.person)
    seating.ask_consents(practiced.youth.person, practiced.cohort, is_youth=False, now=now)
    agree(practiced.youth.person, Purpose.BE_NAMED, now)
    assert [place.people for place in roster_of(practiced.cohort, now)] == [[]]


def test_a_cohort_of_another_community_takes_no_organization_of_this_one(
    here: Place, world: object, coordinator: Person, now: datetime
) -> None:
    cohort = make_cohort(here.community, now)
    foreign = world.there.organization  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="not on this community"):
        seating.add_seat(cohort=cohort, organization=foreign, umbrella=None, actor=coordinator, now=now)
