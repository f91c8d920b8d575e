"""Ties: found in the records, declared, entered by staff; what each of them shuts, and when."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState
from copractice.calls.states import Party
from copractice.communities.models import Affiliation, AffiliationRole, Organization, OrganizationLink
from copractice.consents.models import Guardianship
from copractice.ledger.states import Refused
from copractice.people.models import Person
from copractice.review.actions import ties
from copractice.review.models import Review, Tie
from copractice.review.queries.reviews import list_of, own
from copractice.review.queries.ties import applicants_of, barred_from
from copractice.review.states import Grade, Origin, ReviewState
from tests.world_review import Reviewed, make_organization, person_of


def affiliate(person: Person, organization: Organization, now: datetime, until: int | None = None) -> None:
    """Have somebody work in an organization since a thousand days, until some days ago."""
    Affiliation.objects.create(
        community=organization.community,
        organization=organization,
        person=person,
        role=AffiliationRole.SUPERVISOR,
        since=now.date() - timedelta(days=1000),
        until=now.date() - timedelta(days=until) if until else None,
    )


def lead_organization(application: Application, now: datetime, party: str = Party.EMPLOYER) -> Organization:
    """Make the organization of an application's party one of the list."""
    organization = make_organization(application.community, f"Named {party} {application.code}", now)
    Part.objects.filter(application=application, party=party).update(organization=organization)
    return organization


def test_who_works_where_an_application_comes_from_is_barred_at_the_next_look(
    reviewed: Reviewed, now: datetime
) -> None:
    review = reviewed.review
    person, application = person_of(review), review.assignment.application
    organization = lead_organization(application, now)
    assert own(person, reviewed.call.community, review.code, now)
    affiliate(person, organization, now)
    assert barred_from(person, reviewed.call, now) == {application.pk}
    assert own(person, reviewed.call.community, review.code, now) is None
    assert review.code not in {row.code for row in list_of(review.assignment.reviewer, now)}


def test_an_affiliation_that_ended_bars_for_a_year(reviewed: Reviewed, now: datetime) -> None:
    one, other = reviewed.applications
    person = reviewed.reviewers[0].membership.person
    affiliate(person, lead_organization(one, now), now, until=360)
    affiliate(person, lead_organization(other, now), now, until=370)
    assert barred_from(person, reviewed.call, now) == {one.pk}


def test_the_umbrella_above_bars_and_so_does_a_member_below(reviewed: Reviewed, now: datetime) -> None:
    one, other = reviewed.applications
    community, person = reviewed.call.community, reviewed.reviewers[0].membership.person
    mine = make_organization(community, "My place", now)
    umbrella = lead_organization(one, now, Party.UMBRELLA)
    member = lead_organization(other, now)
    since = now.date() - timedelta(days=5)
    OrganizationLink.objects.create(community=community, organization=mine, umbrella=umbrella, since=since)
    OrganizationLink.objects.create(community=community, organization=member, umbrella=mine, since=since)
    affiliate(person, mine, now)
    assert barred_from(person, reviewed.call, now) == {one.pk, other.pk}


def test_a_party_and_a_guardian_are_barred(reviewed: Reviewed, now: datetime) -> None:
    one, other = reviewed.applications
    lead = one.parts.get(party=Party.EMPLOYER).owner
    assert barred_from(lead, reviewed.call, now) == {one.pk}
    youth = other.parts.get(party=Party.YOUTH).owner
    guardian = reviewed.reviewers[0].membership.person
    assert barred_from(guardian, reviewed.call, now) == set()
    Guardianship.objects.create(
        community=one.community, youth=youth, guardian=guardian, youth_name="Y", name="G", since=now
    )
    assert barred_from(guardian, reviewed.call, now) == {other.pk}


def test_nothing_is_in_sight_before_the_ties_are_declared(reviewed: Reviewed, now: datetime) -> None:
    review = reviewed.review
    reviewer, person = review.assignment.reviewer, person_of(review)
    assert list_of(reviewer, now)
    reviewer.declared_at = None
    reviewer.save()
    assert list_of(reviewer, now) == []
    assert own(person, reviewed.call.community, review.code, now) is None


def test_a_tie_that_is_declared_later_seals_the_draft_at_once(reviewed: Reviewed, now: datetime) -> None:
    review = reviewed.review
    reviewer, person = review.assignment.reviewer, person_of(review)
    key = f"a{review.assignment.application.code}"
    other = next(row for row in reviewed.reviewers if row != reviewer).membership.person
    with pytest.raises(Refused):
        ties.declare_ties(reviewer=reviewer, ties=[], actor=other, now=now)
    ties.declare_ties(reviewer=reviewer, ties=[ties.Said(key, Grade.DISCLOSED)], actor=person, now=now)
    assert own(person, reviewed.call.community, review.code, now)
    ties.declare_ties(reviewer=reviewer, ties=[ties.Said(key, Grade.BARRED)], actor=person, now=now)
    review = Review.objects.get(pk=review.pk)
    assert (review.state, review.recused_because) == (ReviewState.RECUSED, ties.BY_TIE)
    assert review.assignment.until == now
    standing = Tie.objects.filter(reviewer=reviewer, application__isnull=False, until__isnull=True)
    assert [tie.grade for tie in standing] == [Grade.BARRED]


def test_the_list_of_applicants_leaves_out_what_bars_already(reviewed: Reviewed, now: datetime) -> None:
    reviewer = reviewed.reviewers[0]
    organization = lead_organization(reviewed.applications[0], now)
    assert organization.name in {one.name for one in applicants_of(reviewer, now)}
    affiliate(reviewer.membership.person, organization, now)
    assert organization.name not in {one.name for one in applicants_of(reviewer, now)}


def test_no_party_of_a_barred_application_is_listed_unless_another_names_it(
    reviewed: Reviewed, now: datetime
) -> None:
    one, other = reviewed.applications
    reviewer = reviewed.reviewers[0]
    employer, umbrella = lead_organization(one, now), lead_organization(one, now, Party.UMBRELLA)
    affiliate(reviewer.membership.person, umbrella, now)
    listed = {row.name for row in applicants_of(reviewer, now)}
    assert not listed & {employer.name, umbrella.name}
    assert listed
    Part.objects.filter(application=other, party=Party.EMPLOYER).update(organization=employer)
    assert employer.name in {row.name for row in applicants_of(reviewer, now)}


def test_an_application_that_is_not_reviewed_is_not_asked_about(reviewed: Reviewed, now: datetime) -> None:
    Application.objects.filter(pk__in=[one.pk for one in reviewed.applications]).update(
        state=ApplicationState.INELIGIBLE
    )
    assert applicants_of(reviewed.reviewers[0], now) == []


def test_staff_enter_and_end_ties_but_not_those_of_the_records(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    review = reviewed.review
    reviewer = review.assignment.reviewer
    said = ties.Said(f"a{review.assignment.application.code}", Grade.BARRED, "They told me.")
    with pytest.raises(Refused):
        ties.add_tie(reviewer=reviewer, tie=said, actor=person_of(review), now=now)
    ties.add_tie(reviewer=reviewer, tie=said, actor=coordinator, now=now)
    assert Review.objects.get(pk=review.pk).state == ReviewState.RECUSED
    tie = Tie.objects.get(reviewer=reviewer, origin=Origin.STAFF, application__isnull=False)
    assert ties.end_tie(tie=tie, actor=coordinator, now=now).until == now
    assert Review.objects.get(pk=review.pk).state == ReviewState.RECUSED
    tie.origin = Origin.COMPUTED
    with pytest.raises(Refused):
        ties.end_tie(tie=tie, actor=coordinator, now=now)
