import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from copractice.convening.actions import lives
from copractice.convening.actions.freezing import freeze
from copractice.convening.analysis import differences
from copractice.convening.analysis.opinion_map import map_of, shown_map
from copractice.convening.analysis.outcomes import is_same
from copractice.convening.analysis.ranking import shown_ranking
from copractice.convening.analysis.shares import shown_shares
from copractice.convening.models import Analysis, Convening, Dot, Pair, Statement, Vote, Voter
from copractice.convening.queries.analyses import is_superseded, newest_of, shown_of
from copractice.convening.states import StatementState
from copractice.convening.tests.crowds import crowded, make_voters
from copractice.engine.opinions import gather, opinions
from copractice.engine.results import as_json
from tests.world import Place, World


@pytest.fixture
def here(world: World) -> Place:
    return world.here


def kept(convening: Convening, method: str) -> Analysis:
    analysis = newest_of(convening, method)
    assert analysis is not None
    return analysis


def frozen(place: Place, now: datetime, **more: object) -> Convening:
    convening = crowded(place, now, **more)
    assert freeze(convening_id=convening.pk, now=now) is not None
    return convening


def test_a_close_freezes_what_people_were_asked_and_nothing_else(here: Place, now: datetime) -> None:
    whole = frozen(here, now)
    assert set(shown_of(whole)) == {"counts", "opinions", "ranking", "shares"}
    plain = frozen(here, now, has_pairs=False, dots_each=0)
    assert set(shown_of(plain)) == {"counts", "opinions"}


