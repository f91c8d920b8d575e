"""Staff have the engine propose who reviews what, confirm it, and change one assignment by hand."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404
from copractice.review.actions import assigning
from copractice.review.forms.desk import ReassignForm
from copractice.review.models import AssignmentRun, Review
from copractice.review.queries import desk
from copractice.review.queries.reviews import organization_names, plan_of
from copractice.review.rules import may_assign
from copractice.review.states import Perspective, RunState
from copractice.review.views.desk import SHEET

NAMED = 5  # applications that a shortage names


@require_POST
def assign_reviews(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have the engine propose who reviews what."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    return redirect(assigning.start_run(call=call, actor=request.user, now=now))


@require_safe
def assignment_run(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how far a run is, what it proposes, or what is missing."""
    now = timezone.now()
    run = run_row_or_404(request, slug, code, now)
    is_at_work = run.state == RunState.WAITING
    if request.htmx and not is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"community": run.community, "call": run.call, "run": run, "is_at_work": is_at_work}
    context |= {
        "percent": round(run.share * 100),
        "missing": [_missing(run, one) for one in run.failed_because],
    }
    return render(request, "review/run.html", context | _proposed(run))


@require_POST
def confirm_run(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Assign what a run proposes."""
    now = timezone.now()
    run = run_row_or_404(request, slug, code, now)
    assigning.confirm_run(run=run, actor=request.user, now=now)
    messages.success(request, _("It is assigned. Each reviewer gets a mail."))
    return redirect("review_desk", slug, run.call.code)


@require_POST
def drop_run(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give a proposal up."""
    now = timezone.now()
    run = run_row_or_404(request, slug, code, now)
    assigning.drop_run(run=run, actor=request.user, now=now)
    messages.success(request, _("The proposal is dropped. Nothing was assigned."))
    return redirect("review_desk", slug, run.call.code)


def reassign_review(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give one application from one reviewer to another."""
    now = timezone.now()
    review = review_or_404(request, slug, code, now)
    application = review.assignment.application
    plan = plan_of(application.call)
    form = ReassignForm(request.POST or None, reviewers=assigning.able(application, plan, now))
    by = {"actor": request.user, "now": now}
    if saved(
        request,
        form,
        lambda: assigning.reassign(review=review, to=form.to(), reason=form.cleaned_data["reason"], **by),
        _("The application is given to another reviewer."),
    ):
        return redirect("application_reviews", slug, application.code)
    lead = _("From %(name)s. Only reviewers without a tie and below their most are listed.")
    who = {"name": review.assignment.reviewer.membership.name}
    words = Sheet(_("Give it to somebody else"), _("Give it over"), "review_board", lead % who)
    return sheet(request, application.call, form, words, template=SHEET)


def run_row_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> AssignmentRun:
    """Return a run to staff without a tie in its call; it shows every application."""
    community = run_or_404(request, slug, now)
    run = get_object_or_404(desk.run_runs(request.user, now), community=community, code=code)
    if not may_assign(request.user, run.call, now):
        raise Http404
    return run


def review_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Review:
    """Return a review to staff without a tie in its call."""
    community = run_or_404(request, slug, now)
    review = get_object_or_404(desk.run_reviews(request.user, now), community=community, code=code)
    if not may_assign(request.user, review.assignment.application.call, now):
        raise Http404
    return review


def _proposed(run: AssignmentRun) -> dict[str, Any]:
    """Return the proposal by reviewer and by application, in names."""
    if run.result is None:
        return {}
    reviewers = {
        row.code: row.membership.name for row in desk.list_of(run.call, run.made_by.person, run.made_at)
    }
    applications = {row.code: row.pk for row in desk.to_review(run.call)}
    names = organization_names(applications.values())
    by_application: dict[int, list[str]] = {}
    for place, column in run.result["pairs"]:
        by_application.setdefault(place, []).append(reviewers.get(run.input["reviewers"][column], ""))
    rows = [
        (names.get(applications.get(code, 0), code), sorted(by_application.get(place, [])))
        for place, code in enumerate(run.input["applications"])
    ]
    loads = [
        (reviewers.get(code, ""), load, run.input["most"][place])
        for place, (code, load) in enumerate(zip(run.input["reviewers"], run.result["load"], strict=True))
    ]
    return {"rows": sorted(rows), "loads": sorted(loads)}


def _missing(run: AssignmentRun, gap: dict[str, Any]) -> str:
    """Return one shortage in words, with the applications that it meets."""
    number, places = gap["missing"], gap["places"]
    if gap["kind"] == "load":
        said = ngettext(
            "%(n)d review is missing for the fewest that reviewers asked for. Lower it.",
            "%(n)d reviews are missing for the fewest that reviewers asked for. Lower it.",
            number,
        )
        return said % {"n": number}
    if gap["kind"] == "other":
        return _("The engine cannot answer this: %(why)s.") % {"why": gap["sentence"]}
    found = desk.to_review(run.call).filter(code__in=places[:NAMED]).values_list("pk", flat=True)
    named = ", ".join(sorted(organization_names(found).values()))
    more = _(" and %(n)d more") % {"n": len(places) - NAMED} if len(places) > NAMED else ""
    told = {"n": number, "named": named + more}
    if gap["kind"] == "demand":
        said = ngettext(
            "%(n)d review is missing: %(named)s.", "%(n)d reviews are missing: %(named)s.", number
        )
        return said % told
    label = dict(Perspective.choices).get(gap["kind"].removeprefix("label "), gap["kind"])
    said = ngettext(
        "%(n)d reviewer of the perspective %(label)s is missing: %(named)s.",
        "%(n)d reviewers of the perspective %(label)s are missing: %(named)s.",
        number,
    )
    return said % (told | {"label": label})
