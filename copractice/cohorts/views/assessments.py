"""The desk of assessments: what a cohort is asked, how many answered, and what came of it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.views.pieces import saved
from copractice.cohorts import rules
from copractice.cohorts.actions import assessments as acts
from copractice.cohorts.analysis.assessments import Result, results_of
from copractice.cohorts.files.starts import TITLES
from copractice.cohorts.forms.assessments import AssessmentForm
from copractice.cohorts.models import Assessment, Cohort
from copractice.cohorts.queries import assessments
from copractice.cohorts.queries.assessments import YOUTH
from copractice.cohorts.queries.words import words_in
from copractice.cohorts.states import Asks, Phase
from copractice.cohorts.views.pieces import Sheet, sheet
from copractice.cohorts.views.public import cohort_or_404
from copractice.cohorts.views.sessions import met_or_404
from copractice.communities.views.public import community_or_404
from copractice.ledger.actions import see


def kept_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Assessment:
    """Return an assessment to who prepares it: facilitators and staff."""
    community = community_or_404(request, slug)
    return get_object_or_404(assessments.kept_by(request.user, now), community=community, code=code)


@require_safe
def assessment_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List what a cohort is asked, with how many answered."""
    now = timezone.now()
    row = cohort_or_404(request, slug, code, now)
    if not rules.may_measure(request.user, row.community, now):
        raise Http404
    rows = assessments.listed(row, now)
    context = {"community": row.community, "cohort": row, "rows": rows}
    context |= {"open": sum(one.phase == Phase.OPEN for one in rows)}
    context |= {"may_keep": rules.may_meet(request.user, row.community, now)}
    return render(request, "cohorts/assessment_list.html", context)


def make_assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Choose what to start from, then prepare it."""
    now = timezone.now()
    row = met_or_404(request, slug, code, now)
    start, follow = request.GET.get("from", ""), request.GET.get("of", "")
    baselines = assessments.baselines_to_follow(row)
    if start not in TITLES:
        context = {"community": row.community, "cohort": row, "baselines": baselines}
        return render(request, "cohorts/assessment_start.html", context)
    baseline = next((one for one in baselines if one.code == follow), None)
    if start == "endline" and baseline is None:
        raise Http404
    form = AssessmentForm(request.POST or None, cohort=row, start=start, now=now)
    made: list[Assessment] = []
    if saved(
        request, form, lambda: made.append(_make(request, row, form, baseline, now)), _("It is prepared.")
    ):
        return redirect(made[0])
    words = Sheet(_title(start), _("Prepare it"), "assessments", _lead(start))
    return sheet(request, row, form, words)


def _make(
    request: HttpRequest, row: Cohort, form: AssessmentForm, baseline: Assessment | None, now: datetime
) -> Assessment:
    by = {"terms": form.terms(), "form_key": form.cleaned_data["form_key"], "actor": request.user, "now": now}
    if baseline and form.start == "endline":
        return acts.follow_baseline(baseline=baseline, **by)
    asks = Asks(form.cleaned_data["asks"])
    return acts.prepare_assessment(cohort=row, kind=form.kind(), asks=asks, items=form.items(), **by)


def _title(start: str) -> str:
    titles = {
        "baseline": _("Prepare a baseline"),
        "endline": _("Prepare the endline"),
        "exit": _("Prepare an exit survey"),
        "later": _("Prepare a follow-up"),
    }
    return titles.get(start, _("Prepare a survey"))


def _lead(start: str) -> str:
    leads = {
        "baseline": _("Say what is measured. An endline can ask the same later."),
        "endline": _("It asks the same of the same, so that a gain can be told."),
        "empty": _("You write its questions next."),
    }
    return leads.get(start, _("Its questions are ready. You can change them next."))


@never_cache
@require_safe
def assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show an assessment: what it asks, how many answered, and once it is counted its results."""
    now = timezone.now()
    community = community_or_404(request, slug)
    row = get_object_or_404(assessments.visible_to(request.user, now), community=community, code=code)
    may_keep, phase = rules.may_meet(request.user, community, now), assessments.phase_of(row, now)
    context = {"community": community, "cohort": row.cohort, "assessment": row, "phase": phase}
    context |= {"turnouts": assessments.turnouts_of(row, now), "items": assessments.items_of(row)}
    context |= {"may_keep": may_keep, "may_word": may_keep and rules.may_word(row, now)}
    context |= {"may_score": may_keep and rules.may_score(row, now)}
    seats = _seats(row, now) if may_keep and row.asks == Asks.ORGANIZATIONS else []
    unscored = (seat for seat, n in seats if n < len(row.items))
    context |= {"seats": seats, "next_seat": next(unscored, None) if context["may_score"] else None}
    context |= {"endline": assessments.endline_of(row), "may_drop": may_keep and rules.may_drop(row, now)}
    results = _results(request, row, now) if row.counted is not None else None
    context |= {"results": results, "compared": sum(result.compared for result, _words in results or [])}
    context |= {"risen": sum(result.risen for result, _words in results or [])}
    return render(request, "cohorts/assessment.html", context)


def _seats(row: Assessment, now: datetime) -> list[tuple[object, int]]:
    """Return the seats that are scored, each with how many items have a score."""
    found: dict[int | None, int] = {}
    for value in assessments.values_in(row):
        found[value.seat_id] = found.get(value.seat_id, 0) + 1
    return [(seat, found.get(seat.pk, 0)) for seat in assessments.seats_scored(row, now)]


def _results(request: HttpRequest, row: Assessment, now: datetime) -> list[tuple[Result, list[object]]]:
    """Return the results with the words that this reader may read; each look at a young person's is kept."""
    found = []
    for result in results_of(row):
        words = words_in(row, result.group, request.user, now) if result.is_shown else {}
        if result.group == YOUTH:
            for answer in [one for rows in words.values() for one in rows]:
                see(request.user, answer, community_id=row.community_id, at=now)
        found.append((result, [(line, words.get(line.item.key, [])) for line in result.lines]))
    return found


def change_assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Rename an assessment or move its times."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    form = AssessmentForm(request.POST or None, cohort=row.cohort, now=now, assessment=row)
    by = {"actor": request.user, "now": now}

    def save() -> object:
        revision = form.cleaned_data["revision"]
        return acts.change_assessment(assessment=row, terms=form.terms(), revision=revision, **by)

    if saved(request, form, save, _("It is changed.")):
        return redirect(row)
    words = Sheet(_("Change name and times"), _("Save"), "", back_url=row.get_absolute_url())
    return sheet(request, row.cohort, form, words)


@require_POST
def drop_assessment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Drop an assessment that nobody has answered."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    acts.drop_assessment(assessment=row, actor=request.user, now=now)
    messages.success(request, _("It is dropped."))
    return redirect("assessments", slug, row.cohort.code)
