"""What staff do about an application: rule it out and in, match organizations, invite for the lead, hand a code."""

from datetime import datetime

import pytest

from copractice.applications.actions.inviting import resend, revoke
from copractice.applications.actions.organizations import add_and_match, match
from copractice.applications.actions.ruling import rule
from copractice.applications.models import Part
from copractice.applications.queries.invitations import open_invitation
from copractice.applications.queries.matching import organizations_like
from copractice.applications.states import APPLICATION_MOVES, ApplicationState, PartState
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.communities.models import Organization, OrganizationKind
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import World
from tests.world_applications import ask, begin, join, make_sent

WHY = "It is not in our region."


def acts(act: str) -> int:
    return LogEntry.objects.filter(act=act).count()


def test_a_sent_application_is_ruled_out_and_in_with_a_reason(world: World, now: datetime) -> None:
    application, staff = make_sent(world.here.call, now).application, world.here.people["coordinator"]
    out = rule(application=application, is_out=True, reason=WHY, actor=staff, now=now)
    application.refresh_from_db()
    assert (application.state, out.reason, out.ruled_by) == (
        ApplicationState.INELIGIBLE,
        WHY,
        world.here.memberships["coordinator"],
    )
    notice = Notice.objects.get(kind="application_ruled")
    assert (notice.address, WHY in notice.text) == ("sender@here.example.org", True)
    rule(application=application, is_out=False, reason="We erred.", actor=staff, now=now)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert [row.is_out for row in application.rulings.order_by("pk")] == [True, False]
    assert (acts("application.rule_out"), acts("application.rule_in")) == (1, 1)


@pytest.mark.parametrize("state", list(ApplicationState))
@pytest.mark.parametrize("name", ["rule_out", "rule_in"])
def test_only_the_states_of_the_table_are_ruled(
    world: World, now: datetime, name: str, state: ApplicationState
) -> None:
    application = make_sent(world.here.call, now).application
    application.state = state
    application.withdrawn_at = now if state == ApplicationState.WITHDRAWN else None
    application.save()
    given = {"application": application, "is_out": name == "rule_out", "reason": WHY, "now": now}
    staff = world.here.people["owner"]
    if state in APPLICATION_MOVES[name][0]:
        rule(**given, actor=staff)
        application.refresh_from_db()
        assert application.state == APPLICATION_MOVES[name][1]
    else:
        with pytest.raises(Refused, match="cannot be done now"):
            rule(**given, actor=staff)


def test_nobody_else_rules_and_nobody_without_a_reason(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now, person=world.here.people["coordinator"])
    given = {"application": made.application, "is_out": True, "now": now}
    for person in (
        world.here.people["coordinator"],
        world.here.people["reviewer"],
        world.there.people["owner"],
        made.parts[Party.UMBRELLA].owner,
    ):
        with pytest.raises(Refused, match="Only staff who are no party"):
            rule(**given, reason=WHY, actor=person)
    with pytest.raises(Refused, match="Say why"):
        rule(**given, reason="  ", actor=world.here.people["owner"])
    Call.objects.filter(pk=world.here.call.pk).update(state=CallState.DECIDED, closed_at=now, decided_at=now)
    with pytest.raises(Refused, match="is decided"):
        rule(**given, reason=WHY, actor=world.here.people["owner"])


def test_near_names_are_offered_and_no_others(world: World, now: datetime) -> None:
    names = ["Riverbend Science Center", "Riverbend Science Centre", "Something else"]
    for number, name in enumerate(names):
        Organization.objects.create(
            community=world.here.community,
            name=name,
            sort_name=name.lower(),
            kinds=[OrganizationKind.EMPLOYER],
            created_at=now,
            code=f"00000000a{number}",
        )
    part = begin(world.here.call, now, organization="riverbend science centr")
    assert {row.name for row in organizations_like(part)} == set(names[:2])


def test_a_party_is_matched_to_an_organization_and_keeps_what_it_typed(world: World, now: datetime) -> None:
    part, staff = begin(world.here.call, now, organization="Exmple Lab"), world.here.people["coordinator"]
    matched = match(part=part, organization=world.here.organization, actor=staff, now=now)
    assert (matched.organization, matched.organization_name) == (world.here.organization, "Exmple Lab")
    assert match(part=part, organization=None, actor=staff, now=now).organization is None
    assert acts("part.match_organization") == 2


def test_an_organization_that_is_not_on_the_list_is_added(world: World, now: datetime) -> None:
    lead, staff = begin(world.here.call, now, organization="Brand New Lab"), world.here.people["coordinator"]
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    made = add_and_match(part=lead, actor=staff, now=now).organization
    assert made is not None
    assert (made.name, made.kinds) == ("Brand New Lab", [OrganizationKind.EMPLOYER])
    made = add_and_match(part=umbrella, actor=staff, now=now).organization
    assert made is not None
    assert made.kinds == [OrganizationKind.UMBRELLA]
    with pytest.raises(Refused, match="is on the list"):
        add_and_match(part=lead, actor=staff, now=now)


def test_matching_is_refused_across_communities_to_others_and_for_youth(world: World, now: datetime) -> None:
    lead, staff = begin(world.here.call, now), world.here.people["coordinator"]
    youth = join(lead, Party.YOUTH, now, name="young")
    with pytest.raises(Refused, match="not on this community's list"):
        match(part=lead, organization=world.there.organization, actor=staff, now=now)
    with pytest.raises(Refused, match="is the lead's"):
        match(part=youth, organization=world.here.organization, actor=staff, now=now)
    for person in (lead.owner, world.here.people["member"], world.there.people["coordinator"]):
        with pytest.raises(Refused, match="Only staff who are no party"):
            match(part=lead, organization=world.here.organization, actor=person, now=now)


def test_staff_invite_again_and_take_back_where_the_lead_cannot(world: World, now: datetime) -> None:
    lead, staff = begin(world.here.call, now), world.here.people["coordinator"]
    first = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    part = first.invitation.part
    again = resend(part=part, address="right@example.org", actor=staff, now=now)
    assert open_invitation(first.token) is None
    assert open_invitation(again.token) == again.invitation
    revoke(invitation=again.invitation, actor=staff, now=now)
    assert Part.objects.get(pk=part.pk).state == PartState.REPLACED
    another = ask(lead, Party.UMBRELLA, now, name="other")
    for person in (world.stranger, world.here.people["member"], world.there.people["coordinator"]):
        with pytest.raises(Refused, match="Only the lead"):
            resend(part=another.invitation.part, address="x@example.org", actor=person, now=now)
        with pytest.raises(Refused, match="Only the lead"):
            revoke(invitation=another.invitation, actor=person, now=now)
