"""The demo's three calls: A long over, B closed after an extension, C open and extended, with six days to go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from copractice.applications.actions.deadlines import move_deadline
from copractice.applications.analysis.telling import Target
from copractice.calls.actions import (
    answering,
    deadlines,
    drafting,
    parties,
    questions,
    rubric,
    sessions,
    versions,
)
from copractice.calls.models import Call, Question
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import Party
from copractice.communities.analysis.walltimes import around, instants_of
from copractice.communities.models import new_code
from copractice.convening.models import Priority
from copractice.definition.models import Commitment
from copractice.demo import call_texts as texts
from copractice.demo.definition import Story
from copractice.demo.question_texts import ANSWERED, ASKS, SURPRISED

ZONE = "America/Chicago"
TWO_WEEKS = 14
LONG_AGO = timedelta(days=600)
ALL_PARTIES = {
    Party.EMPLOYER: parties.Kind(1, 1, texts.INTROS[Party.EMPLOYER], 40),
    Party.UMBRELLA: parties.Kind(1, 1, texts.INTROS[Party.UMBRELLA], 15),
    Party.YOUTH: parties.Kind(1, 2, texts.INTROS[Party.YOUTH], 10),
}
ONE_PARTY = {Party.EMPLOYER: ALL_PARTIES[Party.EMPLOYER]}


def open_a(story: Story) -> Call:
    """Open the first call, of one party, until 11:59 p.m. on the Sunday on which the clocks went back."""
    closes_at = wall(clocks_change(story.now))
    return _open(story, "A", ONE_PARTY, opened=closes_at - timedelta(days=35), closes_at=closes_at)


def open_b(story: Story) -> Call:
    """Open the second call, of three parties; its versions and its extension come later."""
    return _open(story, "B", ALL_PARTIES, opened=story.ago(480), closes_at=on_day(story, -440))


def open_c(story: Story) -> Call:
    """Open the call that is open today, as it was before it was extended: six days from now, less two weeks."""
    call = _open(story, "C", ALL_PARTIES, opened=story.ago(41), closes_at=on_day(story, 6 - TWO_WEEKS))
    _meet(story, call, texts.IN_LIBRARY, on_day(story, -25, time(18)), announced=story.ago(36))
    _meet(story, call, texts.BY_VIDEO, on_day(story, 2, time(17)), announced=story.ago(9))
    return call


def reword(story: Story, call: Call, days: int) -> None:
    """Publish the second version of a call, which asks youth their first question in other words."""
    now = story.ago(days)
    versions.start_version(call=call, actor=story.by, now=now)
    question = Question.objects.get(version=draft_of(call), party=Party.YOUTH, number=1)
    questions.change_question(
        question=question, ask=SURPRISED, revision=question.revision, actor=story.by, now=now
    )
    _publish(story, call, texts.WHY_SURPRISED, now)


def ask_more(story: Story, call: Call, days: int) -> None:
    """Publish the third version of a call, which asks the employer one thing more; drafts have to confirm it."""
    now = story.ago(days)
    versions.start_version(call=call, actor=story.by, now=now)
    questions.add_question(
        call=call, party=Party.EMPLOYER, key=new_code(), ask=ANSWERED, actor=story.by, now=now
    )
    _publish(story, call, texts.WHY_ANSWERED, now)


def extend(story: Story, call: Call, reason: texts.Words, days: int) -> None:
    """Give everybody two weeks more, and write to all whom it concerns."""
    call.refresh_from_db()
    day = call.closes_at.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=TWO_WEEKS)
    move_deadline(
        call=call,
        target=Target(),
        new=deadlines.NewDeadline(wall(day), reason),
        form_key=new_code().ljust(32, "0"),
        actor=story.by,
        now=story.ago(days),
    )
    call.refresh_from_db()


def close(call: Call) -> None:
    """Let the clock close a call a minute after its silent grace."""
    now = call.closes_at + timedelta(minutes=call.grace_minutes + 1)
    deadlines.close_call(call=call, actor=None, now=now)
    call.refresh_from_db()


def wall(day: date, at: time = time(23, 59)) -> datetime:
    """Return the instant at which the community's clocks show a time on a day; the later one of two."""
    shown = datetime.combine(day, at)
    return [*instants_of(shown, ZONE), *([] if instants_of(shown, ZONE) else around(shown, ZONE))][-1]


