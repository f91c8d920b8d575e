from datetime import datetime

import pytest

from copractice.convening.actions import prioritizing
from copractice.convening.analysis.pairing import draw_pair
from copractice.convening.states import PairChoice
from copractice.convening.tests.rooms import make_statements, make_voter
from copractice.convening.tests.test_prioritizing import opened
from tests.world import Place, World


@pytest.fixture
def here(world: World) -> Place:
    return world.here


def test_no_pair_comes_twice_and_all_come_once(here: Place, now: datetime) -> None:
    convening = opened(here, now)
    make_statements(convening, now, 4)
    voter, shown = make_voter(convening, now), set()
    for answered in range(6):
        drawn, count = draw_pair(convening, voter)
        assert drawn is not None
        assert count == answered
        assert drawn.propensity is not None
        assert 0 < drawn.propensity <= 1
        shown.add(frozenset((drawn.left.pk, drawn.right.pk)))
        said = {"left": drawn.left.code, "right": drawn.right.code, "propensity": drawn.propensity}
        prioritizing.choose(**said, choice=PairChoice.UNDECIDED, actor=voter, now=now)
    assert len(shown) == 6
    assert draw_pair(convening, voter) == (None, 6)


def test_there_is_no_pair_before_two_statements_stand(here: Place, now: datetime) -> None:
    convening = opened(here, now)
    voter = make_voter(convening, now)
    assert draw_pair(convening, voter) == (None, 0)
    make_statements(convening, now, 1)
    assert draw_pair(convening, voter) == (None, 0)
