"""Answers: what a part says to each question, what is still missing, and who may read which of them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.models import Answer, AnswerVersion, Part, Upload
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState, PartState, SaveKind
from copractice.calls.models import Question
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.communities.queries.memberships import STAFF, roles_of
from copractice.consents.queries import minors_among, standing_many
from copractice.consents.queries.births import known_among
from copractice.consents.states import Purpose
from copractice.people.models import Person

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
SHARED = (Audience.PARTIES, Audience.PUBLIC)
NOT_SENT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
EVERYTHING = tuple(Audience)


@dataclass(frozen=True)
class Row:
    """One question and what a part answers to it now; `answer` is None before the first save."""

    question: Question
    answer: Answer | None

    @property
    def text(self) -> str:
        """Return the text of the answer."""
        return self.answer.text if self.answer else ""

    @property
    def upload(self) -> Upload | None:
        """Return the file of the answer."""
        return self.answer.upload if self.answer else None

    @property
    def revision(self) -> int:
        """Return which text this is, for the next save to name."""
        return self.answer.revision if self.answer else 0

    @property
    def is_given(self) -> bool:
        """Tell whether anything is said; nothing but spaces says nothing."""
        return bool(self.text.strip()) or self.upload is not None


@dataclass(frozen=True)
class Missing:
    """A question that keeps a part from being complete, and why, in a sentence for its owner."""

    question: Question
    why: str


def questions_of(part: Part) -> QuerySet[Question]:
    """Return the questions that a part's version asks its party, in order."""
    return part.version.questions.filter(party=part.party).order_by("number", "pk")


def rows_of(part: Part) -> list[Row]:
    """Return every question of a part with its answer; for its owner, who alone reads it so."""
    rows = Answer.objects.filter(part=part).select_related("upload")
    answers = {answer.question_id: answer for answer in rows}
    return [Row(question, answers.get(question.pk)) for question in questions_of(part)]


def row_of(part: Part, key: str) -> Row | None:
    """Return one question of a part by its key, also one that is not asked any more; None for any other."""
    rows = Answer.objects.filter(part=part, question__key=key).select_related("upload", "question")
    answer = rows.first()
    if answer:
        return Row(answer.question, answer)
    asked = Question.objects.filter(
        key=key,
        party=part.party,
        version__call=part.version.call_id,
        version__number__lte=part.version.number,
    )
    question = asked.order_by("-version__number").first()
    return Row(question, None) if question else None


def history_of(answer: Answer) -> QuerySet[AnswerVersion]:
    """Return everything that was ever saved for an answer, the newest first; for its owner."""
    return answer.versions.select_related("upload").order_by("-saved_at", "-pk")


def kept_late(part: Part) -> dict[int, AnswerVersion]:
    """Return the newest text that came too late, by question, unless it says what the answer says anyway."""
    rows = AnswerVersion.objects.filter(answer__part=part, kind=SaveKind.LATE)
    newest = rows.select_related("answer", "upload").order_by("answer", "-saved_at", "-pk").distinct("answer")
    return {row.answer.question_id: row for row in newest if _says(row) != _says(row.answer)}


def missing(part: Part) -> list[Missing]:
    """Return what keeps a part from being complete: no answer where one is needed, or one that does not fit."""
    found = [(row.question, problem_of(row)) for row in rows_of(part)]
    return [Missing(question, why) for question, why in found if why]