def test_frozen_twice_it_is_the_same_rows(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    before = set(Analysis.objects.filter(convening=convening).values_list("pk", flat=True))
    freeze(convening_id=convening.pk, now=now)
    assert set(Analysis.objects.filter(convening=convening).values_list("pk", flat=True)) == before


def test_the_map_finds_both_outlooks_and_what_all_agree_on(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    shown = shown_map(shown_of(convening)["opinions"][1])
    assert (shown.people, shown.placed, shown.not_placed, shown.statements) == (24, 24, 0, 8)
    assert [(group.letter, group.size) for group in shown.groups] == [("A", 16), ("B", 8)]
    assert [(row.number, [(part.agree, part.n) for part in row.parts if part]) for row in shown.uniting] == [
        (8, [(14, 14), (7, 7)])
    ]
    assert {row.number for row in shown.dividing} == {1, 2, 3, 4, 5, 6, 7}
    assert shown.has_groups


def test_the_map_is_what_the_engine_says_of_the_same_votes(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    rows = Vote.objects.filter(voter__convening=convening).values_list("voter", "statement__number", "value")
    people = sorted({row[0] for row in rows})
    votes = gather(
        [people.index(row[0]) for row in rows],
        [row[1] - 1 for row in rows],
        [row[2] for row in rows],
        people=24,
        count=8,
    )
    mine, theirs = map_of(kept(convening, "opinions")), opinions(votes, [False] * 8)
    assert sorted(mine.labels.tolist()) == sorted(theirs.labels.tolist())
    np.testing.assert_allclose(np.sort(mine.positions, 0), np.sort(theirs.positions, 0), atol=1e-6)


def test_the_result_does_not_hang_on_who_voted_what(here: Place, now: datetime) -> None:
    """The same ballots cast by others, in another order, are the same input and the same result."""
    convening = frozen(here, now)
    before = kept(convening, "opinions")
    swapped = make_voters(convening, 0, now) or list(
        Voter.objects.filter(convening=convening).order_by("-pk")
    )
    ballots = [list(Vote.objects.filter(voter=voter)) for voter in swapped]
    dots = [list(Dot.objects.filter(voter=voter)) for voter in swapped]
    new = [
        Voter.objects.create(
            community_id=convening.community_id, convening=convening, key_hash=f"new {place}", joined_at=now
        )
        for place in range(len(swapped))
    ]
    for voter, votes, placed in zip(new, ballots, dots, strict=True):
        for row in (*votes, *placed):
            row.voter = voter
            row.save()
    for method in ("opinions", "shares"):
        assert differences(kept(convening, method)) == []
    assert str(swapped[0].pk) not in json.dumps(before.result["shown"])


def test_nobody_can_be_named_by_what_is_kept(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    stored = json.dumps([row.result for row in Analysis.objects.filter(convening=convening)])
    for voter in Voter.objects.filter(convening=convening):
        assert voter.key_hash not in stored
    chart = kept(convening, "opinions").chart
    marks = [line for line in chart.split("<path") if "aria-label" in line]
    assert marks == []
    assert " style=" not in chart


def test_fewer_than_ten_people_get_no_map_no_ranking_and_no_winners(here: Place, now: datetime) -> None:
    convening = frozen(here, now, people=9)
    results = shown_of(convening)
    shown = shown_map(results["opinions"][1])
    assert (shown.people, shown.is_shown, shown.groups, shown.uniting, shown.dividing) == (
        9,
        False,
        (),
        (),
        (),
    )
    assert results["opinions"][0].chart == ""
    assert (shown_ranking(results["ranking"][1]).people, shown_ranking(results["ranking"][1]).rows) == (9, ())
    dots = shown_shares(results["shares"][1])
    assert (dots.people, dots.winners, dots.plain, dots.others) == (9, (), (), ())


def test_ten_people_get_a_map(here: Place, now: datetime) -> None:
    results = shown_of(frozen(here, now, people=10))
    assert shown_map(results["opinions"][1]).is_shown
    assert results["opinions"][0].chart.startswith("<svg")
    assert len(shown_ranking(results["ranking"][1]).rows) == 8
    assert len(shown_shares(results["shares"][1]).winners) == 2


def test_a_group_that_hardly_voted_on_a_statement_is_not_shown_there(here: Place, now: datetime) -> None:
    convening = crowded(here, now, people=12)
    first = Statement.objects.get(convening=convening, number=1)
    small = Vote.objects.filter(statement=first, value=-1).order_by("pk")
    small.filter(pk__in=list(small.values_list("pk", flat=True))[:1]).delete()
    freeze(convening_id=convening.pk, now=now)
    shown = shown_map(shown_of(convening)["opinions"][1])
    parts = [part for row in (*shown.uniting, *shown.bridging, *shown.dividing) for part in row.parts]
    assert all(part is None or part.n >= 5 for part in parts)


def test_a_convening_without_votes_is_frozen_as_nothing(here: Place, now: datetime) -> None:
    results = shown_of(frozen(here, now, people=0))
    assert shown_map(results["opinions"][1]).people == 0
    assert shown_ranking(results["ranking"][1]).choices == 0
    assert shown_shares(results["shares"][1]).dots == 0


def test_the_ranking_is_what_people_chose(here: Place, now: datetime) -> None:
    shown = shown_ranking(shown_of(frozen(here, now))["ranking"][1])
    assert (shown.people, shown.choices, shown.undecided, shown.never, shown.apart) == (24, 168, 0, 0, 0)
    assert [row.number for row in shown.rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    first = shown.rows[0]
    assert (first.wins, first.losses) == (18, 6)
    assert all(row.low < row.strength < row.high for row in shown.rows)


def test_a_choice_follows_a_statement_that_was_merged(here: Place, now: datetime) -> None:
    convening = crowded(here, now)
    rows = {row.number: row for row in Statement.objects.filter(convening=convening)}
    rows[2].state, rows[2].merged_into = StatementState.MERGED, rows[1]
    rows[2].save()
    freeze(convening_id=convening.pk, now=now)
    shown = shown_ranking(shown_of(convening)["ranking"][1])
    # Between 1 and 2, which are one now, there is no choice; those between 2 and 3 are between 1 and 3.
    assert (shown.choices, [row.number for row in shown.rows]) == (144, [1, 3, 4, 5, 6, 7, 8])
    dots = shown_shares(shown_of(convening)["shares"][1])
    assert [(row.number, row.dots, row.people) for row in dots.winners] == [(1, 28, 14), (5, 10, 10)]


def test_what_was_rejected_is_in_no_result(here: Place, now: datetime) -> None:
    convening = crowded(here, now)
    Statement.objects.filter(convening=convening, number=1).update(state=StatementState.REJECTED)
    freeze(convening_id=convening.pk, now=now)
    results = shown_of(convening)
    assert 1 not in kept(convening, "opinions").result["statements"]
    assert 1 not in [row.number for row in shown_ranking(results["ranking"][1]).rows]
    dots = shown_shares(results["shares"][1])
    assert [row.number for row in dots.winners] == [2, 5]


def test_equal_shares_hear_those_whom_a_plain_count_leaves_out(here: Place, now: datetime) -> None:
    shown = shown_shares(shown_of(frozen(here, now))["shares"][1])
    assert (shown.people, shown.dots, shown.seats) == (24, 38, 2)
    assert [(row.number, row.step, row.price) for row in shown.winners] == [
        (1, "equal-shares", "1/14"),
        (5, "phragmen", "1/10"),
    ]
    assert [(row.number, row.dots) for row in shown.plain] == [(1, 14), (2, 14)]
    assert (shown.heard, shown.heard_plainly) == (24, 14)
    assert shown.level == ()


def test_one_flipped_byte_is_found(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    for method in ("counts", "opinions", "ranking", "shares"):
        assert differences(kept(convening, method)) == []
    row = kept(convening, "opinions")
    row.chart = row.chart.replace("M", "N", 1)
    row.save()
    assert differences(kept(convening, "opinions")) == ["row"]
    row = kept(convening, "ranking")
    row.result["shown"]["rows"][0]["strength"] += 1e-12
    row.save()
    assert differences(kept(convening, "ranking")) == ["row"]
    row = kept(convening, "shares")
    row.result["shown"]["winners"][0]["dots"] += 1
    row.save()
    assert differences(kept(convening, "shares")) == ["row", "result"]


def test_a_changed_choice_and_a_moved_dot_show(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    pair = Pair.objects.filter(voter__convening=convening).first()
    Pair.objects.filter(pk=pair.pk).update(choice=0)
    assert differences(kept(convening, "ranking")) == ["input", "result"]
    dot = Dot.objects.filter(voter__convening=convening).first()
    Dot.objects.filter(pk=dot.pk).delete()
    assert differences(kept(convening, "shares")) == ["input", "result"]


def test_results_are_the_same_within_the_tolerance_and_not_beyond() -> None:
    assert is_same({"a": [1, 0.5, "x"]}, {"a": [1, 0.5 + 1e-8, "x"]})
    assert not is_same({"a": [0.5]}, {"a": [0.5001]})
    assert not is_same({"a": 1}, {"a": 2})
    assert not is_same({"a": 1}, {"b": 1})
    assert not is_same([1, 2], [1])
    assert not is_same(1, 1.0)
    assert not is_same(True, 1)


def test_a_result_before_a_reopening_is_superseded_by_the_next(here: Place, now: datetime) -> None:
    convening = frozen(here, now)
    before = kept(convening, "opinions")
    assert not is_superseded(before)
    coordinator = here.people["coordinator"]
    convening = lives.reopen_voting(convening=convening, closes_at=None, actor=coordinator, now=now)
    assert is_superseded(kept(convening, "opinions"))
    Vote.objects.filter(pk=Vote.objects.filter(voter__convening=convening).first().pk).update(value=0)
    lives.close_voting(convening=convening, actor=coordinator, now=now)
    freeze(convening_id=convening.pk, now=now)
    assert is_superseded(Analysis.objects.select_related("convening").get(pk=before.pk))
    assert not is_superseded(kept(convening, "opinions"))


def test_a_result_survives_its_trip_through_the_database(here: Place, now: datetime) -> None:
    analysis = kept(frozen(here, now), "opinions")
    assert as_json(map_of(analysis)) == analysis.result["map"]


def test_there_is_a_method_page_for_each_result() -> None:
    docs = Path(__file__).parents[3] / "docs" / "methods"
    for name in ("opinions", "ranking", "shares", "counts-and-intervals"):
        assert (docs / f"{name}.md").exists()
