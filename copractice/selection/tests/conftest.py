"""A closed call with two scored applications, and two coordinators who decide on them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.communities.actions import add_membership, open_community
from copractice.communities.models import Community, Membership, Role
from copractice.people.models import Person
from copractice.selection.actions import deciding, publishing
from copractice.selection.actions.deciding import Drafted
from copractice.selection.models import Decision
from copractice.selection.states import Outcome
from tests.world_calls import make_call
from tests.world_review import close, send_one

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # the hour of the fixture `now`
S, W, N = Outcome.SELECTED, Outcome.WAITLISTED, Outcome.NOT_SELECTED


@dataclass
class Place:
    """The community with its people by role."""

    community: Community
    people: dict[str, Person]
    memberships: dict[str, Membership]


@dataclass
class Panel:
    """What a test of decisions needs, and the short ways through their life."""

    place: Place
    call: Call
    applications: list[Application]
    now: datetime

    @property
    def one(self) -> Person:
        return self.place.people["coordinator"]

    @property
    def two(self) -> Person:
        return self.place.people["owner"]

    def lead(self, number: int) -> Person:
        return self.owner(number, Party.EMPLOYER)

    def owner(self, number: int, party: Party) -> Person:
        parts = Part.objects.filter(application=self.applications[number], party=party, state__in=LIVE_PARTS)
        return parts.select_related("owner").get().owner

    def code(self, number: int) -> str:
        return self.applications[number].code

    def state(self, number: int) -> str:
        self.applications[number].refresh_from_db()
        return self.applications[number].state

    def draft(self, *drafts: Drafted, run: object = None, actor: Person | None = None) -> list[Decision]:
        by = {"actor": actor or self.one, "now": self.now}
        return deciding.draft(call=self.call, drafts=list(drafts), run=run, **by)

    def approve(self, actor: Person | None = None) -> int:
        seen = dict(Decision.objects.filter(application__call=self.call).values_list("code", "revision"))
        return deciding.approve(call=self.call, revisions=seen, actor=actor or self.two, now=self.now)

    def publish(self, days: int = 14) -> list[Decision]:
        until = self.now + timedelta(days=days)
        done = publishing.publish(call=self.call, accept_by=until, actor=self.one, now=self.now)
        self.call.refresh_from_db()
        return done

    def decided(self, *outcomes: Outcome) -> list[Decision]:
        """Have all applications decided and published, in their order."""
        waits = iter(range(1, 99))
        drafts = [
            Drafted(self.code(n), outcome, next(waits) if outcome == W else None)
            for n, outcome in enumerate(outcomes)
        ]
        self.draft(*drafts)
        self.approve()
        self.publish()
        return [Decision.objects.get(application=one) for one in self.applications]


def kept(at: datetime, blocker: DjangoDbBlocker) -> Iterator[Panel]:
    """Make a panel, which takes most of a second, and take it back after the last test of the file."""
    with blocker.unblock(), transaction.atomic():
        yield make_panel(at)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept_panel(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Panel]:
    """Keep a panel of the tests' hour."""
    yield from kept(NOW, django_db_blocker)


@pytest.fixture
def panel(kept_panel: Panel, db: None) -> Panel:
    """Return a copy of the panel that a test may change."""
    return deepcopy(kept_panel)


def make_panel(now: datetime) -> Panel:
    """Make a community with two who run it and a member, and a call that closed with two applications."""
    before = now - timedelta(days=60)
    community = open_community(
        slug="here", name="Here", time_zone="America/Chicago", languages=["en", "es"], actor=None, now=before
    )
    people, memberships = {}, {}
    for role in (Role.COORDINATOR, Role.OWNER, Role.MEMBER):
        people[role] = Person.objects.create_user(f"{role}@here.example.org")
        held = {"person": people[role], "community": community, "role": role, "name": f"{role} of here"}
        memberships[role] = add_membership(**held, actor=None, now=before)
    call = make_call(community, people[Role.COORDINATOR], now, title="Decided call")
    applications = [send_one(call, now, number) for number in (1, 2)]
    close(call, now)
    Call.objects.filter(pk=call.pk).update(state=CallState.CLOSED, closed_at=now, seats=1)
    call = Call.objects.select_related("community").get(pk=call.pk)
    return Panel(Place(community, people, memberships), call, applications, now)
