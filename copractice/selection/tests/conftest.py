"""A closed call with two scored applications, and two coordinators who decide on them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.people.models import Person
from copractice.selection.actions import deciding, publishing
from copractice.selection.actions.deciding import Drafted
from copractice.selection.models import Decision
from copractice.selection.states import Outcome
from tests.world import Place, make_world
from tests.world_calls import make_call
from tests.world_review import close, send_one

S, W, N = Outcome.SELECTED, Outcome.WAITLISTED, Outcome.NOT_SELECTED


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


@pytest.fixture
def panel(db: None, now: datetime) -> Panel:
    place = make_world(now).here
    return make_panel(place, now)


def make_panel(place: Place, now: datetime) -> Panel:
    call = make_call(place.community, place.people["coordinator"], now, title="Decided call")
    applications = [send_one(call, now, number) for number in (1, 2)]
    close(call, now)
    Call.objects.filter(pk=call.pk).update(state=CallState.CLOSED, closed_at=now, seats=1)
    call = Call.objects.select_related("community").get(pk=call.pk)
    return Panel(place, call, applications, now)
