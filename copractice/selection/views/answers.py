"""Staff give more time for an answer, remind, and free seats that nobody took."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.selection.actions import answering
from copractice.selection.forms.deciding import AcceptForm
from copractice.selection.queries.applicants import facts_of
from copractice.selection.queries.decisions import unanswered
from copractice.selection.views.pieces import SHEET, staffed_or_404


def extend_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give the lead of one application more time to take its seat."""
    now = timezone.now()
    decision = staffed_or_404(request, slug, code, now)
    call = decision.application.call
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, call=call, initial=decision.accept_by)
    if saved(
        request,
        form,
        lambda: answering.extend_answer(
            decision=decision, accept_by=form.cleaned_data["accept_by"], actor=request.user, now=now
        ),
        _("There is more time now, and the lead is told."),
    ):
        return redirect("decisions", slug, call.code)
    lead = _("For one application only. Its lead gets a message with the new date.")
    words = Sheet(_("More time for the answer"), _("Give more time"), "decisions", lead)
    return sheet(request, call, form, words, template=SHEET)


@require_POST
def release_seat(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Free a seat that nobody took in time."""
    now = timezone.now()
    decision = staffed_or_404(request, slug, code, now)
    answering.release(decision=decision, actor=request.user, now=now)
    messages.success(request, _("The seat is free. The next on the waiting list can be promoted."))
    return redirect("decisions", slug, decision.application.call.code)


@never_cache
def remind_answers(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show whose answer is missing, and remind exactly those."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    if request.method == "POST":
        n = answering.remind(call=call, codes=request.POST.getlist("to"), actor=request.user, now=now)
        said = ngettext("%(n)d reminder is on its way.", "%(n)d reminders are on their way.", n) % {"n": n}
        messages.success(request, said if n else _("Nobody was reminded: nothing waits for them any more."))
        return redirect("decisions", slug, code)
    rows, due = list(unanswered(call, request.user, now)), answering.to_remind(call, request.user, now)
    facts = facts_of(call, [row.application for row in rows])
    named = [(row, facts[row.application_id].name) for row in rows]
    context = {"community": call.community, "call": call}
    context["due"] = [pair for pair in named if pair[0] in due]
    context["held"] = [pair for pair in named if pair[0] not in due]
    return render(request, "selection/remind.html", context)
