"""What the reviews of a call add up to, for staff; never of an application that is tied to the reader."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.calls.views.pieces import led_or_404
from copractice.communities.views.staff import run_or_404
from copractice.review.analysis.scoring import Standing, board_of
from copractice.review.models import Review
from copractice.review.queries import desk
from copractice.review.queries.reviews import organization_names, plan_of
from copractice.review.queries.writing import Line, lines_of_each
from copractice.review.rules import may_assign
from copractice.review.states import ReviewState

A_PAGE = 100
LEFT, RIGHT = 6, 294  # where 0 and 4 stand in the drawing
SORTS: dict[str, Callable[[Standing], tuple[float, int]]] = {
    "score": lambda row: (-(row.best if row.best is not None else -1), row.application),
    "spread": lambda row: (-(row.spread if row.spread is not None else -1), row.application),
    "missing": lambda row: (row.sent - row.asked, row.application),
}


@dataclass(frozen=True)
class Drawn:
    """One row of the board with its drawing, in units of the drawing."""

    standing: Standing
    name: str
    code: str
    at: float | None
    mean: float | None
    low: float | None
    high: float | None


@never_cache
@require_safe
def review_board(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the applications of a call by what their reviews say."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    board = board_of(call, request.user, now)
    sort = request.GET.get("sort", "score")
    rows = sorted(board.rows, key=SORTS.get(sort, SORTS["score"]))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"community": call.community, "call": call, "board": board, "page": page}
    context |= {"rows": _drawn(call, list(page.object_list)), "sort": sort, "plan": plan_of(call)}
    context |= {
        "sent": sum(row.sent for row in board.rows),
        "asked": sum(row.asked for row in board.rows),
        "far": sum(row.is_far for row in board.rows),
        "ticks": [(_x(n), n) for n in range(5)],
    }
    return render(request, "review/board.html", context)


@never_cache
@require_safe
def application_reviews(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the reviews of one application side by side."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    application = desk.application_for(request.user, community, code, now)
    if application is None:
        raise Http404
    found = desk.reviews_of(application, now)
    is_hidden = any(
        row.state == ReviewState.DRAFT and row.assignment.reviewer.membership.person_id == request.user.pk
        for row in found
    )
    context = {"community": community, "call": application.call, "application": application}
    context |= {"name": organization_names([application.pk]).get(application.pk, application.code)}
    context |= {"reviews": _told(application.call, found, is_hidden=is_hidden), "is_hidden": is_hidden}
    context |= {"may_assign": may_assign(request.user, application.call, now)}
    return render(request, "review/application_reviews.html", context)


def _told(call: Call, reviews: list[Review], *, is_hidden: bool) -> list[tuple[Review, list[Line]]]:
    """Return each review with its lines; a draft has none for others, nor has any before the own is sent."""
    shown = [row for row in reviews if row.state == ReviewState.SUBMITTED and not is_hidden]
    lines = lines_of_each(shown, call)
    return [(row, lines.get(row.pk, [])) for row in reviews]


def _drawn(call: Call, rows: list[Standing]) -> list[Drawn]:
    ids = [row.application for row in rows]
    names = organization_names(ids)
    codes = dict(Application.objects.filter(pk__in=ids).values_list("pk", "code"))
    return [
        Drawn(
            row,
            names.get(row.application, codes[row.application]),
            codes[row.application],
            *(_x(value) for value in (row.best, row.mean, row.low, row.high)),
        )
        for row in rows
    ]


def _x(score: float | None) -> float | None:
    return None if score is None else round(LEFT + score / 4 * (RIGHT - LEFT), 1)
