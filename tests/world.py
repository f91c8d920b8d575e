"""A small world for tests: two communities, in each a person of every role, an update and a history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator

from copractice.applications.models import Substitution, Upload
from copractice.calls.models import Call
from copractice.communities import actions
from copractice.communities.actions import imports
from copractice.communities.models import (
    Affiliation,
    Community,
    History,
    Import,
    Membership,
    Organization,
    OrganizationLink,
    Role,
    Update,
)
from copractice.consents.models import Consent, Guardianship
from copractice.convening.models import Convening, Priority, Statement
from copractice.frameworks.actions import adopt_framework
from copractice.frameworks.models import Alignment, Framework
from copractice.notices.actions.writing import queue
from copractice.notices.models import Notice
from copractice.notices.states import NoticeState
from copractice.people.models import Person
from tests.world_answers import make_upload
from tests.world_applications import Applied, SentIn, make_applied, make_sent
from tests.world_assessments import Measured, make_measured
from tests.world_calls import Called, make_called
from tests.world_cohorts import Practiced, make_practiced
from tests.world_consents import make_family, own_consent
from tests.world_convening import make_adopted, make_convening
from tests.world_definition import Defined, make_defined
from tests.world_impact import Reported, make_reported
from tests.world_organizations import make_organizations
from tests.world_people import make_passkey
from tests.world_recommendations import Advised, make_advised
from tests.world_review import Reviewed, make_reviewed
from tests.world_selection import Chosen, make_chosen
from tests.world_staff import make_substitution

EAGER = ("imported", "framework", "organizations")


@dataclass
class Place:
    """One community of the world with its people; other records are made when a test first asks for them."""

    community: Community
    people: dict[str, Person]
    memberships: dict[str, Membership]
    update: Update
    withdrawn: Update
    now: datetime

    @cached_property
    def parked(self) -> Notice:
        return make_parked(self.community, self.now)

    @cached_property
    def imported(self) -> Import:
        return make_import(self.community, self.people["coordinator"], self.now)

    @cached_property
    def framework(self) -> Framework:
        coordinator = self.people["coordinator"]
        return adopt_framework(community=self.community, key="kirkpatrick", actor=coordinator, now=self.now)

    @cached_property
    def organizations(self) -> dict[str, Any]:
        return make_organizations(self.community, self.memberships, self.people["coordinator"], self.now)

    @cached_property
    def opened(self) -> dict[str, Any]:
        return make_convening(self.community, self.people["coordinator"], self.now)

    @cached_property
    def held(self) -> dict[str, Any]:
        return make_adopted(self.framework, self.people["coordinator"], self.now)

    @cached_property
    def called(self) -> Called:
        return make_called(self.community, self.people["coordinator"], self.now)

    @property
    def call(self) -> Call:
        return self.called.call

    @cached_property
    def family(self) -> dict[str, Any]:
        return make_family(self.community, self.now)

    @property
    def guardianship(self) -> Guardianship:
        return self.family["guardianship"]

    @property
    def asked(self) -> Consent:
        return own_consent(self.family["youth"], self.community)

    @cached_property
    def passkey(self) -> Authenticator:
        return make_passkey(self.people["funder"])

    @cached_property
    def applied(self) -> Applied:
        return make_applied(self.called.call, self.now)

    @cached_property
    def sent_in(self) -> SentIn:
        return make_sent(self.called.call, self.now)

    @cached_property
    def substitution(self) -> Substitution:
        return make_substitution(self.sent_in, self.now)

    @cached_property
    def upload(self) -> Upload:
        return make_upload(self.applied.lead, self.now)

    @cached_property
    def defined(self) -> Defined:
        return make_defined(self.community, self.people, self.organization, self.priority, self.now)

    @cached_property
    def reviewed(self) -> Reviewed:
        return make_reviewed(self.community, self.people["coordinator"], self.now)

    @cached_property
    def chosen(self) -> Chosen:
        return make_chosen(
            self.reviewed, self.memberships["coordinator"], self.memberships["owner"], self.now
        )

    @cached_property
    def practiced(self) -> Practiced:
        return make_practiced(self.community, self.memberships["facilitator"], self.organizations, self.now)

    @cached_property
    def measured(self) -> Measured:
        return make_measured(self.practiced, self.memberships["facilitator"], self.now)

    @cached_property
    def advised(self) -> Advised:
        return make_advised(self.practiced, self.now)

    @cached_property
    def reported(self) -> Reported:
        held = self.practiced
        return make_reported(held.cohort, held.leader, self.memberships["coordinator"], self.now)

    @property
    def organization(self) -> Organization:
        return self.organizations["organization"]

    @property
    def umbrella(self) -> Organization:
        return self.organizations["umbrella"]

    @property
    def link(self) -> OrganizationLink:
        return self.organizations["link"]

    @property
    def affiliation(self) -> Affiliation:
        return self.organizations["affiliation"]

    @property
    def convening(self) -> Convening:
        return self.opened["convening"]

    @property
    def statement(self) -> Statement:
        return self.opened["statement"]

    @property
    def adopted(self) -> Convening:
        return self.held["adopted"]

    @property
    def priority(self) -> Priority:
        return self.held["priority"]

    @property
    def alignment(self) -> Alignment:
        return self.held["alignment"]


@dataclass(frozen=True)
class World:
    """Two communities, and a person who belongs to neither."""

    here: Place
    there: Place
    stranger: Person


def make_world(now: datetime) -> World:
    """Make the world as it stands at `now`; everything in it began a day before."""
    return World(
        here=make_place("here", now - timedelta(days=1)),
        there=make_place("there", now - timedelta(days=1)),
        stranger=Person.objects.create_user("stranger@example.org"),
    )


def make_place(slug: str, now: datetime) -> Place:
    """Make one community with its people and records."""
    community = actions.open_community(
        slug=slug,
        name=slug.title(),
        time_zone="America/Chicago",
        languages=["en", "es"],
        actor=None,
        now=now,
    )
    people = {role.value: Person.objects.create_user(f"{role.value}@{slug}.example.org") for role in Role}
    memberships = {
        role.value: actions.add_membership(
            person=people[role.value],
            community=community,
            role=role,
            name=f"{role.label} of {slug}",
            actor=None,
            now=now,
        )
        for role in Role
    }
    update = make_update(community, people["coordinator"], "1" * 32, now)
    withdrawn = make_update(community, people["coordinator"], "2" * 32, now)
    actions.withdraw_update(update=withdrawn, actor=people["coordinator"], now=now)
    fact = History(
        figure="150",
        sentence={"en": "people met."},
        source_name="A page",
        source_url="https://example.org/",
    )
    actions.add_history(community=community, facts=[fact], now=now)
    place = Place(community, people, memberships, update, withdrawn, now)
    for name in EAGER:
        getattr(place, name)
    return place


def make_parked(community: Community, now: datetime) -> Notice:
    """Make a notice that the outbox gave up."""
    notice = queue(
        kind="role_given",
        address="member@example.org",
        subject="Subject",
        text="Text",
        now=now,
        community_id=community.pk,
    )
    notice.state = NoticeState.PARKED
    notice.save(update_fields=["state"])
    return notice


def make_import(community: Community, actor: Person, now: datetime, form_key: str = "1" * 32) -> Import:
    """Start an import of one small file, of a kind whose tasks no worker knows."""
    return imports.start_import(
        community=community,
        kind="nothing",
        title="Import of nothing",
        files=[imports.Given("names", f"names of {community.slug}.csv", b"name\n")],
        context={},
        form_path=f"/c/{community.slug}/imports/",
        form_key=form_key,
        actor=actor,
        now=now,
    )


def make_update(community: Community, author: Person, form_key: str, now: datetime) -> Update:
    """Post an update whose words name the community, so that a leak can be seen."""
    return actions.post_update(
        community=community,
        title={"en": f"Title of {community.slug} {form_key[0]}"},
        body={"en": f"Body of {community.slug} {form_key[0]}"},
        form_key=form_key,
        actor=author,
        now=now,
    )
