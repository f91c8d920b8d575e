"""What people said: the results of a convening, its statements, and the priorities adopted from it."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.convening import rules
from copractice.convening.analysis import COUNTS, Tally, strongest, tallied, tallies_of
from copractice.convening.models import Convening, Statement
from copractice.convening.queries import convenings, priorities
from copractice.convening.queries.analyses import newest_of
from copractice.convening.views import findings
from copractice.frameworks.queries import alignments_of
from copractice.frameworks.rules import may_align

SHOWN = 5
A_PAGE = 100


def convening_or_404(request: HttpRequest, slug: str, code: str) -> Convening:
    """Return the convening of an address, if the reader may know of it."""
    community = community_or_404(request, slug)
    rows = convenings.of_community(request.user, community, timezone.now())
    return get_object_or_404(rows, code=code)


def joined(statements: Sequence[Statement], tallies: Sequence[Tally]) -> list[tuple[Statement, Tally]]:
    """Put each tally beside its statement."""
    by_number = {str(statement.number): statement for statement in statements}
    return [(by_number[t.counts.item], t) for t in tallies if t.counts.item in by_number]


@login_not_required
@require_safe
def convening(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what unites and what divides, with turnout and intervals; before that, where it stands."""
    row = convening_or_404(request, slug, code)
    now = timezone.now()
    context = {
        "community": row.community,
        "convening": row,
        "may_lead": rules.may_lead(request.user, row, now),
        "turnout": convenings.turnout(row),
        "priorities": priorities.of_community(request.user, row.community).filter(convening=row),
    }
    if rules.may_see_results(request.user, row, now):
        context |= _findings(row)
    return render(request, "convening/convening.html", context)


def _findings(row: Convening) -> dict[str, object]:
    analysis = newest_of(row, COUNTS)
    if analysis is None:
        return {"is_being_counted": row.closed_at is not None}
    tallies = tallies_of(analysis)
    found = {kind: strongest(tallies, kind) for kind in ("unites", "turned down", "divides", "open", "few")}
    shown = [
        tally.counts.item for kind in ("unites", "turned down", "divides") for tally in found[kind][:SHOWN]
    ]
    statements = list(convenings.statements_of(row).filter(number__in=[int(item) for item in shown]))
    return {
        "analysis": analysis,
        "chart": findings.Drawing(analysis.chart),
        "uniting": joined(statements, found["unites"][:SHOWN]),
        "turned_down": joined(statements, found["turned down"][:SHOWN]),
        "dividing": joined(statements, found["divides"][:SHOWN]),
        "counted": {kind.replace(" ", "_"): len(rows) for kind, rows in found.items()},
        **findings.read(row),
    }


@login_not_required
@require_safe
def statements(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the statements that were voted on, a page of 100, found by their words."""
    row = convening_or_404(request, slug, code)
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = convenings.statements_of(row)
    if words:
        rows = rows.filter(text__icontains=words)
    may_count = rules.may_see_results(request.user, row, timezone.now())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = tallied(page.object_list) if may_count else [(statement, None) for statement in page.object_list]
    context = {"community": row.community, "convening": row, "page": page, "rows": shown}
    return render(request, "convening/statements.html", context | {"words": words, "may_count": may_count})


@login_not_required
@require_safe
def priority_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List what a community adopted, and the convenings that one may read of."""
    community = community_or_404(request, slug)
    context = {
        "community": community,
        "priorities": priorities.of_community(request.user, community),
        "convenings": convenings.of_community(request.user, community, timezone.now()),
        "may_prepare": rules.may_prepare(request.user, community, timezone.now()),
    }
    return render(request, "convening/priorities.html", context)


@login_not_required
@require_safe
def priority(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one priority: how it was chosen, by how many, from which statements, and why."""
    community = community_or_404(request, slug)
    row = get_object_or_404(priorities.of_community(request.user, community), code=code)
    context = {
        "community": community,
        "priority": row,
        "sources": priorities.sources_of(row),
        "alignments": alignments_of(row),
        "may_align": may_align(request.user, community, timezone.now()),
    }
    return render(request, "convening/priority.html", context)
