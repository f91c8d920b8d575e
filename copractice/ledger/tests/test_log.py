from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import F

from copractice.communities.models import Community
from copractice.ledger.actions import anchor, record, see
from copractice.ledger.analysis import Break, entry_hash, first_break
from copractice.ledger.files import read_anchors
from copractice.ledger.models import Access, LogEntry, LogHead
from copractice.people.models import LogKey, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person.objects.create_user("a@example.org")


@pytest.fixture
def chain(person: Person, now: datetime) -> list[LogEntry]:
    acts = ["community.open", "community.edit", "update.post", "update.withdraw"]
    return [
        record(person, act, person, community_id=7, at=now + timedelta(minutes=minute))
        for minute, act in enumerate(acts)
    ]


def verify(anchors: dict[int, str] | None = None) -> Break | None:
    entries = LogEntry.objects.filter(community_id=7).order_by("seq")
    return first_break(7, entries, LogHead.objects.filter(pk=7).first(), anchors or {})


def test_an_untouched_chain_holds(chain: list[LogEntry]) -> None:
    assert [entry.seq for entry in chain] == [1, 2, 3, 4]
    assert verify() is None


def test_the_first_hash_is_the_one_computed_by_hand(now: datetime) -> None:
    entry = LogEntry(
        community_id=7,
        seq=1,
        at=now,
        actor_key=None,
        act="community.open",
        record="communities.community",
        record_id="7",
    )
    # printf '["000…0",7,1,"2026-11-24T15:00:00+00:00",null,"community.open","communities.community","7"]' | sha256sum
    assert entry_hash("0" * 64, entry) == "87d6fdeef16d81a363de8c74ab46d21beca87a4d648ff71bd7b99a48a9b43765"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", F("at") + timedelta(microseconds=1)),
        ("actor_key", uuid4()),
        ("actor_key", None),
        ("act", "community.close"),
        ("record", "people.other"),
        ("record_id", "x"),
        ("hash", "f" * 64),
    ],
)
@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_changed_column_is_found_at_its_row(
    chain: list[LogEntry], column: str, value: object, seq: int
) -> None:
    LogEntry.objects.filter(community_id=7, seq=seq).update(**{column: value})
    assert verify() == Break(7, seq, "its content or its place does not match its hash")


def test_a_deleted_row_is_found(chain: list[LogEntry]) -> None:
    chain[1].delete()
    assert verify() == Break(7, 2, "row 2 is missing, row 3 follows")


def test_swapped_rows_are_found(chain: list[LogEntry]) -> None:
    LogEntry.objects.filter(pk=chain[1].pk).update(seq=99)
    LogEntry.objects.filter(pk=chain[2].pk).update(seq=2)
    LogEntry.objects.filter(pk=chain[1].pk).update(seq=3)
    assert verify() == Break(7, 2, "its content or its place does not match its hash")


def test_an_inserted_row_is_found(chain: list[LogEntry]) -> None:
    for seq in (4, 3):
        LogEntry.objects.filter(community_id=7, seq=seq).update(seq=seq + 1)
    forged = LogEntry(community_id=7, seq=3, at=chain[0].at, act="x.y", record="x", record_id="1")
    forged.hash = entry_hash(chain[1].hash, forged)
    forged.save()
    assert verify() == Break(7, 4, "its content or its place does not match its hash")


def test_a_row_moved_to_another_community_is_found(chain: list[LogEntry]) -> None:
    LogEntry.objects.filter(pk=chain[3].pk).update(community_id=8)
    assert verify() == Break(7, 4, "the chain ends at 3, its head says 4")
    moved = LogEntry.objects.filter(community_id=8)
    assert first_break(8, moved, None, {}) == Break(8, 1, "row 1 is missing, row 4 follows")


def test_a_cut_tail_is_found_by_the_head(chain: list[LogEntry]) -> None:
    chain[3].delete()
    assert verify() == Break(7, 4, "the chain ends at 3, its head says 4")


def test_a_tail_cut_with_its_head_is_found_only_by_the_anchor(
    chain: list[LogEntry], tmp_path: Path, now: datetime
) -> None:
    anchor(tmp_path / "anchors.jsonl", at=now)
    chain[3].delete()
    LogHead.objects.filter(pk=7).update(seq=3, hash=chain[2].hash)
    assert verify() is None
    anchors = read_anchors(tmp_path / "anchors.jsonl")
    assert verify(anchors[7]) == Break(7, 4, "the chain ends at 3, an anchor outside names 4")


