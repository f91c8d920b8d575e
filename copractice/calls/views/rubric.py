"""Staff write the rubric of a call that nobody has read yet."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls import rules
from copractice.calls.actions import rubric as acts
from copractice.calls.forms.asking import MeasureForm
from copractice.calls.models import Call, Criterion
from copractice.calls.queries import versions
from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404
from copractice.convening.queries import priorities
from copractice.definition.queries import commitments
from copractice.ledger.states import Refused


@require_safe
def edit_rubric(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the criteria, to add, change, order and take away."""
    row = _shaped(led_or_404(request, slug, code, timezone.now()))
    context = {"community": row.community, "call": row, "criteria": versions.criteria_of(row)}
    return render(request, "calls/edit_rubric.html", context)


def add_criterion(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add a criterion."""
    now = timezone.now()
    row = _shaped(led_or_404(request, slug, code, now))
    form = MeasureForm(request.POST or None, **_choices(request, row, now))
    if saved(
        request,
        form,
        lambda: acts.add_criterion(
            call=row, code=form.cleaned_data["code"], measure=form.measure(), actor=request.user, now=now
        ),
        _("The criterion is added."),
    ):
        return redirect("edit_rubric", slug, code)
    return sheet(request, row, form, Sheet(_("A criterion"), _("Add the criterion"), "edit_rubric", _lead()))


def change_criterion(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a criterion."""
    now = timezone.now()
    row = criterion_or_404(request, slug, code, now)
    form = MeasureForm(request.POST or None, criterion=row, **_choices(request, _shaped(row.call), now))
    if saved(
        request,
        form,
        lambda: acts.change_criterion(
            criterion=row,
            measure=form.measure(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The criterion is saved."),
    ):
        return redirect("edit_rubric", slug, row.call.code)
    title = _("Criterion %(number)d") % {"number": row.number}
    return sheet(request, row.call, form, Sheet(title, _("Save the criterion"), "edit_rubric", _lead()))


@require_POST
def move_criterion(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Move a criterion one place up or down."""
    now = timezone.now()
    row = criterion_or_404(request, slug, code, now)
    acts.move_criterion(criterion=row, up=request.POST.get("to") == "up", actor=request.user, now=now)
    return redirect("edit_rubric", slug, row.call.code)


@require_POST
def remove_criterion(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a criterion away."""
    now = timezone.now()
    row = criterion_or_404(request, slug, code, now)
    acts.remove_criterion(criterion=row, actor=request.user, now=now)
    return redirect("edit_rubric", slug, row.call.code)


def criterion_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Criterion:
    """Return a criterion to the staff of its community."""
    community = run_or_404(request, slug, now)
    rows = versions.criteria_run_by(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)


def _shaped(call: Call) -> Call:
    if rules.is_published(call):
        raise Refused(_("People write for these criteria, so the rubric stays as it was published."))
    return call


def _choices(request: HttpRequest, call: Call, now: datetime) -> dict[str, Any]:
    draft = versions.draft_of(call)
    return {
        "call": call,
        "questions": versions.questions_of(draft) if draft else [],
        "priorities": priorities.of_community(request.user, call.community),
        "commitments": commitments.of_community(request.user, call.community, now),
    }


def _lead() -> str:
    return _("Reviewers score from 0 to 4, and read your words beside each score. Applicants read them too.")
