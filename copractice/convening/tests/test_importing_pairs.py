import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from copractice.communities.actions.imports import Given, confirm_import, start_import, undo_import
from copractice.communities.files import BadTable
from copractice.communities.models import Import
from copractice.communities.states import ImportState
from copractice.convening.actions import importing, importing_pairs
from copractice.convening.actions.freezing import freeze
from copractice.convening.analysis import differences
from copractice.convening.analysis.ranking import shown_ranking
from copractice.convening.files.choices import Choices, read_choices
from copractice.convening.models import Convening, Pair, Statement, Voter
from copractice.convening.queries.analyses import shown_of
from copractice.engine.ranking import rank
from copractice.people.models import Person
from tests.world import World

AOI = Path(__file__).parents[2] / "engine" / "tests" / "data" / "aoi-job-training"
CONTEXT = {
    "title": {"en": "Job training"},
    "question": {"en": "What matters more?"},
    "language": "en",
    "held_on": "2013-08-01",
    "attribution": "All Our Ideas, MIT",
}
IDEAS = "idea_id,idea_text,active\n7,Pay,TRUE\n8,Rides,FALSE\n9,Food,TRUE\n"
VOTES = "session,winner,loser,valid\n"


def read(ideas: str | bytes, votes: str | bytes) -> Choices:
    def lines(text: str | bytes) -> Iterator[bytes]:
        yield from (text if isinstance(text, bytes) else text.encode()).splitlines(keepends=True)

    return read_choices(("ideas.csv", lines(ideas)), ("votes.csv", lines(votes)), progress=lambda done: None)


@pytest.fixture
def coordinator(world: World) -> Person:
    return world.here.people["coordinator"]


