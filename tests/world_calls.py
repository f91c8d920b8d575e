"""An open call for the test world, made by the actions that staff use: three parties, every kind of question."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from copractice.calls.actions import answering, drafting, parties, questions, rubric, sessions, versions
from copractice.calls.models import Call, CallVersion, Criterion, Faq, InformationSession, Question
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.communities.models import Community, new_code
from copractice.people.models import Person

OPEN_FOR = timedelta(days=20)
CHOICES = ({"en": "Summer", "es": "Verano"}, {"en": "School year", "es": "Año escolar"})
HOTLINE = {"en": "Call or text 988, day or night."}
ANCHORS = tuple({"en": f"What {score} looks like"} for score in range(5))

Ask, K, A = questions.Ask, QuestionKind, Audience
ASKS: dict[Party, list[questions.Ask]] = {
    Party.EMPLOYER: [
        Ask({"en": "What do young people do at your place?"}, K.LONG, A.REVIEWERS, limit=300),
        Ask({"en": "Name of the program"}, K.SHORT, A.PARTIES, limit=20),
        Ask({"en": "When does it run?"}, K.CHOICE, A.PARTIES, choices=CHOICES),
        Ask({"en": "How many young people?"}, K.NUMBER, A.REVIEWERS, smallest=1, largest=500),
        Ask({"en": "A plan, if you have one"}, K.FILE, A.STAFF, is_required=False, limit=5),
    ],
    Party.UMBRELLA: [
        Ask({"en": "How do you back this institution?"}, K.LONG, A.REVIEWERS, limit=200),
        Ask({"en": "Who will lead?"}, K.SHORT, A.PARTIES, limit=20),
        Ask({"en": "Since when?"}, K.NUMBER, A.OWN, is_required=False, smallest=1900),
        Ask({"en": "How often will you meet?"}, K.CHOICE, A.REVIEWERS, choices=CHOICES),
        Ask({"en": "A letter"}, K.FILE, A.STAFF, is_required=False, limit=5),
    ],
    Party.YOUTH: [
        Ask({"en": "What have you learned at work?"}, K.LONG, A.REVIEWERS, limit=150),
        Ask({"en": "Your job in three words"}, K.SHORT, A.REVIEWERS, limit=3),
        Ask({"en": "When could you take part?"}, K.CHOICE, A.STAFF, choices=CHOICES),
        Ask({"en": "Hours in a week"}, K.NUMBER, A.OWN, is_required=False, smallest=0, largest=60),
        Ask({"en": "A picture of your work"}, K.FILE, A.STAFF, is_required=False, limit=2),
    ],
}  # fmt: skip


@dataclass
class Called:
    """The sample call, and beside it what a test asks for: a draft that only staff read, an answer, a session."""

    call: Call
    actor: Person
    now: datetime

    @cached_property
    def draft(self) -> Call:
        return make_draft(self.call.community, self.actor, self.now)

    @cached_property
    def question(self) -> Question:
        return Question.objects.filter(version__call=self.draft).order_by("pk")[0]

    @cached_property
    def criterion(self) -> Criterion:
        return Criterion.objects.filter(call=self.draft).order_by("number")[0]

    @cached_property
    def faq(self) -> Faq:
        said = {"question": {"en": "May we apply twice?"}, "answer": {"en": "Once is enough."}}
        return answering.post_faq(call=self.call, form_key="f" * 32, actor=self.actor, now=self.now, **said)

    @cached_property
    def session(self) -> InformationSession:
        starts_at = self.now + timedelta(days=5)
        meeting = sessions.Meeting(
            {"en": "Ask us"}, {"en": "By video"}, "", starts_at, starts_at + timedelta(hours=1)
        )
        return sessions.schedule_session(
            call=self.call, meeting=meeting, form_key="5" * 32, actor=self.actor, now=self.now
        )


def make_called(community: Community, actor: Person, now: datetime) -> Called:
    """Make an open call in one community."""
    return Called(make_call(community, actor, now), actor, now)


def make_call(
    community: Community, actor: Person, now: datetime, *, closes_at: datetime | None = None, title: str = ""
) -> Call:
    """Open a call: parties may complete for a week after the close, and decisions follow a month later."""
    call = make_draft(community, actor, now, closes_at=closes_at, title=title)
    return versions.open_call(call=call, actor=actor, now=now)


def make_draft(
    community: Community, actor: Person, now: datetime, *, closes_at: datetime | None = None, title: str = ""
) -> Call:
    """Prepare a whole call and leave it a draft."""
    call = begin_call(community, actor, now, closes_at=closes_at, title=title)
    by = {"call": call, "actor": actor, "now": now}
    words = versions.Words(
        {"en": title or f"Call of {community.slug}"},
        {"en": "For institutions that employ young people."},
        {"en": "## Who may apply\n\nAn institution, its umbrella, and a young person."},
    )
    versions.write(words=words, revision=1, **by)
    terms = drafting.Terms(10, 14, HOTLINE, "calls@example.org", None)
    drafting.write_terms(terms=terms, revision=1, **by)
    kinds = {
        Party.EMPLOYER: parties.Kind(1, 1, {"en": "You lead the application."}, 40),
        Party.UMBRELLA: parties.Kind(1, 1, {"en": "You speak for the larger body."}, 15),
        Party.YOUTH: parties.Kind(1, 2, {"en": "Your employer never reads this."}, 10),
    }
    parties.write_parties(kinds=kinds, revision=2, **by)
    ask_all(draft_of(call))
    add_rubric(call, actor, now)
    call.refresh_from_db()
    return call


def ask_all(version: CallVersion) -> None:
    """Ask every party its questions, all in one query: by the action they would take half of a call's time."""
    kept = {"community_id": version.community_id, "version": version}
    Question.objects.bulk_create(
        Question(party=party, number=number, **kept, **vars(ask))
        for party, asks in ASKS.items()
        for number, ask in enumerate(asks, start=1)
    )
    version.revision += sum(map(len, ASKS.values()))
    version.save(update_fields=["revision"])


def begin_call(
    community: Community, actor: Person, now: datetime, *, closes_at: datetime | None = None, title: str = ""
) -> Call:
    """Prepare a call with nothing but its name and its dates."""
    closes_at = closes_at or now + OPEN_FOR
    dates = drafting.Dates(
        community.time_zone,
        closes_at,
        parties_by=closes_at + timedelta(days=7),
        decides_by=closes_at + timedelta(days=30),
    )
    name = {"en": title or f"Call of {community.slug}"}
    return drafting.prepare(
        community=community, code=new_code(), title=name, dates=dates, actor=actor, now=now
    )


def add_rubric(call: Call, actor: Person, now: datetime) -> None:
    """Add two criteria: one that counts double, and one that only informs."""
    version = draft_of(call)
    for party, title, weight in ((Party.EMPLOYER, "Good work", 2), (Party.YOUTH, "What youth say", 0)):
        keys = [question.key for question in questions_to(version, party)[:2]]
        measure = rubric.Measure({"en": title}, {"en": "Why it counts."}, weight, not weight, ANCHORS, keys)
        rubric.add_criterion(call=call, code=new_code(), measure=measure, actor=actor, now=now)
