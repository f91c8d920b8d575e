"""Staff have the engine propose a balanced cohort, and read what it says and what each rule costs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.calls.views.pieces import Sheet, sheet
from copractice.ledger.forms import refusals_in
from copractice.selection.actions import running
from copractice.selection.analysis.proposal import proposal_of
from copractice.selection.forms.running import RulesForm
from copractice.selection.rules import is_deciding
from copractice.selection.views.pieces import SHEET, run_row_or_404, whole_or_404


def start_selection(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Choose the rules of a cohort, and have it computed."""
    now = timezone.now()
    call = whole_or_404(request, slug, code, now)
    form = RulesForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_valid():
        with refusals_in(form):
            run = running.start_run(call=call, rules=form.rules(), actor=request.user, now=now)
            return redirect(run)
    lead = _(
        "The engine looks for the cohort with the best scores that keeps your rules, "
        "and says what each rule costs. It decides nothing."
    )
    words = Sheet(_("Rules for a balanced cohort"), _("Compute a cohort"), "decisions", lead)
    return sheet(request, call, form, words, template=SHEET)


@never_cache
@require_safe
def selection_run(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how far a run is, which cohort it proposes, or which rules conflict."""
    now = timezone.now()
    run = run_row_or_404(request, slug, code, now)
    if request.htmx and run.done_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"community": run.community, "call": run.call, "run": run, "percent": round(run.share * 100)}
    context |= {"view": proposal_of(run), "is_deciding": is_deciding(run.call, now)}
    return render(request, "selection/run.html", context)
