"""Questions of a draft version: asked, worded, put in order, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import Conflict, conflicting, draft_in, written
from copractice.calls.models import Call, CallVersion, PartKind, Question
from copractice.calls.states import YOUTH_AUDIENCES, Audience, Party, QuestionKind
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

FEWEST_CHOICES = 2
BOUNDS = 2**31 - 1


@dataclass(frozen=True)
class Ask:
    """What is asked and how it is answered; texts by language, choices in order."""

    text: Mapping[str, str]
    kind: QuestionKind
    audience: Audience
    help: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = True
    limit: int | None = None
    smallest: int | None = None
    largest: int | None = None
    choices: Sequence[Mapping[str, str]] = ()


@transaction.atomic
def add_question(*, call: Call, party: Party, key: str, ask: Ask, actor: Person, now: datetime) -> Question:
    """Ask a party one question more, as its last; the same form, known by `key`, asks once."""
    call = written(call, actor, now)
    version = draft_in(call)
    require(
        PartKind.objects.filter(call=call, party=party).exists(),
        _("This call does not ask this party. Say first who applies."),
    )
    _check(party, ask)
    known = Question.objects.filter(version=version, key=key).first()
    if known:
        return known
    require(
        not Question.objects.filter(version__call=call, key=key).exists(),
        _("This question stood in an earlier version. Open the form again to ask a new one."),
    )
    last = version.questions.filter(party=party).aggregate(last=Max("number"))["last"] or 0
    question = Question(
        community_id=call.community_id, version=version, key=key, party=party, number=last + 1
    )
    _write(question, ask)
    question.save(force_insert=True)
    _record("question.add", version, question, actor, now)
    return question


@transaction.atomic
def change_question(*, question: Question, ask: Ask, revision: int, actor: Person, now: datetime) -> Question:
    """Word a question of a draft anew, if it still is as its writer saw it."""
    version, question = _locked(question, actor, now)
    if question.revision != revision:
        raise Conflict(conflicting())
    _check(Party(question.party), ask)
    _write(question, ask)
    question.revision += 1
    question.save()
    _record("question.change", version, question, actor, now)
    return question


@transaction.atomic
def move_question(*, question: Question, up: bool, actor: Person, now: datetime) -> Question:
    """Move a question of a draft one place up or down among those to its party; at an end it stays."""
    version, question = _locked(question, actor, now)
    rows = list(version.questions.filter(party=question.party).order_by("number", "pk"))
    here = rows.index(question)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        _record("question.move", version, question, actor, now)
    return question


@transaction.atomic
def retire_question(*, question: Question, actor: Person, now: datetime) -> None:
    """Ask a question no more from this draft on; earlier versions keep it."""
    version, question = _locked(question, actor, now)
    _record("question.retire", version, question, actor, now)
    Question.objects.filter(pk=question.pk).delete()
    _number(list(version.questions.filter(party=question.party).order_by("number", "pk")))


def _locked(question: Question, actor: Person, now: datetime) -> tuple[CallVersion, Question]:
    version = draft_in(written(question.version.call, actor, now))
    row = version.questions.filter(key=question.key).first()
    if row is None:
        raise Refused(_("Someone else took this question away. The list shows what is asked now."))
    return version, row


def _record(act: str, version: CallVersion, question: Question, actor: Person, now: datetime) -> None:
    version.revision += 1
    version.save(update_fields=["revision"])
    record(actor, act, question, community_id=version.community_id, at=now)


def _number(rows: Sequence[Question]) -> None:
    for number, row in enumerate(rows, start=1):
        row.number = number
    Question.objects.bulk_update(rows, ["number"])


def _write(question: Question, ask: Ask) -> None:
    question.text, question.help = dict(ask.text), dict(ask.help)
    question.kind, question.audience = ask.kind, ask.audience
    question.is_required, question.limit = ask.is_required, ask.limit
    question.smallest, question.largest = ask.smallest, ask.largest
    question.choices = [dict(choice) for choice in ask.choices]


def _check(party: Party, ask: Ask) -> None:
    require(
        party is not Party.YOUTH or ask.audience in YOUTH_AUDIENCES,
        _("Answers of youth are read by themselves, reviewers and staff only. Choose one of these."),
    )
    _check_kind(ask)
    for bound in (ask.smallest, ask.largest):
        require(bound is None or abs(bound) <= BOUNDS, _("This bound is too large. Write a smaller number."))
    require(
        ask.smallest is None or ask.largest is None or ask.smallest <= ask.largest,
        _("The smallest number is larger than the largest. Change one of them."),
    )


def _check_kind(ask: Ask) -> None:
    is_choice, is_number = ask.kind == QuestionKind.CHOICE, ask.kind == QuestionKind.NUMBER
    require(
        not is_choice or len(ask.choices) >= FEWEST_CHOICES,
        _("Write at least two choices, one on each line."),
    )
    require(is_choice or not ask.choices, _("Only a question with choices has choices. Leave them empty."))
    require(
        is_number or (ask.smallest is None and ask.largest is None),
        _("Only a number has a smallest and a largest. Leave them empty."),
    )
    require(
        ask.limit is None or (ask.limit >= 1 and not is_choice and not is_number),
        _("Only text and files have a limit, of one or more. Leave it empty here."),
    )
