"""What staff see of the applications to a call: the list, one application, and the answers they may read."""

from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.applications import rules
from copractice.applications.actions import ruling, substituting
from copractice.applications.analysis.board import board_of
from copractice.applications.analysis.board_words import cells_of, columns_of, headline
from copractice.applications.analysis.dossier import dossier_of
from copractice.applications.forms.part import PartForm, typed
from copractice.applications.forms.staff import RulingForm
from copractice.applications.models import Application, Part
from copractice.applications.queries.answers import readable
from copractice.applications.queries.staff import run_applications, run_parts, run_substitutions
from copractice.applications.states import Group, Waits
from copractice.calls.analysis.standing import standing_of
from copractice.calls.queries.versions import part_kinds_of
from copractice.calls.states import Party
from copractice.calls.views.pieces import led_or_404
from copractice.communities.views.staff import run_or_404
from copractice.ledger.actions import see
from copractice.ledger.forms import refusals_in

A_PAGE = 100


def handled_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Application:
    """Return an application to staff of its community; to anyone else it is not there."""
    community = run_or_404(request, slug, now)
    return get_object_or_404(run_applications(request.user, now), community=community, code=code)


def part_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Part:
    """Return a part to staff of its community; to anyone else it is not there."""
    community = run_or_404(request, slug, now)
    return get_object_or_404(run_parts(request.user, now), community=community, code=code)


@require_safe
def applications(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the applications to a call: how far each is and for whom it waits; nothing of what they say."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    board = board_of(call, now)
    chosen = {name: request.GET.get(name, "") for name in ("group", "waits", "words")}
    found = board.found(**chosen)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    counts = {group: board.count(group) for group in Group}
    parties = [Party(kind.party) for kind in part_kinds_of(call)]
    context = {
        "community": call.community,
        "call": call,
        "standing": standing_of(call, now),
        "board": board,
        "title": headline(board, now),
        "page": page,
        "by_group": [
            (group, counts[group], [cells_of(line, parties, now) for line in lines])
            for group, lines in groupby(page, key=lambda line: line.group)
        ],
        "columns": columns_of(parties),
        "width": len(columns_of(parties)) + 3,
        "chosen": chosen,
        "groups": [(group, n) for group, n in counts.items() if n],
        "waits": [(one, board.waits[one]) for one in Waits if board.waits[one]],
        "found": len(found),
    }
    return render(request, "applications/staff_list.html", context)


@require_safe
def application_staff(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show staff one application: its parties, what waits for a decision, what can be done."""
    row = handled_or_404(request, slug, code, timezone.now())
    return _page(request, row, RulingForm())


@never_cache
@require_safe
def read_part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show staff the answers of one part that they may read; a look at a young person's part is kept."""
    now = timezone.now()
    part = part_or_404(request, slug, code, now)
    rows = readable(request.user, part, now)
    if not rows:
        raise Http404
    if part.party == Party.YOUTH and part.owner_id != request.user.pk:
        see(request.user, part, community_id=part.community_id, at=now)
    questions = typed(PartForm(rows=rows), rows, told=lambda at: "")
    context = {"community": part.community, "part": part, "questions": questions}
    return render(request, "applications/staff_part.html", context)


@require_POST
def decide_substitution(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say yes or no to a party in another's place."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(run_substitutions(request.user, now), community=community, code=code)
    agrees = "agree" in request.POST
    substituting.decide(substitution=row, agrees=agrees, actor=request.user, now=now)
    said = _("Done. The lead is told, and the new party is invited.")
    if agrees and not row.address:
        said = _("Done. The new party has no address: print a code for them below.")
    messages.success(request, said if agrees else _("Everything stays as it is, and the lead is told."))
    return redirect("application_staff", slug, row.application.code)


@require_POST
def rule_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Rule an application out, or in again, with the reason."""
    now = timezone.now()
    row = handled_or_404(request, slug, code, now)
    form, is_out = RulingForm(request.POST), "out" in request.POST
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            ruling.rule(application=row, is_out=is_out, reason=reason, actor=request.user, now=now)
            messages.success(request, _("It is kept with your name, and the lead gets the reason by mail."))
            return redirect("application_staff", slug, code)
    return _page(request, row, form)


def _page(request: HttpRequest, row: Application, form: RulingForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "community": row.community,
        "view": dossier_of(row, request.user, now),
        "form": form,
        "may_handle": rules.may_handle(request.user, row, now),
    }
    return render(request, "applications/staff_detail.html", context, status=400 if form.is_bound else 200)
