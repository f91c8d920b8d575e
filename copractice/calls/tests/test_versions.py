"""Versions of a call: what a change is called, who has to confirm it, and that what was published stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from copractice.calls.actions import deadlines, questions, versions
from copractice.calls.actions.drafting import Conflict
from copractice.calls.actions.questions import Ask
from copractice.calls.actions.versions import Words
from copractice.calls.analysis.changes import changes_between
from copractice.calls.models import Call, CallVersion
from copractice.calls.queries.versions import draft_of, published_of, questions_to, version_for, versions_of
from copractice.calls.states import Audience, CallState, Party, QuestionKind
from copractice.calls.tests.rewriting import WHY, publish, rewrite
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World


def test_a_next_version_is_a_copy_that_the_public_does_not_read(
    world: World, call: Call, version: CallVersion, now: datetime
) -> None:
    assert (version.number, version.published_at) == (2, None)
    assert [row.key for row in version.questions.order_by("party", "number")] == [
        row.key for row in published_of(call).questions.order_by("party", "number")
    ]
    assert not changes_between(published_of(call), version)
    assert version_for(world.stranger, call, 2, now) is None
    assert version_for(world.here.people["coordinator"], call, 2, now) == version
    assert version_for(world.stranger, call, None, now).number == 1


def test_there_is_one_draft_at_a_time(by: dict[str, Any], version: CallVersion) -> None:
    assert versions.start_version(**by) == version
    with pytest.raises(IntegrityError):
        CallVersion.objects.create(
            call=by["call"], community=by["call"].community, number=9, created_at=by["now"]
        )


def test_other_words_of_the_call_alone_are_a_version_that_nobody_confirms(
    call: Call, by: dict[str, Any], version: CallVersion
) -> None:
    words = Words({"en": "Another title"}, version.summary, {"en": "New rules."})
    versions.write(words=words, revision=version.revision, **by)
    published = publish(by)
    call.refresh_from_db()
    assert (published.text, published.must_confirm) == ({"en": "New rules."}, False)
    assert call.title == {"en": "Call of here"}  # a title that people have read stays


def test_publishing_keeps_why_who_and_when_and_both_versions_stay_readable(
    world: World, call: Call, by: dict[str, Any], version: CallVersion, now: datetime
) -> None:
    rewrite(by, Party.EMPLOYER, 0, text={"en": "New words"})
    published = publish(by)
    assert (published.why, published.published_at) == (WHY, now)
    assert published.published_by.person == by["actor"]
    assert [row.number for row in versions_of(call)] == [2, 1]
    old = version_for(world.stranger, call, 1, now)
    assert old
    assert questions_to(old, Party.EMPLOYER)[0].text == {"en": "What do young people do at your place?"}
    assert LogEntry.objects.filter(act="call.publish_version", record_id=str(published.pk)).count() == 1


def test_a_version_without_a_change_or_a_reason_is_not_published(
    by: dict[str, Any], version: CallVersion
) -> None:
    with pytest.raises(Refused, match="says the same"):
        publish(by)
    rewrite(by, Party.EMPLOYER, 0, text={"en": "New words"})
    with pytest.raises(Refused, match="what changed and why"):
        publish(by, {})


def test_a_version_that_asks_a_party_nothing_is_not_published(
    by: dict[str, Any], version: CallVersion
) -> None:
    for question in list(questions_to(version, Party.YOUTH)):
        questions.retire_question(question=question, actor=by["actor"], now=by["now"])
    with pytest.raises(Refused, match="Employed youth"):
        publish(by)


def test_what_changed_since_the_writer_looked_is_not_published_unseen(
    by: dict[str, Any], version: CallVersion
) -> None:
    rewrite(by, Party.EMPLOYER, 0, text={"en": "New words"})
    with pytest.raises(Conflict):
        versions.publish_version(why=WHY, revision=version.revision, **by)


def test_a_draft_is_written_only_as_its_writer_last_saw_it(by: dict[str, Any], version: CallVersion) -> None:
    words = Words({}, {"en": "One"}, {"en": "Text"})
    versions.write(words=words, revision=1, **by)
    with pytest.raises(Conflict):
        versions.write(words=replace(words, summary={"en": "Other"}), revision=1, **by)
    version.refresh_from_db()
    assert version.summary == {"en": "One"}


def test_a_draft_is_discarded_and_the_first_version_is_not(
    draft: Call, by: dict[str, Any], version: CallVersion
) -> None:
    versions.discard_version(**by)
    assert draft_of(by["call"]) is None
    with pytest.raises(Refused, match="first version"):
        versions.discard_version(**(by | {"call": draft}))


def test_a_published_version_is_not_written(by: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="Start a new version"):
        versions.write(words=Words({}, {"en": "One"}, {"en": "Text"}), revision=1, **by)


def test_a_closed_call_gets_no_next_version(call: Call, by: dict[str, Any], version: CallVersion) -> None:
    rewrite(by, Party.EMPLOYER, 0, text={"en": "New words"})
    deadlines.close_due(now=call.closes_at + timedelta(hours=1))
    call.refresh_from_db()
    assert call.state == CallState.CLOSED
    with pytest.raises(Refused, match="not now"):
        publish(by)


def test_a_call_that_nobody_has_read_gets_no_second_version(draft: Call, by: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="not now"):
        versions.start_version(**(by | {"call": draft}))


def test_members_neither_start_nor_publish(by: dict[str, Any], version: CallVersion, member: Person) -> None:
    as_member = by | {"actor": member}
    with pytest.raises(Refused, match="Only the community's staff"):
        versions.start_version(**as_member)
    with pytest.raises(Refused, match="Only the community's staff"):
        publish(as_member)


def test_a_key_of_an_earlier_version_is_not_asked_anew(by: dict[str, Any], version: CallVersion) -> None:
    gone = questions_to(version, Party.EMPLOYER)[0]
    questions.retire_question(question=gone, actor=by["actor"], now=by["now"])
    ask = Ask({"en": "Something else"}, QuestionKind.LONG, Audience.STAFF, is_required=False)
    with pytest.raises(Refused, match="earlier version"):
        questions.add_question(party=Party.EMPLOYER, key=gone.key, ask=ask, **by)