def test_a_chain_rewritten_from_the_start_is_found_by_the_anchor(
    chain: list[LogEntry], tmp_path: Path, now: datetime
) -> None:
    anchor(tmp_path / "anchors.jsonl", at=now)
    previous = "0" * 64
    for entry in chain:
        entry.act = "nothing.happened"
        entry.hash = previous = entry_hash(previous, entry)
        entry.save()
    LogHead.objects.filter(pk=7).update(hash=previous)
    assert verify() is None
    anchors = read_anchors(tmp_path / "anchors.jsonl")
    assert verify(anchors[7]) == Break(7, 4, "it differs from the anchor outside the database")


def test_a_chain_that_was_wiped_is_found_by_the_anchor(
    chain: list[LogEntry], tmp_path: Path, now: datetime
) -> None:
    anchor(tmp_path / "anchors.jsonl", at=now)
    LogEntry.objects.all().delete()
    LogHead.objects.all().delete()
    anchors = read_anchors(tmp_path / "anchors.jsonl")
    assert verify(anchors[7]) == Break(7, 1, "the head is missing")


def test_anchors_are_appended_only_for_chains_that_moved(
    chain: list[LogEntry], tmp_path: Path, person: Person, now: datetime
) -> None:
    path = tmp_path / "deep" / "anchors.jsonl"
    assert anchor(path, at=now) == 1
    assert anchor(path, at=now) == 0
    last = record(person, "a.b", person, community_id=7, at=now)
    assert anchor(path, at=now) == 1
    assert read_anchors(path) == {7: {4: chain[3].hash, 5: last.hash}}


@pytest.mark.parametrize("kept", [-1, -2, -40, 1])
def test_a_line_torn_by_a_crash_is_passed_over_and_its_head_comes_again(
    chain: list[LogEntry], tmp_path: Path, person: Person, now: datetime, kept: int
) -> None:
    path = tmp_path / "anchors.jsonl"
    anchor(path, at=now)
    first = path.read_text()
    last = record(person, "a.b", person, community_id=7, at=now)
    anchor(path, at=now)
    torn = path.read_text().removeprefix(first)[:kept]
    path.write_text(first + torn)
    whole = torn.endswith("}")  # only the end of the line is missing
    assert read_anchors(path) == {7: {4: chain[3].hash} | ({5: last.hash} if whole else {})}
    assert anchor(path, at=now) == (0 if whole else 1)
    newest = record(person, "a.b", person, community_id=7, at=now)
    assert anchor(path, at=now) == 1
    assert read_anchors(path) == {7: {4: chain[3].hash, 5: last.hash, 6: newest.hash}}


def test_an_act_that_is_rolled_back_leaves_no_row(person: Person, now: datetime) -> None:
    with transaction.atomic():
        record(person, "a.b", person, community_id=7, at=now)
        transaction.set_rollback(True)
    assert not LogEntry.objects.exists()
    assert record(person, "a.b", person, community_id=7, at=now).seq == 1


def test_each_community_has_a_chain_of_its_own(person: Person, now: datetime) -> None:
    assert record(person, "a.b", person, community_id=7, at=now).seq == 1
    assert record(person, "a.b", person, community_id=8, at=now).seq == 1


def test_erasing_a_person_leaves_the_chain_valid_and_the_key_without_a_name(
    chain: list[LogEntry], person: Person
) -> None:
    key = person.log_key
    person.delete()
    assert not LogKey.objects.filter(key=key).exists()
    assert LogEntry.objects.filter(actor_key=key).count() == 4
    assert verify() is None


def test_the_log_holds_neither_name_nor_address(person: Person, chain: list[LogEntry]) -> None:
    text = str(list(LogEntry.objects.values_list()))
    assert "example.org" not in text
    assert str(person.log_key) in text


def test_a_sight_is_kept_once_a_day(person: Person, now: datetime) -> None:
    other = Community(pk=5)
    for hour in (0, 1, 24):
        see(person, other, community_id=7, at=now + timedelta(hours=hour))
    rows = Access.objects.order_by("day").values_list("viewer_key", "record", "record_id", "day")
    assert list(rows) == [
        (person.log_key, "communities.community", "5", now.date()),
        (person.log_key, "communities.community", "5", now.date() + timedelta(days=1)),
    ]
