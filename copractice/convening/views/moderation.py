"""What staff do beside the room: decide about statements, and show the wall. No page of theirs shows a voter."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities.views.staff import run_or_404
from copractice.convening.actions import moderation as actions
from copractice.convening.forms.moderation import MergeForm
from copractice.convening.models import Statement
from copractice.convening.queries import moderation as queries
from copractice.convening.queries.room import live_turnout
from copractice.convening.queries.similar import similar_to
from copractice.convening.rules import may_moderate, may_vote
from copractice.convening.states import StatementState
from copractice.convening.views.staff import led_or_404

A_PAGE = 50
FOUND = 10


@require_safe
def moderation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the statements in one state, those that wait first, with what can be decided about them."""
    convening, now = led_or_404(request, slug, code), timezone.now()
    asked = request.GET.get("show", "")
    shown = StatementState(asked) if asked in StatementState.values else StatementState.WAITING
    rows = queries.in_state(request.user, convening, shown, now)
    counts = queries.counts_by_state(convening)
    context = {
        "community": convening.community,
        "convening": convening,
        "tabs": [(state, counts[state], state == shown) for state in StatementState],
        "shown": shown,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "decided": _decided(request, slug),
        "may_moderate": may_moderate(request.user, convening, now),
    }
    return render(request, "convening/moderation.html", context)


@require_POST
def accept(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let people vote on a statement."""
    statement = _statement_or_404(request, slug, code)
    actions.accept(statement=statement, actor=request.user, now=timezone.now())
    return _on(statement)


@require_POST
def reject(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep a statement out of the vote."""
    statement = _statement_or_404(request, slug, code)
    actions.reject(statement=statement, actor=request.user, now=timezone.now())
    return _on(statement)


@require_POST
def undo(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a decision back."""
    statement = _statement_or_404(request, slug, code)
    actions.undo(statement=statement, actor=request.user, now=timezone.now())
    messages.success(request, _("The decision is taken back. The statement waits again."))
    return redirect("moderation", slug, statement.convening.code)


def merge(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Choose the statement that says the same, from the most alike or by its words."""
    statement = _statement_or_404(request, slug, code)
    targets = queries.targets_for(statement)
    form = MergeForm(request.POST or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        actions.merge(statement=statement, into=into, actor=request.user, now=timezone.now())
        return _on(statement)
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    context = {"convening": statement.convening, "statement": statement, "form": form, "words": words}
    context |= _candidates(statement, targets, words)
    return render(request, "convening/moderation_merge.html", context, status=400 if form.errors else 200)


@require_safe
def wall(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the room's code on its screen, and how many are in."""
    convening = led_or_404(request, slug, code)
    context = {
        "community": convening.community,
        "convening": convening,
        "address": settings.SITE_URL.split("://")[-1] + reverse("join").rstrip("/"),
        "turnout": live_turnout(convening),
        "may_vote": may_vote(convening, timezone.now()),
    }
    return render(request, "convening/room_wall.html", context)


def _statement_or_404(request: HttpRequest, slug: str, code: str) -> Statement:
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = queries.visible_to(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)


def _candidates(statement: Statement, targets: QuerySet[Statement], words: str) -> dict[str, object]:
    """Return the statements with these words; without words, or where none has them, the most alike."""
    found = list(targets.filter(text__icontains=words)[:FOUND]) if words else []
    alike = [] if found else similar_to(statement.text, statement.language, targets)
    return {"rows": found or alike, "is_found": bool(found)}


def _decided(request: HttpRequest, slug: str) -> Statement | None:
    """Return the statement of the last decision, so that it can be taken back with one press."""
    code = request.GET.get("decided", "")
    if not (code.isascii() and code.isalnum()):
        return None
    rows = queries.visible_to(request.user, timezone.now()).filter(community__slug=slug)
    return rows.exclude(state=StatementState.WAITING).filter(code=code).first()


def _on(statement: Statement) -> HttpResponse:
    convening = statement.convening
    address = reverse("moderation", args=[convening.community.slug, convening.code])
    return redirect(f"{address}?decided={statement.code}")
