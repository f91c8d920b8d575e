"""The demo's convening is worth a look: three groups, 600 dots, and a fair choice that differs from the plain one."""

from datetime import datetime

import pytest
from django.db.models import Sum

from copractice.convening.analysis import differences
from copractice.convening.analysis.opinion_map import shown_map
from copractice.convening.analysis.ranking import shown_ranking
from copractice.convening.analysis.shares import shown_shares
from copractice.convening.models import Convening, Dot
from copractice.convening.queries.analyses import shown_of
from copractice.demo import convening, opening

pytestmark = pytest.mark.django_db


def test_the_room_of_150_has_groups_a_ranking_and_shares(now: datetime) -> None:
    opening.tell(now=now)
    convening.tell(now=now)
    held = Convening.objects.get(community__slug="demo-stem")
    dots = Dot.objects.filter(voter__convening=held)
    assert dots.aggregate(dots=Sum("count"))["dots"] == 600
    results = shown_of(held)
    assert set(results) == {"counts", "opinions", "ranking", "shares"}

    shown = shown_map(results["opinions"][1])
    assert (shown.people, shown.placed, shown.not_placed, shown.between) == (150, 141, 9, 5)
    assert [group.size for group in shown.groups] == [60, 44, 32]
    assert {1, 2, 3, 7} <= {row.number for row in shown.uniting}
    assert 4 in {row.number for row in shown.bridging}
    assert {9, 15} <= {row.number for row in shown.dividing}

    ranking = shown_ranking(results["ranking"][1])
    assert (ranking.people, ranking.choices + ranking.undecided, ranking.apart) == (138, 1860, 0)
    assert {1, 2} <= {row.number for row in ranking.rows[:4]}

    shares = shown_shares(results["shares"][1])
    assert (shares.people, shares.dots, shares.seats) == (150, 600, 6)
    assert {row.number for row in shares.winners} - {row.number for row in shares.plain} == {5, 6}
    assert (shares.heard, shares.heard_plainly) == (139, 104)
    for analysis, _shown in results.values():
        assert differences(analysis) == []


def test_the_open_room_asks_for_pairs_and_dots(now: datetime) -> None:
    opening.tell(now=now)
    convening.tell(now=now)
    waiting = Convening.objects.get(community__slug="demo-makers")
    assert (waiting.state, waiting.has_pairs, waiting.dots_each) == ("open", True, 3)
