"""Staff draft decisions on one page, and a second person approves them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.models import Call
from copractice.calls.views.pieces import led_or_404
from copractice.ledger.forms import refusals_in
from copractice.selection.actions import answering, deciding
from copractice.selection.analysis.desk import desk_of, rows_to_draft
from copractice.selection.forms.deciding import DraftsForm
from copractice.selection.models import SelectionRun
from copractice.selection.queries.decisions import newest_run
from copractice.selection.queries.runs import draws
from copractice.selection.rules import is_deciding
from copractice.selection.views.pieces import run_row_or_404

MOST = 2**31


@never_cache
@require_safe
def decisions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the decisions of a call and what comes next."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    desk = desk_of(call, request.user, now, is_deciding=is_deciding(call, now))
    context = {"community": call.community, "call": call, "desk": desk}
    context["may_remind"] = bool(desk.unanswered and answering.to_remind(call, request.user, now))
    if desk.is_whole:  # a run and a draw show every application of the call
        context |= {"run": newest_run(call), "draws": draws().filter(call=call)}
    return render(request, "selection/decisions.html", context)


@never_cache
def draft_decisions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Decide on every application that is not tied to the reader, by hand or from a run's advice."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    run = _run(request, call, slug)
    form = DraftsForm(request.POST or None, rows=rows_to_draft(call, run, request.user, now))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            by = {"actor": request.user, "now": now}
            for other in deciding.draft(call=call, drafts=form.drafts(), run=run, **by):
                form.show_conflict(other)
        if form.is_valid():
            messages.success(request, _("The drafts are kept. A second person approves them."))
            return redirect("decisions", slug, code)
    context = {"community": call.community, "call": call, "run": run, "form": form}
    return render(request, "selection/draft.html", context, status=400 if form.errors else 200)


@require_POST
def approve_decisions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Approve the drafts that were ticked, as they were seen."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    typed = [pair.partition(":") for pair in request.POST.getlist("approve")]
    seen = {name: int(revision) for name, _sep, revision in typed if _is_count(revision)}
    n = deciding.approve(call=call, revisions=seen, actor=request.user, now=now)
    said = ngettext("%(n)d decision is approved.", "%(n)d decisions are approved.", n) % {"n": n}
    messages.success(
        request, said if n else _("Nothing was approved: tick decisions, or look at what changed.")
    )
    return redirect("decisions", slug, code)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) < MOST


def _run(request: HttpRequest, call: Call, slug: str) -> SelectionRun | None:
    code = request.POST.get("run") or request.GET.get("run")
    if not code:
        return None
    run = run_row_or_404(request, slug, code, timezone.now())
    return get_object_or_404(SelectionRun.objects.filter(call=call, result__isnull=False), pk=run.pk)
