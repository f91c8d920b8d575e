"""Every kind of record that a figure counts or that stands on the chain, with its own gate and its words.

The kinds of the chain come first, in its order from a priority to a figure. What a learning says is read on
its own page alone, where a look at a young person's is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from copractice.calls.models import Criterion
from copractice.calls.queries import calls
from copractice.cohorts.models import Goal
from copractice.cohorts.queries import people
from copractice.cohorts.queries.cohorts import PARTY_OF, SHARED
from copractice.cohorts.queries.people import participants_of
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.queries.texts import read_text
from copractice.convening.queries import convenings, priorities
from copractice.definition.queries import commitments
from copractice.impact.analysis.words import shown
from copractice.impact.queries.reports import Reader, figures_visible_to
from copractice.impact.views.pieces import printed_of
from copractice.recommendations.models import Response, Step
from copractice.recommendations.queries import learnings, recommendations

Gate = Callable[[Reader, datetime], QuerySet[Any]]
LONGEST = 90


@dataclass(frozen=True)
class Kind:
    """One kind of record: its key in addresses, its name, its gate, what stands for a record, and its page."""

    key: str
    name: Promise
    gate: Gate
    words: Callable[[Any], str]
    url: Callable[[Any], str] = lambda record: str(record.get_absolute_url())


def criteria(person: Reader, now: datetime) -> QuerySet[Criterion]:
    """Return the criteria of the calls that a person may read."""
    seen = calls.visible_to(person, now).order_by().values("pk")
    return Criterion.objects.filter(call__in=seen).select_related("call__community").order_by("number", "pk")


def goals(person: Reader, now: datetime) -> QuerySet[Goal]:
    """Return the goals that a person may read: as staff, or as an adult of the seat by the answer's audience."""
    if not person.is_authenticated:
        return Goal.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    seen = Q(community__in=runs.values("community"))
    shared = Q(answer__isnull=True) | Q(answer__question__audience__in=SHARED)
    for seat, role in participants_of(person, now).values_list("seat", "role"):
        if seat and role != ParticipantRole.EMPLOYED_YOUTH:
            own = Q(answer__part__party=PARTY_OF[ParticipantRole(role)]) if role in PARTY_OF else Q()
            seen |= Q(seat=seat) & ((shared | own) if own else shared)
    rows = Goal.objects.filter(seen, until__isnull=True).select_related("seat__community")
    return rows.order_by("since", "pk")


def responses(person: Reader, now: datetime) -> QuerySet[Response]:
    """Return the answers to the recommendations that a person may read."""
    seen = recommendations.visible_to(person, now).order_by().values("pk")
    rows = Response.objects.filter(recommendation__in=seen)
    return rows.select_related("recommendation__community").order_by("at", "pk")


def steps(person: Reader, now: datetime) -> QuerySet[Step]:
    """Return the steps that follow from the recommendations that a person may read."""
    seen = recommendations.visible_to(person, now).order_by().values("pk")
    rows = Step.objects.filter(response__recommendation__in=seen)
    return rows.select_related("response__recommendation__community").order_by("added_at", "pk")


def evidence(person: Reader, now: datetime) -> QuerySet[Any]:
    """Return the evidence that a person may read, with all that its address takes."""
    rows = recommendations.evidence_visible_to(person, now)
    return rows.select_related("step__response__recommendation__community").order_by("at", "pk")


def short(text: str) -> str:
    """Return the first words of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…"


def _title(record: Any) -> str:
    return read_text(record.title, get_language() or "en").text


def _shown(record: Any) -> str:
    return short(record.note) or record.file_name or record.link


def _figure(record: Any) -> str:
    (row,) = shown([printed_of(record)])
    return f"{row.in_words} {row.says}"


def _criterion(record: Any) -> str:
    return f"{_title(record)}, {_title(record.call)}"


def _rubric(record: Any) -> str:
    return reverse("call_rubric", args=[record.call.community.slug, record.call.code])


def _organization(record: Any) -> str:
    return str(record.organization.name)


def _seats(person: Reader, now: datetime) -> QuerySet[Any]:
    return people.seats_visible_to(person, now).order_by("organization__sort_name", "pk")


def _signatures(person: Reader, now: datetime) -> QuerySet[Any]:
    rows = commitments.signatures_visible_to(person, now)
    return rows.select_related("organization", "version__commitment__community")


def _commitment(record: Any) -> str:
    return str(record.version.commitment.get_absolute_url())


CHAIN = {
    "convening.priority": Kind(
        "priority", _("Priority"), lambda person, _now: priorities.visible_to(person), _title
    ),
    "definition.commitment": Kind("commitment", _("Commitment"), commitments.visible_to, _title),
    "calls.criterion": Kind("criterion", _("Criterion"), criteria, _criterion, _rubric),
    "cohorts.goal": Kind("goal", _("Goal"), goals, lambda row: short(row.text)),
    "recommendations.learning": Kind(
        "learning", _("Learning"), learnings.visible_to, lambda _row: gettext("a learning, on its own page")
    ),
    "recommendations.recommendation": Kind(
        "recommendation", _("Recommendation"), recommendations.visible_to, lambda row: str(row.title)
    ),
    "recommendations.response": Kind(
        "response", _("Answer"), responses, lambda row: str(row.get_answer_display())
    ),
    "recommendations.step": Kind("step", _("Step"), steps, lambda row: str(row.title)),
    "recommendations.evidence": Kind("evidence", _("Evidence"), evidence, _shown),
    "impact.figure": Kind("figure", _("Figure"), figures_visible_to, _figure),
}
KINDS = CHAIN | {
    "convening.convening": Kind("convening", _("Convening"), convenings.visible_to, _title),
    "definition.signature": Kind("signature", _("Signature"), _signatures, _organization, _commitment),
    "cohorts.seat": Kind("seat", _("Seat"), _seats, _organization),
}
