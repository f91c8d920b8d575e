"""A part and a newer version of its call: minor changes come silently, others wait for the owner's yes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from copractice.applications.actions.answering import save
from copractice.applications.actions.versions import confirm_version, open_part, tell
from copractice.applications.models import Answer, Part
from copractice.applications.queries.answers import rows_of
from copractice.applications.queries.parts import must_confirm
from copractice.applications.tests.parts import Parts, make_parts, signed_in
from copractice.calls.actions.questions import Ask, add_question, change_question, retire_question
from copractice.calls.actions.versions import publish_version, start_version
from copractice.calls.models import CallVersion, Question
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.communities.models import new_code
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world_copy import lay_down_world

WHY = {"en": "People asked for it."}


def asked(text: str, *, is_required: bool = False, limit: int = 150) -> Ask:
    return Ask({"en": text}, QuestionKind.LONG, Audience.REVIEWERS, is_required=is_required, limit=limit)


def publish(
    parts: Parts, now: datetime, *, add: Ask | None = None, reword: str = "", retire: str = ""
) -> CallVersion:
    """Publish a next version that asks the young person differently."""
    by = {"actor": parts.staff, "now": now}
    version = start_version(call=parts.call, **by)
    if add:
        add_question(call=parts.call, party=Party.YOUTH, key=new_code(), ask=add, **by)
    if reword:
        question = Question.objects.get(version=version, key=reword)
        change_question(
            question=question, ask=asked("Said in other words", is_required=True), revision=1, **by
        )
    if retire:
        retire_question(question=Question.objects.get(version=version, key=retire), **by)
    version.refresh_from_db()
    return publish_version(call=parts.call, why=WHY, revision=version.revision, **by)


def write(parts: Parts, key: str, text: str, now: datetime, base: int = 0) -> None:
    save(part=parts.youth, key=key, text=text, base=base, language="en", actor=parts.youth.owner, now=now)


def numbers(part: Part) -> tuple[int, list[str]]:
    part = Part.objects.select_related("version").get(pk=part.pk)
    return part.version.number, [row.text for row in rows_of(part) if row.text]


def test_a_minor_change_comes_with_the_next_look_and_takes_the_answers_along(
    parts: Parts, now: datetime
) -> None:
    one, two = (parts.key(parts.youth, number) for number in (1, 2))
    write(parts, one, "I learned to ask.", now)
    write(parts, two, "Hands on", now)
    publish(parts, now, add=asked("Anything else?"), reword=one)
    opened = open_part(part=parts.fresh(parts.youth), now=now)
    assert opened.version.number == 2
    assert [(row.question.text["en"], row.text) for row in rows_of(opened)][:2] == [
        ("Said in other words", "I learned to ask."),
        ("Your job in three words", "Hands on"),
    ]
    assert len(rows_of(opened)) == 6


def test_a_minor_change_comes_with_the_next_save(parts: Parts, now: datetime) -> None:
    publish(parts, now, add=asked("Anything else?"))
    write(parts, parts.key(parts.youth, 1), "I learned to ask.", now)
    assert numbers(parts.youth) == (2, ["I learned to ask."])


def test_a_text_to_a_question_that_is_not_asked_any_more_is_kept(parts: Parts, now: datetime) -> None:
    four = parts.key(parts.youth, 4)
    publish(parts, now, retire=four)
    write(parts, four, "12", now)
    answer = Answer.objects.select_related("question__version").get(part=parts.youth)
    assert (answer.text, answer.question.version.number) == ("12", 1)
    assert numbers(parts.youth) == (2, [])


def test_more_than_minor_waits_for_the_owner_and_saving_goes_on_meanwhile(
    parts: Parts, now: datetime
) -> None:
    version = publish(parts, now, add=asked("And this?", is_required=True))
    assert version.must_confirm
    write(parts, parts.key(parts.youth, 1), "I learned to ask.", now)
    youth = open_part(part=parts.fresh(parts.youth), now=now)
    assert (youth.version.number, must_confirm(youth)) == (1, True)
    before = LogEntry.objects.filter(act="part.confirm_version").count()
    confirm_version(part=youth, number=2, actor=youth.owner, now=now)
    assert numbers(parts.youth) == (2, ["I learned to ask."])
    assert not must_confirm(parts.fresh(parts.youth))
    assert LogEntry.objects.filter(act="part.confirm_version").count() == before + 1


def test_whoever_is_at_work_is_written_to_when_the_call_asks_more(parts: Parts, now: datetime) -> None:
    Part.objects.filter(pk=parts.umbrella.pk).update(state="complete", completed_at=now, sha256="a" * 64)
    version = publish(parts, now, add=asked("And this?", is_required=True))
    assert tell(version_id=version.pk, now=now) == 2
    written = Notice.objects.filter(kind="version_to_confirm").order_by("pk")
    assert [notice.person for notice in written] == [parts.lead, parts.youth.owner]
    for said in (WHY["en"], f"/parts/{parts.youth.code}/", "What you wrote is saved"):
        assert said in written[1].text
    confirm_version(part=parts.youth, number=2, actor=parts.youth.owner, now=now)
    assert tell(version_id=version.pk, now=now) == 1


def test_nobody_is_written_to_for_a_minor_change_or_after_the_deadline(parts: Parts, now: datetime) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name="applications.tell_version")
    publish(parts, now, add=asked("Anything else?"))
    assert not jobs.exists()
    version = publish(parts, now, add=asked("And this?", is_required=True))
    assert [job.args for job in jobs] == [{"version_id": version.pk}]
    assert tell(version_id=version.pk, now=parts.call.closes_at + timedelta(days=30)) == 0


def test_a_minor_version_on_top_of_one_to_confirm_waits_as_well(parts: Parts, now: datetime) -> None:
    publish(parts, now, add=asked("And this?", is_required=True))
    publish(parts, now, add=asked("Anything else?"))
    assert open_part(part=parts.fresh(parts.youth), now=now).version.number == 1
    with pytest.raises(Refused, match="changed again"):
        confirm_version(part=parts.youth, number=2, actor=parts.youth.owner, now=now)
    confirm_version(part=parts.youth, number=3, actor=parts.youth.owner, now=now)
    assert numbers(parts.youth)[0] == 3


def test_only_the_owner_confirms_and_only_in_time(parts: Parts, now: datetime) -> None:
    publish(parts, now, add=asked("And this?", is_required=True))
    after = parts.call.closes_at + timedelta(days=30)
    for actor, at in ((parts.lead, now), (parts.staff, now), (parts.youth.owner, after)):
        with pytest.raises(Refused, match="cannot be changed any more"):
            confirm_version(part=parts.youth, number=2, actor=actor, now=at)
    assert numbers(parts.youth)[0] == 1


def test_a_part_that_is_done_keeps_its_version(parts: Parts, now: datetime) -> None:
    done = parts.complete(parts.youth, now)
    publish(parts, now, add=asked("Anything else?"))
    assert open_part(part=done, now=now).version.number == 1


def test_the_page_says_what_changed_and_moves_the_part(db: None) -> None:
    now = timezone.now() - timedelta(hours=1)
    parts = make_parts(lay_down_world().here, now)
    young = signed_in(parts.youth.owner)
    path = f"{parts.youth.get_absolute_url()}version/"
    assert young.get(path).status_code == 302
    publish(parts, now, add=asked("And this?", is_required=True))
    assert "The call changed since you began." in young.get(parts.youth.get_absolute_url()).content.decode()
    page = young.get(path).content.decode()
    assert "One question is different now" in page
    assert "And this?" in page
    assert "Is new, and needs an answer" in page
    assert "People asked for it." in page
    assert (
        "Go to what is missing" not in young.get(f"{parts.youth.get_absolute_url()}check/").content.decode()
    )
    assert young.post(path, {"version": "2"}).status_code == 302
    assert numbers(parts.youth)[0] == 2
    # The other parties' questions are the same: there is nothing to read, and still a version to go on with.
    lead = signed_in(parts.lead)
    page = lead.get(f"{parts.employer.get_absolute_url()}version/").content.decode()
    assert "The call changed, your questions did not" in page
