"""What is missing before a call can open, subject by subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.calls.models import Call, CallVersion, Criterion, PartKind, Question
from copractice.calls.queries.versions import criteria_of, part_kinds_of, questions_of
from copractice.calls.states import Party

ANCHORS = 5


@dataclass(frozen=True)
class Subject:
    """One subject of the checklist: the page where it is written, its name, and what is missing there."""

    page: str
    name: str
    gaps: Sequence[str]
    fact: str = ""


def checklist(call: Call, version: CallVersion, now: datetime) -> list[Subject]:
    """Return the subjects of a call in the order in which staff write them, each with what is missing."""
    kinds, questions = part_kinds_of(call), questions_of(version)
    criteria = list(criteria_of(call))
    return [
        Subject("write_call", _("Title and text"), _text_gaps(call, version)),
        Subject("call_timetable", _("Timetable"), _date_gaps(call, now)),
        Subject("call_terms", _("Terms and contact"), _term_gaps(call, kinds)),
        Subject("call_parties", _("Who applies"), _party_gaps(kinds), ", ".join(_names(kinds))),
        Subject("edit_questions", _("Questions"), _question_gaps(kinds, questions), _asked(len(questions))),
        Subject("edit_rubric", _("Rubric"), _rubric_gaps(criteria, questions), _criteria(len(criteria))),
    ]


def gaps_of(call: Call, version: CallVersion, now: datetime) -> list[str]:
    """Return every sentence of what is missing; none when the call can open."""
    return [gap for subject in checklist(call, version, now) for gap in subject.gaps]


def _text_gaps(call: Call, version: CallVersion) -> list[str]:
    first = call.community.languages[0]
    texts = [(call.title, _("Give the call a title.")), (version.summary, _("Write the summary."))]
    texts.append((version.text, _("Write the text of the call.")))
    return [gap for text, gap in texts if not text.get(first)]


def _date_gaps(call: Call, now: datetime) -> list[str]:
    return [] if call.closes_at > now else [_("The deadline has passed. Choose a later one.")]


def _term_gaps(call: Call, kinds: Sequence[PartKind]) -> list[str]:
    gaps = [] if call.contact_email else [_("Name an address for questions.")]
    asks_youth = any(kind.party == Party.YOUTH for kind in kinds)
    if asks_youth and not call.hotline.get(call.community.languages[0]):
        gaps.append(_("Name a hotline: youth read it where they write."))
    return gaps


def _party_gaps(kinds: Sequence[PartKind]) -> list[str]:
    leads = any(kind.party == Party.EMPLOYER for kind in kinds)
    return [] if leads else [_("Say who applies. The employer institution leads each application.")]


def _question_gaps(kinds: Sequence[PartKind], questions: Sequence[Question]) -> list[str]:
    asked = {row.party for row in questions}
    if not kinds:
        return [_("Nothing is asked yet.")]
    return [
        _("Nothing is asked of this party yet: %(party)s.") % {"party": kind.get_party_display()}
        for kind in kinds
        if kind.party not in asked
    ]


def _rubric_gaps(criteria: Sequence[Criterion], questions: Sequence[Question]) -> list[str]:
    if not any(not row.is_informational for row in criteria):
        return [_("Name at least one criterion that counts.")]
    keys = {row.key for row in questions}
    return [
        _("No question that is asked speaks to criterion %(number)d.") % {"number": row.number}
        for row in criteria
        if not keys.intersection(row.question_keys)
    ]


def _names(kinds: Sequence[PartKind]) -> list[str]:
    return [str(kind.get_party_display()) for kind in kinds]


def _asked(count: int) -> str:
    return ngettext("%(n)d question", "%(n)d questions", count) % {"n": count}


def _criteria(count: int) -> str:
    return ngettext("%(n)d criterion", "%(n)d criteria", count) % {"n": count}
