"""The front of the site, a community's own page with its line, and a person's home."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.applications.queries.applications import of_party, with_lead
from copractice.calls.queries.versions import part_kinds_of
from copractice.cohorts.queries import cohorts
from copractice.cohorts.queries.cohorts import counted
from copractice.communities import rules
from copractice.communities.queries import communities, memberships, updates
from copractice.communities.views.public import NEWEST, community_or_404
from copractice.consents.queries.consents import families_of
from copractice.convening.queries import priorities
from copractice.convening.queries.convenings import is_open
from copractice.definition.queries.definitions import standing_in
from copractice.impact.queries import reports
from copractice.web.places import standing_at
from copractice.web.waits import waits_for

CARDS = 3  # cohorts on a community's page


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """List the communities of the site; a site with one goes straight there."""
    rows = list(communities.visible_to(request.user))
    if len(rows) == 1:
        return redirect(rows[0])
    return render(request, "web/front.html", {"communities": rows})


@login_not_required
@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a community's public page: where it stands on the line, what is new, what it grew from."""
    row, now = community_or_404(request, slug), timezone.now()
    standing = standing_at(row, now)
    context = {
        "community": row,
        "standing": standing,
        "kinds": part_kinds_of(standing.call) if standing and standing.is_open else [],
        "defined": standing_in(row),
        "is_open": is_open(row, now),
        "priorities": priorities.of_community(request.user, row),
        "updates": updates.of_community(request.user, row)[:NEWEST],
        "cohorts": counted(cohorts.of_community(request.user, row, now))[:CARDS],
        "reports": list(reports.of_community(request.user, row, now)),
        "facts": updates.history_of(row),
        "may_edit": rules.may_edit_page(request.user, row, now),
    }
    return render(request, "web/community.html", context)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person where they belong and what changed there."""
    now = timezone.now()
    held = list(memberships.held_by(request.user, now))
    news = updates.visible_to(request.user).filter(community__in={row.community_id for row in held})[:5]
    context = {
        "held": held,
        "families": families_of(request.user, now),
        "applications": with_lead(of_party(request.user)),
        "news": news,
        "now": now,
        "waits": waits_for(request.user, now),
    }
    return render(request, "web/home.html", context)
