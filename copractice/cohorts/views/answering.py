"""The page of who is asked: a few questions on a phone, saved as they are answered."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.cohorts import rules
from copractice.cohorts.actions import answering
from copractice.cohorts.forms import answers as texts
from copractice.cohorts.forms.reflections import Sent, language_of, sent_alone
from copractice.cohorts.models import Assessment, Participant
from copractice.cohorts.queries import assessments
from copractice.cohorts.queries.assessments import Item
from copractice.cohorts.views.mine import missing
from copractice.communities.views.public import community_or_404
from copractice.ledger.states import Refused


def asked_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> tuple[Assessment, Participant]:
    """Return an assessment that has opened to who is asked, and as whom."""
    community = community_or_404(request, slug)
    row = get_object_or_404(assessments.open_to(request.user, community, now), code=code)
    me = assessments.own(request.user, row, now)
    if me is None:
        raise Http404
    return row, me


@never_cache
def answer_assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show all questions of an assessment with one's own answers, and save them."""
    now = timezone.now()
    row, me = asked_or_404(request, slug, code, now)
    items, answers = assessments.items_of(row), assessments.answers_of(row, participant=me)
    fields = texts.questions(items, answers, assessments.kept_beside(me, row))
    if request.method == "POST":
        fields = [_saved(request, row, me, item, texts.sent(request.POST, item.key), now) for item in items]
        if all(field.kind == "saved" for field in fields):
            return _thank(request, row, me)
    return render(request, "cohorts/answer.html", _context(row, me, fields, now), status=_status(fields))


@require_POST
def save_assessment_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep one answer, and say what became of it in a piece of page."""
    now = timezone.now()
    row, me = asked_or_404(request, slug, code, now)
    found = {item.key: item for item in assessments.items_of(row)}
    item = found.get(request.POST.get("question", ""))
    if item is None:
        raise Refused(_("This is not asked. Load the page again."))
    field = _saved(request, row, me, item, sent_alone(request.POST), now)
    context = {"community": row.community, "field": field}
    return render(request, "cohorts/_reflection_state.html", context, status=400 if field.refusal else 200)


def _thank(request: HttpRequest, row: Assessment, me: Participant) -> HttpResponse:
    """Say that it is saved, and what is left if anything is."""
    n = assessments.left_to_answer(row, assessments.answers_of(row, participant=me))
    if n:
        told = ngettext(
            "Saved. %(n)d question is left. “Rather not say” is an answer too.",
            "Saved. %(n)d questions are left. “Rather not say” is an answer too.",
            n,
        )
        messages.success(request, told % {"n": n})
        return redirect("answer_assessment", row.community.slug, row.code)
    messages.success(request, _("Thank you. It is saved, and you can change it until it closes."))
    return redirect("my_cohort", row.community.slug, row.cohort.code)


def _saved(
    request: HttpRequest, row: Assessment, me: Participant, item: Item, said: Sent, now: datetime
) -> texts.Question:
    try:
        save = answering.save_answer(
            assessment=row,
            participant=me,
            key=item.key,
            text=said.text,
            base=said.base,
            previous=said.previous,
            language=language_of(row.community),
            actor=request.user,
            now=now,
        )
    except Refused as refusal:
        return texts.refused(item, said, str(refusal))
    return texts.after(item, save)


def _context(
    row: Assessment, me: Participant, fields: list[texts.Question], now: datetime
) -> dict[str, object]:
    context = {"community": row.community, "cohort": row.cohort, "assessment": row, "me": me}
    context |= {"fields": fields, "missing": missing(me, now), "may_answer": rules.may_answer(me, row, now)}
    return context | {"has_words": any(field.is_words for field in fields)}


def _status(fields: list[texts.Question]) -> int:
    if any(field.refusal for field in fields):
        return 400
    return 409 if any(field.kind in {"conflict", "late"} for field in fields) else 200
