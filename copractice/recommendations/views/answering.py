"""The organization's pages: the answer, steps, and evidence for them."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.calls.views.pieces import saved
from copractice.communities.views.public import community_or_404
from copractice.ledger.states import require
from copractice.recommendations import rules
from copractice.recommendations.actions import answering
from copractice.recommendations.files import evidence_folder
from copractice.recommendations.forms.answering import AnswerForm, EvidenceForm, StepForm
from copractice.recommendations.models import Recommendation, Step
from copractice.recommendations.queries import people, recommendations
from copractice.recommendations.states import STEP_MOVES, Answer
from copractice.recommendations.views.pieces import Sheet, row_or_404, sheet


@never_cache
def answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Answer a recommendation for its organization."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    form = AnswerForm(request.POST or None)

    def save() -> object:
        return answering.answer(
            recommendation=row,
            said=Answer(form.cleaned_data["answer"]),
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=now,
        )

    if saved(request, form, save, _("Your answer is given. Its author is told.")):
        return redirect(row)
    if not form.errors and not rules.may_answer(request.user, row, now):
        return redirect(row)
    lead = _("You answer once. Its author and the facilitators read it.")
    return sheet(request, row, form, Sheet(_("Answer this recommendation"), _("Give this answer"), lead))


@never_cache
def add_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write down a step."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    form = StepForm(request.POST or None)
    by = {"actor": request.user, "now": now}

    def save() -> object:
        return answering.add_step(
            recommendation=row, plan=form.plan(), form_key=form.cleaned_data["form_key"], **by
        )

    if saved(request, form, save, _("The step is written down.")):
        return redirect(row)
    if not form.errors and not rules.may_take_steps(request.user, row, now):
        return redirect(row)
    return sheet(request, row, form, Sheet(_("What do you do, and who?"), _("Write down the step")))


@require_POST
def move_step(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Finish, drop or reopen a step."""
    now = timezone.now()
    step = step_or_404(request, slug, code, now)
    name = request.POST.get("to", "")
    require(name in STEP_MOVES, _("Say whether the step is done, dropped, or open again."))
    answering.move_step(step=step, name=name, actor=request.user, now=now)
    messages.success(request, _("The step is saved."))
    return redirect(step)


@never_cache
def add_evidence(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show that a step happened."""
    now = timezone.now()
    step = step_or_404(request, slug, code, now)
    row = step.response.recommendation
    form = EvidenceForm(request.POST or None, request.FILES or None)
    by = {"folder": evidence_folder(), "actor": request.user, "now": now}

    def save() -> object:
        return answering.add_evidence(
            step=step,
            note=form.cleaned_data["note"],
            link=form.cleaned_data["link"],
            file=form.sent(),
            form_key=form.cleaned_data["form_key"],
            **by,
        )

    if saved(request, form, save, _("The evidence is shown.")):
        return redirect(row)
    if not form.errors and not rules.may_take_steps(request.user, row, now):
        return redirect(row)
    words = Sheet(_("What shows that it happened?"), _("Show this evidence"), step.title)
    return sheet(request, row, form, words)


def kept_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Recommendation:
    """Return a recommendation to the adults of its organization; to others these pages are not there."""
    row = row_or_404(request, slug, code, now)
    if not people.seats_kept_by(request.user, now).filter(pk=row.seat_id).exists():
        raise Http404
    return row


def step_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Step:
    """Return a step to the adults of its organization."""
    community = community_or_404(request, slug)
    rows = recommendations.steps_kept_by(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)
