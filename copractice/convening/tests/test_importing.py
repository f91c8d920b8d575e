from datetime import UTC, date, datetime

import pytest
from django.db.models import QuerySet

from copractice.communities.actions.imports import Given, confirm_import, start_import, undo_import
from copractice.communities.models import Import
from copractice.communities.states import ImportState
from copractice.convening.actions import importing
from copractice.convening.actions.adopting import Choice, adopt
from copractice.convening.actions.freezing import freeze
from copractice.convening.analysis import differences, tallies_of
from copractice.convening.analysis.opinion_map import shown_map
from copractice.convening.files.conversation import read_conversation
from copractice.convening.models import Analysis, Convening, Statement, Vote, Voter
from copractice.convening.queries.analyses import shown_of
from copractice.convening.tests.test_conversation import SEATTLE
from copractice.engine.opinions import OpinionMap, gather, opinions
from copractice.people.models import Person
from tests.world import World

CONTEXT = {
    "title": {"en": "Fifteen dollars"},
    "question": {"en": "What do you think?"},
    "language": "en",
    "held_on": "",
    "attribution": "Gathered with Polis, CC BY 4.0",
}


@pytest.fixture
def coordinator(world: World) -> Person:
    return world.here.people["coordinator"]


def conversations() -> QuerySet[Convening]:
    return Convening.objects.filter(attribution=CONTEXT["attribution"])


