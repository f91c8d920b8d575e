"""Staff add reviewers to a call, set their loads, and keep their ties."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404
from copractice.review.actions import reviewers as acts
from copractice.review.actions import ties as tying
from copractice.review.forms.desk import LoadForm, ReasonForm, ReviewerForm, TieForm
from copractice.review.models import Reviewer
from copractice.review.queries import desk, ties
from copractice.review.views.desk import SHEET


def add_reviewer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have somebody review for a call."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    form = ReviewerForm(request.POST or None, people=desk.candidates(call, now))
    if saved(
        request,
        form,
        lambda: acts.add_reviewer(
            call=call, membership=form.membership(), load=form.load(), actor=request.user, now=now
        ),
        _("The reviewer is added, and is asked for ties by mail."),
    ):
        return redirect("review_desk", slug, code)
    lead = _("People with the role of a reviewer in this community who do not review for this call yet.")
    words = Sheet(_("Add a reviewer"), _("Add the reviewer"), "review_desk", lead)
    return sheet(request, call, form, words, template=SHEET)


def reviewer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a reviewer's ties, and change perspective and loads."""
    now = timezone.now()
    row = reviewer_or_404(request, slug, code, now)
    form = LoadForm(request.POST or None, reviewer=row)
    if saved(
        request,
        form,
        lambda: acts.change_reviewer(reviewer=row, load=form.load(), actor=request.user, now=now),
        _("The reviewer is changed."),
    ):
        return redirect("review_desk", slug, row.call.code)
    return _page(request, row, now, form, TieForm(applicants=ties.applicants_of(row, now)))


@require_POST
def end_reviewer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have somebody review no more for a call."""
    now = timezone.now()
    row = reviewer_or_404(request, slug, code, now)
    acts.end_reviewer(reviewer=row, reason=request.POST.get("reason", "")[:300], actor=request.user, now=now)
    messages.success(request, _("This person reviews no more for this call."))
    return redirect("review_desk", slug, row.call.code)


@require_POST
def add_tie(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Enter a tie that staff know of."""
    now = timezone.now()
    row = reviewer_or_404(request, slug, code, now)
    form = TieForm(request.POST, applicants=ties.applicants_of(row, now))
    if saved(
        request,
        form,
        lambda: tying.add_tie(reviewer=row, tie=form.said(), actor=request.user, now=now),
        _("The tie is kept."),
    ):
        return redirect("reviewer", slug, code)
    return _page(request, row, now, LoadForm(reviewer=row), form)


@require_POST
def end_tie(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a tie that was declared or entered."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(ties.run_ties(request.user, now), community=community, code=code)
    tying.end_tie(tie=row, actor=request.user, now=now)
    messages.success(request, _("The tie is ended."))
    return redirect("reviewer", slug, row.reviewer.code)


def reviewer_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Reviewer:
    """Return a reviewer to the staff of the community."""
    community = run_or_404(request, slug, now)
    return get_object_or_404(desk.run_reviewers(request.user, now), community=community, code=code)


def _page(
    request: HttpRequest, row: Reviewer, now: datetime, form: LoadForm, tie_form: TieForm
) -> HttpResponse:
    barred = ties.barred_from(request.user, row.call, now)
    kept = [tie for tie in ties.ties_of(row) if tie.application_id not in barred]
    context = {"community": row.community, "call": row.call, "reviewer": row, "ties": kept}
    context |= {"form": form, "tie_form": tie_form, "reason_form": ReasonForm()}
    status = 400 if form.errors or tie_form.errors else 200
    return render(request, "review/reviewer.html", context, status=status)