def words_in(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def tidy_number(text: str) -> str:
    """Return a number in the one spelling that is kept, "４" as "4"; what is no number comes back as typed."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if not (plain.isascii() and NUMBER.fullmatch(plain)):
        return text
    sign = "-" if plain.startswith("-") else ""
    whole, dot, part = plain.lstrip("+-").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{dot}{part}"


def problem_of(row: Row) -> str:
    """Return why an answer does not do yet; empty when it does."""
    question = row.question
    if not row.is_given:
        return _("This needs an answer.") if question.is_required else ""
    if question.kind == QuestionKind.NUMBER:
        return _number_problem(question, row.text)
    if question.kind == QuestionKind.CHOICE:
        places = {str(place) for place in range(1, len(question.choices) + 1)}
        return "" if row.text.strip() in places else _("Choose one of the answers that are offered.")
    if question.kind == QuestionKind.FILE:
        return "" if row.upload else _("Send a file.")
    return _length_problem(question, words_in(row.text))


def is_sealed(part: Part, now: datetime) -> bool:
    """Tell whether a part is shut to everyone but its owner: a minor's, until both who must have said yes.

    Asked at every read, so a yes that is taken back acts at the next one.
    """
    return part.pk in sealed_among([part], now)


def sealed_among(parts: Iterable[Part], now: datetime) -> set[int]:
    """Return which of some parts are sealed, by their ids; a constant number of queries for one community."""
    sealed = set()
    theirs = [part for part in parts if part.party == Party.YOUTH and part.owner_id is not None]
    for community in {part.community for part in theirs}:
        mine = [part for part in theirs if part.community == community]
        people = {part.owner_id for part in mine if part.owner_id is not None}
        open_ones = standing_many(people, community, Purpose.APPLY, now)
        # Whose birth month is not known may be a minor.
        grown = known_among(people, community) - minors_among(people, community, now)
        sealed |= {part.pk for part in mine if part.owner_id not in open_ones | grown}
    return sealed


def readable(person: Person | AnonymousUser, part: Part, now: datetime) -> list[Row]:
    """Return the answers of a part that a person may read, question by question; empty when there are none.

    The owner reads all. Parties of the same application read what a question shares with them, once that part
    is complete; staff who are a party read no more than that. Other staff read all that is not for the owner
    alone, once the application is sent and while the part is not sealed; each such look at a young person's
    part is kept by the view.
    """
    return readable_among(person, [part], now)[part.pk]


def readable_among(
    person: Person | AnonymousUser, parts: Sequence[Part], now: datetime
) -> dict[int, list[Row]]:
    """Return of each of some parts the answers that a person may read; a constant number of queries."""
    audiences = _audiences(person, parts, now)
    shown = [part for part in parts if audiences[part.pk]]
    asked = _questions_by_version(shown)
    given: dict[tuple[int, int], Answer] = {
        (answer.part_id, answer.question_id): answer
        for answer in Answer.objects.filter(part__in=shown).select_related("upload")
    }
    rows = {
        part.pk: [
            Row(question, given.get((part.pk, question.pk)))
            for question in asked[part.version_id, part.party]
            if question.audience in audiences[part.pk]
        ]
        for part in shown
    }
    return {part.pk: rows.get(part.pk, []) for part in parts}


def may_read_upload(person: Person | AnonymousUser, upload: Upload, now: datetime) -> bool:
    """Tell whether a person may open a file: its owner any of theirs, others what an answer shows them."""
    if person.is_authenticated and upload.part.owner_id == person.pk:
        return True
    return any(row.upload == upload for row in readable(person, upload.part, now))


def _audiences(
    person: Person | AnonymousUser, parts: Sequence[Part], now: datetime
) -> dict[int, Iterable[str]]:
    """Return whose audience a person is for each part, by its id."""
    if not person.is_authenticated:
        return {part.pk: () for part in parts}
    mine = Part.objects.filter(application__in={part.application_id for part in parts})
    shared = set(mine.filter(state__in=LIVE_PARTS, owner_id=person.pk).values_list("application", flat=True))
    runs = {
        community.pk
        for community in {part.community for part in parts}
        if roles_of(person, community, now) & STAFF
    }
    sealed = sealed_among(parts, now)
    return {
        part.pk: _audience(
            part,
            is_mine=part.owner_id == person.pk,
            is_party=part.application_id in shared,
            is_staff=part.community_id in runs and part.pk not in sealed,
        )
        for part in parts
    }


def _audience(part: Part, *, is_mine: bool, is_party: bool, is_staff: bool) -> Iterable[str]:
    if is_mine:
        return EVERYTHING
    if part.state != PartState.COMPLETE:
        return ()
    if is_party:
        return SHARED
    if not is_staff or part.application.state in NOT_SENT:
        return ()
    return [one for one in Audience if one != Audience.OWN]


def _questions_by_version(parts: Sequence[Part]) -> dict[tuple[int, str], list[Question]]:
    """Return what each version asks each party, in order."""
    asked: dict[tuple[int, str], list[Question]] = defaultdict(list)
    rows = Question.objects.filter(version__in={part.version_id for part in parts})
    for question in rows.order_by("number", "pk"):
        asked[question.version_id, question.party].append(question)
    return asked


def _number_problem(question: Question, text: str) -> str:
    number = tidy_number(text)
    if not (number.isascii() and NUMBER.fullmatch(number)):
        return _("Write a number in digits, like 12 or 7.5.")
    if question.smallest is not None and float(number) < question.smallest:
        return _("Write %(smallest)d or more.") % {"smallest": question.smallest}
    if question.largest is not None and float(number) > question.largest:
        return _("Write %(largest)d or less.") % {"largest": question.largest}
    return ""


def _length_problem(question: Question, words: int) -> str:
    if question.limit is None or words <= question.limit:
        return ""
    over = words - question.limit
    sentence = ngettext(
        "This has %(words)d words, and %(limit)d fit. Shorten it by %(over)d word.",
        "This has %(words)d words, and %(limit)d fit. Shorten it by %(over)d words.",
        over,
    )
    return sentence % {"words": words, "limit": question.limit, "over": over}


def _says(row: Answer | AnswerVersion) -> tuple[str, int | None]:
    return row.text, row.upload_id
