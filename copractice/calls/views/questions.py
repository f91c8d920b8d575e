"""Staff write the questions of a draft version."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.actions import questions as acts
from copractice.calls.forms.asking import AskForm
from copractice.calls.models import Question
from copractice.calls.queries import versions
from copractice.calls.states import Party
from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404
from copractice.ledger.states import Refused


@require_safe
def edit_questions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List what the draft asks, party by party, to add, change, order and take away."""
    row = led_or_404(request, slug, code, timezone.now())
    version = versions.draft_of(row)
    if version is None:
        raise Refused(_("A published version stays as it is. Start a new version to change a question."))
    asked = versions.questions_of(version)
    parties = [
        (kind, [one for one in asked if one.party == kind.party]) for kind in versions.part_kinds_of(row)
    ]
    context = {"community": row.community, "call": row, "version": version, "parties": parties}
    return render(request, "calls/edit_questions.html", context)


def add_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask a party one question more."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    party = _party_or_404(request.GET.get("party", Party.EMPLOYER))
    form = AskForm(request.POST or None, community=row.community, party=party)
    if saved(
        request,
        form,
        lambda: acts.add_question(
            call=row, party=party, key=form.cleaned_data["key"], ask=form.asked(), actor=request.user, now=now
        ),
        _("The question is added."),
    ):
        return redirect("edit_questions", slug, code)
    title = _("A question to: %(party)s") % {"party": party.label}
    return sheet(request, row, form, Sheet(title, _("Add the question"), "edit_questions", _lead(party)))


def change_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Word a question of the draft anew; `code` is its key."""
    now = timezone.now()
    row = draft_question_or_404(request, slug, code, now)
    party, call = Party(row.party), row.version.call
    form = AskForm(request.POST or None, community=row.community, party=party, question=row)
    if saved(
        request,
        form,
        lambda: acts.change_question(
            question=row,
            ask=form.asked(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The question is saved."),
    ):
        return redirect("edit_questions", slug, call.code)
    title = _("Question %(number)d to: %(party)s") % {"number": row.number, "party": party.label}
    return sheet(request, call, form, Sheet(title, _("Save the question"), "edit_questions", _lead(party)))


@require_POST
def move_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Move a question of the draft one place up or down."""
    now = timezone.now()
    row = draft_question_or_404(request, slug, code, now)
    acts.move_question(question=row, up=request.POST.get("to") == "up", actor=request.user, now=now)
    return redirect("edit_questions", slug, row.version.call.code)


@require_POST
def retire_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask a question no more from this draft on."""
    now = timezone.now()
    row = draft_question_or_404(request, slug, code, now)
    acts.retire_question(question=row, actor=request.user, now=now)
    return redirect("edit_questions", slug, row.version.call.code)


def draft_question_or_404(request: HttpRequest, slug: str, key: str, now: datetime) -> Question:
    """Return a question of a draft to the staff of its community, by its key."""
    community = run_or_404(request, slug, now)
    rows = versions.draft_questions(request.user, now).filter(community=community)
    return get_object_or_404(rows, key=key)


def _party_or_404(name: str) -> Party:
    if name not in Party.values:
        raise Http404
    return Party(name)


def _lead(party: Party) -> str:
    if party is Party.YOUTH:
        return _("What youth write is never read by their employer or umbrella. Ask in plain words.")
    return _("Who reads the answer is said under the question, before anybody writes.")