def start(world: World, actor: Person, now: datetime, votes: bytes | None = None) -> Import:
    files = [
        Given("comments", "comments.csv", (SEATTLE / "comments.csv").read_bytes()),
        Given("votes", "votes.csv", votes or (SEATTLE / "votes.csv").read_bytes()),
    ]
    row = start_import(
        community=world.here.community,
        kind=importing.KIND,
        title="Fifteen dollars",
        files=files,
        context=CONTEXT,
        form_path="/form/",
        form_key="7" * 32,
        actor=actor,
        now=now,
    )
    importing.check(import_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def imported(world: World, actor: Person, now: datetime) -> Convening:
    row = start(world, actor, now)
    confirm_import(row=row, actor=actor, now=now)
    importing.run(import_id=row.pk, now=now)
    return conversations().get()


def test_a_dry_run_counts_and_writes_nothing(world: World, coordinator: Person, now: datetime) -> None:
    row = start(world, coordinator, now)
    assert row.state == ImportState.CHECKED
    assert [count["count"] for count in row.report["counts"]] == [30, 1, 23, 339, 2872, 123]
    assert not conversations().exists()


def test_a_bad_file_ends_the_import_and_writes_nothing(
    world: World, coordinator: Person, now: datetime
) -> None:
    row = start(world, coordinator, now, b"timestamp,comment-id,voter-id,vote\n1,0,1,5\n")
    assert row.state == ImportState.FAILED
    fault = row.report["faults"][0]
    assert (fault["file"], fault["line"], fault["column"]) == ("votes.csv", 2, "vote")
    assert not conversations().exists()


def test_the_conversation_stands_as_a_closed_convening(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    assert (convening.state, convening.held_on) == ("closed", date(2014, 6, 18))
    assert convening.opened_at == datetime(2014, 6, 18, 1, 16, 54, 196000, tzinfo=UTC)
    assert convening.statements.count() == 54
    assert convening.voters.count() == 339
    assert Vote.objects.filter(voter__convening=convening).count() == 2872
    assert Import.objects.get(kind=importing.KIND).state == ImportState.DONE


def test_a_run_that_comes_twice_writes_once(world: World, coordinator: Person, now: datetime) -> None:
    imported(world, coordinator, now)
    importing.run(import_id=Import.objects.get(kind=importing.KIND).pk, now=now)
    assert conversations().count() == 1


def test_the_frozen_count_leaves_out_what_was_not_accepted(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    analysis = freeze(convening_id=convening.pk, now=now)
    assert analysis is not None
    tallies = tallies_of(analysis)
    assert len(tallies) == 30
    by_number = {tally.counts.item: tally.counts for tally in tallies}
    assert (by_number["45"].agree, by_number["45"].n) == (54, 75)
    assert (by_number["12"].agree, by_number["12"].n) == (82, 124)
    assert analysis.chart.startswith("<svg")
    assert " style=" not in analysis.chart
    assert freeze(convening_id=convening.pk, now=now) == analysis


def test_a_frozen_count_can_be_made_again_and_a_changed_vote_shows(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    analysis = freeze(convening_id=convening.pk, now=now)
    assert analysis is not None
    assert differences(analysis) == []
    vote = Vote.objects.filter(statement__convening=convening, statement__number=45, value=1).first()
    assert vote is not None
    Vote.objects.filter(pk=vote.pk).update(value=-1)
    assert differences(Analysis.objects.get(convening=convening, method="counts")) == ["input", "result"]


def test_the_map_of_a_real_conversation_is_the_engines_and_is_made_again(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    freeze(convening_id=convening.pk, now=now)
    analysis, data = shown_of(convening)["opinions"]
    shown, whole = shown_map(data), read_whole()
    # Two people voted on rejected statements alone; those are in no result.
    assert (shown.people, shown.statements, shown.votes) == (337, 30, 2848)
    assert (whole.people, whole.votes) == (337, 2848)
    assert shown.placed == int(whole.placed.sum())
    assert [group.size for group in shown.groups] == [group.size for group in whole.groups]
    lists = (whole.consensus, whole.bridging, whole.dividing)
    numbers = list(Statement.objects.filter(convening=convening, state="accepted").order_by("number"))
    expected = [sorted(numbers[row.statement].number for row in rows) for rows in lists]
    found = [
        sorted(row.number for row in rows)
        for rows in (shown.uniting + shown.turned_down, shown.bridging, shown.dividing)
    ]
    assert found == expected
    assert differences(Analysis.objects.get(pk=analysis.pk)) == []


def read_whole() -> OpinionMap:
    """Map the same conversation without the database."""
    said = read_conversation(
        ("comments.csv", (SEATTLE / "comments.csv").open("rb")),
        ("votes.csv", (SEATTLE / "votes.csv").open("rb")),
        progress=lambda done: None,
    )
    numbers = sorted(number for number, row in said.comments.items() if row.state == "accepted")
    cells = {pair: value for pair, (value, _at) in said.votes.items() if pair[1] in numbers}
    # People in the order of what they voted, as the analysis puts them: the order is part of the seed's meaning.
    ballots = sorted(
        sorted((number, value) for (who, number), value in cells.items() if who == person)
        for person in {who for who, _number in cells}
    )
    rows = [(place, number, value) for place, ballot in enumerate(ballots) for number, value in ballot]
    votes = gather(
        [row[0] for row in rows],
        [numbers.index(row[1]) for row in rows],
        [row[2] for row in rows],
        people=len(ballots),
        count=len(numbers),
    )
    return opinions(votes, [False] * len(numbers))


def test_undo_takes_everything_away(world: World, coordinator: Person, now: datetime) -> None:
    before = [model.objects.count() for model in (Convening, Statement, Voter, Vote)]
    imported(world, coordinator, now)
    row = undo_import(row=Import.objects.get(kind=importing.KIND), actor=coordinator, now=now)
    importing.undo(import_id=row.pk, now=now)
    left = [model.objects.count() for model in (Convening, Statement, Voter, Vote)]
    assert left == before
    assert Import.objects.get(kind=importing.KIND).state == ImportState.UNDONE


def test_a_conversation_that_priorities_came_from_stays(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    freeze(convening_id=convening.pk, now=now)
    statement = Statement.objects.get(convening=convening, number=45)
    choice = Choice(title={"en": "Pay"}, reason={"en": "Because"}, statements=[statement])
    adopt(convening=convening, choices=[choice], actor=coordinator, now=now)
    row = undo_import(row=Import.objects.get(kind=importing.KIND), actor=coordinator, now=now)
    importing.undo(import_id=row.pk, now=now)
    assert Vote.objects.filter(voter__convening=convening).count() == 2872
    row = Import.objects.get(kind=importing.KIND)
    assert row.state == ImportState.DONE
    assert "Priorities were adopted" in str(row.report["faults"])