def start(world: World, actor: Person, now: datetime, votes: bytes | None = None) -> Import:
    files = [
        Given("ideas", "ideas.csv", (AOI / "ideas.csv").read_bytes()),
        Given("votes", "votes.csv", votes or (AOI / "votes.csv").read_bytes()),
    ]
    row = start_import(
        community=world.here.community,
        kind=importing_pairs.KIND,
        title="Job training",
        files=files,
        context=CONTEXT,
        form_path="/form/",
        form_key="8" * 32,
        actor=actor,
        now=now,
    )
    importing_pairs.check(import_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def imported(world: World, actor: Person, now: datetime) -> Convening:
    row = start(world, actor, now)
    confirm_import(row=row, actor=actor, now=now)
    importing_pairs.run(import_id=row.pk, now=now)
    return Convening.objects.get(attribution=CONTEXT["attribution"])


def test_the_last_choice_of_a_person_between_two_counts_and_invalid_rows_are_left_out() -> None:
    said = read(IDEAS, VOTES + "a,7,9,1\na,9,7,1\nb,7,9,1\nb,9,7,0\n")
    assert sorted((person, winner) for (person, _both), (winner, _loser) in said.choices.items()) == [
        ("a", "9"),
        ("b", "7"),
    ]
    assert (said.valid, said.invalid, said.people) == (3, 1, ["a", "b"])
    assert [(row.number, row.text, row.state) for row in said.ideas.values()] == [
        (1, "Pay", "accepted"),
        (2, "Rides", "rejected"),
        (3, "Food", "accepted"),
    ]


def test_ideas_and_choices_need_no_more_than_their_own_columns() -> None:
    said = read("idea_id,idea_text\n1,Pay\n2,Food\n", "session,winner,loser\na,1,2\n")
    assert [row.state for row in said.ideas.values()] == ["accepted", "accepted"]
    assert said.valid == 1


@pytest.mark.parametrize(
    ("ideas", "votes", "said"),
    [
        (IDEAS, VOTES + "a,7,6,1\n", "votes.csv, line 2, column loser: idea 6 is not in the file of ideas"),
        (
            IDEAS,
            VOTES + "a,7,9,1\na,7,7,1\n",
            "votes.csv, line 3, column loser: an idea stands against itself",
        ),
        (IDEAS, VOTES + ",7,9,1\n", "votes.csv, line 2, column session: nobody is named"),
        (IDEAS, VOTES + "a,7,9,2\n", "votes.csv, line 2, column valid: '2' is not 1 or 0"),
        (IDEAS, "session,winner\na,7\n", "votes.csv, line 1: no column loser; found session, winner"),
        (
            IDEAS,
            IDEAS,
            "votes.csv, line 1: this looks like the file “ideas.csv”; no column session, winner, loser",
        ),
        ("idea_id,idea_text\n", VOTES, "ideas.csv: there is no idea in this file"),
        (
            IDEAS + "7,Again,TRUE\n",
            VOTES,
            "ideas.csv, line 5, column idea_id: each idea needs an id of its own; "
            "this one is empty or stands there twice",
        ),
        (
            "idea_id,idea_text\n1,\n",
            VOTES,
            "ideas.csv, line 2, column idea_text: a statement has 1 to 5000 characters, this has 0",
        ),
        (
            "idea_id,idea_text,active\n1,Pay,maybe\n",
            VOTES,
            "ideas.csv, line 2, column active: 'maybe' is not TRUE or FALSE",
        ),
        (
            IDEAS,
            VOTES.encode() + b"\xff,7,9,1\n",
            "votes.csv, line 2: character 1 is not UTF-8 text; "
            "save the file as “CSV UTF-8” and send it again",
        ),
    ],
)
def test_a_bad_file_names_the_place(ideas: str, votes: str | bytes, said: str) -> None:
    with pytest.raises(BadTable) as error:
        read(ideas, votes)
    assert str(error.value) == said


def test_a_dry_run_counts_and_writes_nothing(world: World, coordinator: Person, now: datetime) -> None:
    row = start(world, coordinator, now)
    assert row.state == ImportState.CHECKED
    assert [count["count"] for count in row.report["counts"]] == [30, 46, 127, 3891, 414, 129]
    assert not Pair.objects.exists()


def test_a_bad_file_ends_the_import_and_writes_nothing(
    world: World, coordinator: Person, now: datetime
) -> None:
    row = start(world, coordinator, now, b"session,winner,loser,valid\n1,680017,680017,1\n")
    assert row.state == ImportState.FAILED
    fault = row.report["faults"][0]
    assert (fault["file"], fault["line"], fault["column"]) == ("votes.csv", 2, "loser")
    assert not Pair.objects.exists()


def test_real_choices_stand_as_a_closed_convening_and_are_ranked(
    world: World, coordinator: Person, now: datetime
) -> None:
    convening = imported(world, coordinator, now)
    assert (convening.state, convening.held_on, convening.has_pairs) == ("closed", date(2013, 8, 1), True)
    assert (Pair.objects.count(), Voter.objects.filter(convening=convening).count()) == (3891, 127)
    freeze(convening_id=convening.pk, now=now)
    analysis, data = shown_of(convening)["ranking"]
    shown = shown_ranking(data)
    assert (shown.people, shown.choices, shown.never, len(shown.rows)) == (127, 3891, 0, 30)
    texts = dict(Statement.objects.filter(convening=convening).values_list("number", "text"))
    assert [texts[row.number] for row in shown.rows] == engines_order()
    assert differences(analysis) == []


def engines_order() -> list[str]:
    """Rank the same choices without the database."""
    said = read((AOI / "ideas.csv").read_bytes(), (AOI / "votes.csv").read_bytes())
    known = sorted(
        {code for pair in said.choices.values() for code in pair}, key=lambda code: said.ideas[code].number
    )
    result = rank(
        [known.index(winner) for winner, _loser in said.choices.values()],
        [known.index(loser) for _winner, loser in said.choices.values()],
        items=len(known),
    )
    return [said.ideas[known[item]].text for item in result.order.tolist()]


def test_undo_takes_everything_away(world: World, coordinator: Person, now: datetime) -> None:
    before = [model.objects.count() for model in (Convening, Statement, Voter, Pair)]
    imported(world, coordinator, now)
    row = undo_import(row=Import.objects.get(kind=importing_pairs.KIND), actor=coordinator, now=now)
    importing.undo(import_id=row.pk, now=now)
    assert [model.objects.count() for model in (Convening, Statement, Voter, Pair)] == before
    assert Import.objects.get(kind=importing_pairs.KIND).state == ImportState.UNDONE


def test_the_page_takes_both_files_and_asks_for_the_day(coordinator: Person, world: World) -> None:
    client = Client()
    client.force_login(coordinator)
    path = "/c/here/convenings/import-pairs/"
    assert "idea_id, idea_text, active" in client.get(path).content.decode()
    form = {"form_key": "9" * 32, "title": "Jobs", "question": "What?", "language": "en", "attribution": ""}
    files = {
        "ideas": SimpleUploadedFile("ideas.csv", IDEAS.encode()),
        "votes": SimpleUploadedFile("votes.csv", VOTES.encode()),
    }
    kept = client.post(path, form | files)
    assert kept.status_code == 400
    assert "Jobs" in kept.content.decode()
    for file in files.values():
        file.seek(0)
    done = client.post(path, form | files | {"held_on": "2013-08-01"})
    assert done.status_code == 302
    assert Import.objects.get(kind=importing_pairs.KIND).context["held_on"] == "2013-08-01"
    assert path in client.get("/c/here/priorities/").content.decode()


def test_the_copied_ideas_are_those_of_the_choices() -> None:
    with (AOI / "ideas.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert (len(rows), sum(row["active"] == "TRUE" for row in rows)) == (76, 30)
