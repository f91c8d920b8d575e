"""A draw: staff commit to it and enter the number, and everybody checks it, in the browser or by a program."""

import json
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.calls.views.pieces import Sheet, sheet
from copractice.communities.views.public import community_or_404
from copractice.engine import verify_draw
from copractice.ledger.forms import refusals_in
from copractice.selection.actions import drawing
from copractice.selection.analysis.desk import rows_to_draft
from copractice.selection.analysis.proposal import level_of
from copractice.selection.forms.running import DrawForm, NumberForm
from copractice.selection.models import Draw
from copractice.selection.queries.decisions import newest_run
from copractice.selection.queries.runs import draws
from copractice.selection.rules import may_decide_all
from copractice.selection.views.pieces import SHEET, whole_or_404


def start_draw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say who is in a draw and which number decides, and publish that."""
    now = timezone.now()
    call = whole_or_404(request, slug, code, now)
    run = newest_run(call)
    rows = rows_to_draft(call, None, request.user, now)
    form = DrawForm(request.POST if request.method == "POST" else None, rows=rows, level=level_of(run))
    if form.is_valid():
        with refusals_in(form):
            who = {"codes": form.cleaned_data["among"], "seats": form.cleaned_data["seats"]}
            by = {"run": run, "actor": request.user, "now": now}
            return redirect(drawing.commit_draw(call=call, beacon=form.beacon(), **who, **by))
    lead = _(
        "Who is in and which number decides is published now and cannot change. The number must not exist yet."
    )
    words = Sheet(_("Draw seats by lot"), _("Publish the draw"), "decisions", lead)
    return sheet(request, call, form, words, template=SHEET)


@login_not_required
@require_safe
def draw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a draw to everybody: what was promised, the number, what it drew, and how to check it."""
    return _page(request, _draw_or_404(request, slug, code), NumberForm())


def pick_draw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Enter the public number."""
    now = timezone.now()
    row = _draw_or_404(request, slug, code)
    whole_or_404(request, slug, row.call.code, now)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            number = form.cleaned_data["number"]
            drawing.pick_draw(draw=row, number=number, actor=request.user, now=now)
            messages.success(request, _("The number is entered, and everybody can check the draw."))
            return redirect(row)
    return _page(request, row, form)


@login_not_required
@require_safe
def draw_document(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Send the document of a draw, byte for byte what its hash was made of."""
    row = _draw_or_404(request, slug, code)
    headers = {"Content-Disposition": f'attachment; filename="draw-{row.code}.json"'}
    return HttpResponse(row.document.encode(), content_type="application/json", headers=headers)


@login_not_required
@require_safe
def draw_verifier(request: HttpRequest) -> HttpResponse:
    """Send the program that checks a draw with Python alone."""
    headers = {"Content-Disposition": 'attachment; filename="verify_draw.py"'}
    source = Path(verify_draw.__file__).read_bytes()
    return HttpResponse(source, content_type="text/x-python; charset=utf-8", headers=headers)


def _draw_or_404(request: HttpRequest, slug: str, code: str) -> Draw:
    community = community_or_404(request, slug)
    return get_object_or_404(draws(), community=community, code=code)


def _page(request: HttpRequest, row: Draw, form: NumberForm) -> HttpResponse:
    said = json.loads(row.document)
    people = sorted({code for cohort in said["cohorts"] for code in cohort})
    context = {"community": row.community, "call": row.call, "draw": row, "beacon": said["beacon"]}
    context |= {"people": people, "seats": len(said["cohorts"][0]), "form": form}
    context["may_pick"] = row.picked_at is None and may_decide_all(request.user, row.call, timezone.now())
    return render(request, "selection/draw.html", context, status=400 if form.errors else 200)
