"""The chain: every hop both ways, each record through its own gate, and nothing told of what lies beyond."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.calls.models import Criterion
from copractice.cohorts.models import Goal
from copractice.impact.tests import cohorts
from copractice.recommendations.models import Recommendation
from copractice.web.chain import BY_KEY, FIGURE, HOPS, chain_of
from tests.world import Place, make_world
from tests.world_impact import make_release

KEYS = list(BY_KEY)


@dataclass
class Chained:
    """A whole chain from a priority to a figure, in a place."""

    place: Place
    records: dict[str, Any]
    now: datetime

    def levels(self, reader: Any, key: str) -> list[tuple[str, int]]:
        """Return the kinds on the chain of one record, with how many links the reader gets of each."""
        record = self.records[key]
        found = chain_of(BY_KEY[key], record.pk, self.place.community, reader, self.now)
        return [(level.key, len(level.links)) for level in found]


@pytest.fixture
def chained(db: None) -> Chained:
    now = timezone.now() - timedelta(days=1)
    place = make_world(now).here
    return make_chain(place, now)


def make_chain(place: Place, now: datetime) -> Chained:
    commitment = place.defined.commitment
    commitment.priority = place.priority
    commitment.save()
    criterion = Criterion.objects.filter(call=place.call).order_by("number")[0]
    criterion.commitment = commitment
    criterion.save()
    held = place.practiced
    goal = Goal.objects.create(
        community=place.community,
        seat=held.seat,
        criterion=criterion,
        text="Shifts early.",
        language="en",
        since=now,
    )
    row = cohorts.advise(held.leader, now, answer="adopted", evidence=True, state="in_practice", goal=goal)
    response = row.response
    step = response.steps.get()
    by = place.memberships["coordinator"]
    report = cohorts.write_report(held.cohort, by, now)
    release = make_release(report, by, now, number=1, published_at=now, published_by=by)
    figure = release.figures.get()
    figure.observation.counted = {"recommendations.evidence": [step.evidence.get().pk]}
    figure.observation.save()
    records = {
        "priority": place.priority,
        "commitment": commitment,
        "criterion": criterion,
        "goal": goal,
        "learning": row.learning,
        "recommendation": row,
        "response": response,
        "step": step,
        "evidence": step.evidence.get(),
        "figure": figure,
    }
    return Chained(place, records, now)


def test_the_author_walks_the_whole_chain_from_every_record_on_it(chained: Chained) -> None:
    author = chained.records["learning"].participant.person
    for key in KEYS:
        assert chained.levels(author, key) == [(name, 1) for name in KEYS], key


def test_every_hop_is_a_key_on_the_later_record() -> None:
    places = {label: number for number, label in enumerate(BY_KEY.values())}
    for later, _key, earlier in HOPS:
        assert places[earlier] < places[later]
    assert {later for later, *_ in HOPS} | {"convening.priority", FIGURE} == set(BY_KEY.values())


def test_a_visitor_walks_from_a_figure_to_its_priority_and_learns_of_no_record_between(
    chained: Chained,
) -> None:
    found = chained.levels(AnonymousUser(), "figure")
    assert found[:3] == [("priority", 1), ("commitment", 1), ("criterion", 1)]
    assert found[3:-1] == [(name, 0) for name in KEYS[3:-1]]
    assert found[-1] == ("figure", 1)
    assert chained.levels(AnonymousUser(), "priority") == found


def test_what_is_hidden_at_the_end_of_a_chain_is_not_told(chained: Chained) -> None:
    chained.records["figure"].release.state = "checked"
    chained.records["figure"].release.published_at = chained.records["figure"].release.published_by = None
    chained.records["figure"].release.save()
    assert [key for key, _n in chained.levels(AnonymousUser(), "priority")] == KEYS[:3]


def test_a_draft_is_on_nobodys_chain_but_its_authors(chained: Chained) -> None:
    learning = chained.records["learning"]
    Recommendation.objects.create(
        community=chained.place.community,
        learning=learning,
        seat=chained.records["recommendation"].seat,
        title="A draft",
        text="Not yet.",
        language="en",
        begun_at=chained.now,
    )
    staff = dict(chained.levels(chained.place.people["coordinator"], "goal"))
    author = dict(chained.levels(learning.participant.person, "goal"))
    assert (staff["recommendation"], author["recommendation"]) == (1, 2)


def test_the_page_is_open_to_whom_the_record_is_and_a_text_of_a_learning_is_not_on_it(
    chained: Chained,
) -> None:
    records = chained.records
    path = f"/c/here/chain/recommendation/{records['recommendation'].code}/"
    assert Client().get(path).status_code == 302
    author = Client()
    author.force_login(records["learning"].participant.person)
    page = author.get(path).content.decode()
    assert records["recommendation"].title in page
    assert records["learning"].text not in page
    assert records["learning"].get_absolute_url() in page
    stranger = Client()
    stranger.force_login(chained.place.people["member"])
    assert stranger.get(path).status_code == 404
    assert Client().get("/c/here/chain/nothing/0000000000/").status_code == 302


def test_a_longer_chain_asks_the_same_of_the_database(chained: Chained) -> None:
    staff = chained.place.people["coordinator"]

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            chained.levels(staff, "priority")
        return len(found)

    one = asked()
    goal = chained.records["goal"]
    for _more in range(2):
        cohorts.advise(
            chained.place.practiced.leader,
            chained.now,
            answer="adopted",
            evidence=True,
            state="in_practice",
            goal=goal,
        )
    assert asked() == one


def test_who_does_not_know_the_author_gets_from_no_side_across_what_was_learned(chained: Chained) -> None:
    row = chained.records["recommendation"]
    row.in_cohort_name, row.handed_at = True, chained.now
    row.offered_by = chained.place.memberships["facilitator"]
    row.save()
    beyond, before = {"recommendation", "response", "step", "evidence"}, {"goal", "learning"}
    for reader in (chained.place.people["coordinator"], chained.place.people["funder"]):
        from_advice = {key for key, _n in chained.levels(reader, "recommendation")}
        assert from_advice == {*beyond, "figure"}
        for key in ("goal", "criterion", "priority"):
            assert not beyond & {name for name, _n in chained.levels(reader, key)}
        assert not before & {name for name, _n in chained.levels(reader, "figure")}
    knows = chained.levels(chained.place.people["facilitator"], "recommendation")
    assert [key for key, _n in knows] == KEYS
    assert [key for key, _n in chained.levels(AnonymousUser(), "figure")] == KEYS