def on_day(story: Story, days: int, at: time = time(23, 59)) -> datetime:
    """Return a time of the clock so many days from the day the story is told."""
    return wall(story.now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days), at)


def clocks_change(now: datetime) -> date:
    """Return the newest first Sunday of November that is long ago: that night the clocks went back."""
    for year in range(now.year, now.year - 4, -1):
        first = date(year, 11, 1)
        sunday = first + timedelta(days=6 - first.weekday())
        if now.date() - sunday > LONG_AGO:
            return sunday
    raise AssertionError("one of four Novembers is long ago")


def _open(
    story: Story,
    name: str,
    kinds: Mapping[Party, parties.Kind],
    *,
    opened: datetime,
    closes_at: datetime,
) -> Call:
    """Prepare a whole call in the nine days before it opens, and open it."""
    call = _prepare(story, name, opened - timedelta(days=9), closes_at)
    _write(story, call, name, kinds, opened - timedelta(days=8))
    call = versions.open_call(call=call, actor=story.by, now=opened)
    for number, (question, answer) in enumerate(texts.FAQS[name]):
        answering.post_faq(
            call=call,
            question=question,
            answer=answer,
            form_key=new_code().ljust(32, "0"),
            actor=story.by,
            now=opened + timedelta(days=4 * number + 3),
        )
    return call


def _write(story: Story, call: Call, name: str, kinds: Mapping[Party, parties.Kind], now: datetime) -> None:
    """Write what a call says, asks and measures."""
    by = story.by
    text = texts.TEXT_OF_A if name == "A" else texts.TEXT
    words = versions.Words(texts.TITLES[name], texts.SUMMARIES[name], text)
    versions.write(call=call, words=words, revision=1, actor=by, now=now)
    priority = Priority.objects.get(community=story.community, position=1)
    hotline = texts.HOTLINE if Party.YOUTH in kinds else {}
    terms = drafting.Terms(10, 14, hotline, by.email or "", priority)
    drafting.write_terms(call=call, terms=terms, revision=1, actor=by, now=now)
    parties.write_parties(call=call, kinds=kinds, revision=2, actor=by, now=now)
    for party in kinds:
        for ask in ASKS[party]:
            questions.add_question(call=call, party=party, key=new_code(), ask=ask, actor=by, now=now)
    _add_rubric(story, call, kinds, now)


def _prepare(story: Story, name: str, now: datetime, closes_at: datetime) -> Call:
    dates = drafting.Dates(
        ZONE,
        closes_at,
        parties_by=closes_at + timedelta(days=7),
        decides_by=closes_at + timedelta(days=30),
    )
    return drafting.prepare(
        community=story.community,
        code=new_code(),
        title=texts.TITLES[name],
        dates=dates,
        actor=story.by,
        now=now,
    )


def _add_rubric(story: Story, call: Call, kinds: Mapping[Party, parties.Kind], now: datetime) -> None:
    """Add the criteria that speak of the parties that are asked, each with the priority it grew from."""
    version = draft_of(call)
    signed = Commitment.objects.filter(community=story.community, created_at__lte=now).first()
    for row in texts.CRITERIA:
        _title, _description, weight, party, numbers, position = row
        if version is None or party not in kinds:
            continue
        keys = [question.key for question in questions_to(version, party) if question.number in numbers]
        priority = Priority.objects.get(community=story.community, position=position)
        measure = replace(
            texts.measure_of(row, keys), priority=priority, commitment=signed if weight else None
        )
        rubric.add_criterion(call=call, code=new_code(), measure=measure, actor=story.by, now=now)


def _meet(story: Story, call: Call, place: texts.Words, starts_at: datetime, *, announced: datetime) -> None:
    meeting = sessions.Meeting(texts.EVENING, place, "", starts_at, starts_at + timedelta(hours=1))
    key = new_code().ljust(32, "0")
    sessions.schedule_session(call=call, meeting=meeting, form_key=key, actor=story.by, now=announced)


def _publish(story: Story, call: Call, why: texts.Words, now: datetime) -> None:
    version = draft_of(call)
    if version:
        versions.publish_version(call=call, why=why, revision=version.revision, actor=story.by, now=now)
