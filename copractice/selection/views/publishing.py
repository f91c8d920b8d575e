"""Staff write the letters, look at all of them, publish every decision at once, and promote from the list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.calls.models import Call
from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.ledger.forms import refusals_in
from copractice.selection.actions import lettering, publishing
from copractice.selection.analysis.letters import Words, texts_of, words_for
from copractice.selection.forms.deciding import AcceptForm, LettersForm
from copractice.selection.forms.running import PromoteForm
from copractice.selection.queries.applicants import facts_of
from copractice.selection.states import Outcome
from copractice.selection.views.pieces import SHEET, whole_or_404

TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Preview:
    """One letter as it would go out: for which outcome, to how many applications, in which language."""

    outcome: Outcome
    applications: int
    language: str
    words: Words


def letter_texts(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write what the letters of a call say."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    form = LettersForm(request.POST or None, call=call)
    if saved(
        request,
        form,
        lambda: lettering.write_texts(
            call=call,
            texts=form.letters(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The letters are kept. Nothing is sent yet."),
    ):
        return redirect("decisions", slug, code)
    lead = _(
        "They go to every party, young people too, and name nobody. "
        "Where you write {accept_by} stands the date by which a seat is taken."
    )
    words = Sheet(_("What the letters say"), _("Save the letters"), "decisions", lead)
    return sheet(request, call, form, words, template=SHEET)


@never_cache
def publish_decisions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Look at every letter, say until when a seat is taken, and publish all decisions in one act."""
    now = timezone.now()
    call = whole_or_404(request, slug, code, now)
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, call=call, initial=now + TWO_WEEKS)
    if form.is_valid():
        with refusals_in(form):
            at = form.cleaned_data["accept_by"]
            done = publishing.publish(call=call, accept_by=at, actor=request.user, now=now)
            n = len(done)
            said = ngettext("%(n)d decision is published.", "%(n)d decisions are published.", n)
            messages.success(request, said % {"n": n})
            return redirect("decisions", slug, code)
    rows = publishing.approved(call)
    counts = [(one.label, sum(row.outcome == one for row in rows)) for one in Outcome]
    context = {"community": call.community, "call": call, "form": form, "rows": rows, "counts": counts}
    names = facts_of(call, [row.application for row in rows])
    context["remarks"] = [(names[row.application_id].name, row.remarks) for row in rows if row.remarks]
    context["previews"] = _previews(call, [row.outcome for row in rows], now)
    return render(request, "selection/publish.html", context, status=400 if form.errors else 200)


def promote_next(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Draft a seat for the next on the waiting list."""
    now = timezone.now()
    call = whole_or_404(request, slug, code, now)
    form = PromoteForm(request.POST if request.method == "POST" else None)
    if saved(
        request,
        form,
        lambda: publishing.promote(
            call=call, reason=form.cleaned_data["reason"], actor=request.user, now=now
        ),
        _("The seat is drafted for the next on the waiting list. A second person approves it."),
    ):
        return redirect("decisions", slug, code)
    lead = _(
        "The first one that still waits gets it. It is approved by a second person and published like the others."
    )
    words = Sheet(_("Promote from the waiting list"), _("Draft the promotion"), "decisions", lead)
    return sheet(request, call, form, words, template=SHEET)


def _previews(call: Call, outcomes: list[str], now: datetime) -> list[Preview]:
    texts = texts_of(call)
    return [
        Preview(
            outcome,
            outcomes.count(outcome),
            get_language_info(language)["name_translated"],
            words_for(texts, outcome, language, call=call, accept_by=now + TWO_WEEKS),
        )
        for outcome in Outcome
        if outcome in outcomes
        for language in call.community.languages
    ]
