"""Answers of people, kept as they tap and type, and scores of organizations, entered by who observed them.

An answer is no act of the log; words have their own history, of which nothing is thrown away. Scores are
entered in the name of a membership, and that is an act.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import storable
from copractice.applications.states import SaveKind
from copractice.cohorts.actions.holding import Conflict, conflicting, meeting_member
from copractice.cohorts.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentAnswerVersion,
    Participant,
    Seat,
)
from copractice.cohorts.queries.assessments import Item, answers_of, items_of, seats_scored
from copractice.cohorts.rules import may_answer, may_score
from copractice.cohorts.states import ItemKind, Missing
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

DECLINED = "-"  # what a browser sends for "rather not say"
SCALE = tuple("12345")


@dataclass(frozen=True)
class Save:
    """What became of an answer, the answer as it stands now, and what was sent."""

    kind: SaveKind
    answer: AssessmentAnswer
    said: str


@dataclass(frozen=True)
class Score:
    """A number from 1 to 5, or none and, where it is known, why."""

    number: Decimal | None
    missing: str = ""


@transaction.atomic
def save_answer(
    *,
    assessment: Assessment,
    participant: Participant,
    key: str,
    text: str,
    base: int,
    language: str,
    actor: Person,
    now: datetime,
    previous: str | None = None,
) -> Save:
    """Keep an answer to one item, and let it count if it may.

    `base` is the revision that the browser had: words beside newer ones are kept as a *conflict*; of taps the
    last one holds. `previous` are words of the same browser that may have arrived unheard. What comes before
    it opens or after it closed is *late*. Only what cannot be stored is refused.
    """
    require(participant.person_id == actor.pk, _("Only whose answers these are can write them."))
    participant = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    item = _item(assessment, key)
    text = _tidy(item, text)
    answer, _new = AssessmentAnswer.objects.get_or_create(
        assessment=assessment,
        participant=participant,
        item=item.key,
        defaults={"community_id": assessment.community_id, "language": language},
    )
    stands = spelled(answer)
    if stands == text:
        return Save(SaveKind.SAVED, answer, text)
    is_next = base + 1 == answer.revision and previous is not None and previous == stands
    holds = item.kind != ItemKind.TEXT or base == answer.revision or is_next
    kind = SaveKind.SAVED if holds else SaveKind.CONFLICT
    kind = kind if may_answer(participant, assessment, now) else SaveKind.LATE
    if kind == SaveKind.SAVED:
        _write(answer, item, text, language, now)
    save = Save(kind, answer, text)
    if item.kind == ItemKind.TEXT:
        _keep(save, base, now)
    return save


@transaction.atomic
def enter_scores(
    *,
    assessment: Assessment,
    seat: Seat,
    scores: Mapping[str, Score],
    base: int,
    actor: Person,
    now: datetime,
) -> int:
    """Enter what was observed at one organization; returns how many items have a score now.

    `base` is what `revision_of` said when the page was shown: two people who enter at once lose nothing. What
    has no score has no value, never a zero.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("community", "cohort")
    assessment = rows.get(pk=assessment.pk)
    member = meeting_member(actor, assessment.community, now)
    require(may_score(assessment, now), _("Scores are entered while the assessment is open."))
    require(
        seats_scored(assessment, now).filter(pk=seat.pk).exists(),
        _("This organization is not in the cohort any more."),
    )
    known = answers_of(assessment, seat=seat)
    if revision_of(known) != base:
        raise Conflict(conflicting())
    for item in items_of(assessment):
        score = scores.get(item.key, Score(None))
        row = known.get(item.key) or AssessmentAnswer(
            community_id=assessment.community_id, assessment=assessment, seat=seat, item=item.key
        )
        if (row.number, row.missing) != (score.number, score.missing):
            row.number, row.missing = score.number, score.missing
            row.entered_by, row.revision, row.saved_at = member, row.revision + 1, now
            row.save()
            known[item.key] = row
    record(actor, "assessment.score", seat, community_id=assessment.community_id, at=now)
    return sum(row.number is not None for row in known.values())


def revision_of(answers: Mapping[str, AssessmentAnswer]) -> int:
    """Return a number that grows with every change of any of these answers."""
    return sum(row.revision for row in answers.values())


def spelled(answer: AssessmentAnswer | None) -> str:
    """Return an answer as a browser sends it: a digit, the key of an option, words, or "rather not say"."""
    if answer is None:
        return ""
    if answer.missing == Missing.DECLINED:
        return DECLINED
    return answer.text if answer.number is None else f"{answer.number:.0f}"


def _item(assessment: Assessment, key: str) -> Item:
    found = {item.key: item for item in items_of(assessment)}
    if key not in found:
        raise Refused(_("This is not asked. Load the page again."))
    return found[key]


def _tidy(item: Item, text: str) -> str:
    """Return an answer in its one spelling; refuse what cannot be stored or is not offered."""
    if item.kind == ItemKind.TEXT:
        return storable(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    offered = SCALE if item.kind == ItemKind.SCALE else tuple(option.key for option in item.options)
    require(plain in {"", DECLINED, *offered}, _("Choose one of the answers that are offered."))
    return plain


def _write(answer: AssessmentAnswer, item: Item, text: str, language: str, now: datetime) -> None:
    is_declined = item.kind != ItemKind.TEXT and text == DECLINED
    is_number = item.kind == ItemKind.SCALE and text in SCALE
    answer.missing = Missing.DECLINED if is_declined else ""
    answer.number = Decimal(text) if is_number else None
    answer.text = "" if is_declined or is_number else text
    answer.language = language
    answer.revision, answer.saved_at = answer.revision + 1, now
    answer.save()


def _keep(save: Save, base: int, now: datetime) -> None:
    """Write the version, unless the newest one kept beside it says the same: a browser that asks again."""
    newest = save.answer.versions.order_by("-saved_at", "-pk").first()
    if save.kind != SaveKind.SAVED and newest and (newest.kind, newest.text) == (save.kind, save.said):
        return
    AssessmentAnswerVersion.objects.create(
        community_id=save.answer.community_id,
        answer=save.answer,
        kind=save.kind,
        text=save.said,
        base=base,
        revision=save.answer.revision if save.kind == SaveKind.SAVED else None,
        saved_at=now,
    )
