"""The front of the site, a community's own page with its line, and a person's home."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.calls.queries.versions import part_kinds_of
from copractice.communities import rules
from copractice.communities.queries import communities, memberships, updates
from copractice.communities.views.public import NEWEST, community_or_404
from copractice.convening.queries import priorities
from copractice.convening.queries.convenings import is_open
from copractice.definition.queries.definitions import standing_in
from copractice.web.belonging import belongings_of
from copractice.web.cohort_cards import cards_of
from copractice.web.places import standing_at
from copractice.web.waits import waits_for


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
        "cards": cards_of(row, now),
        "facts": updates.history_of(row),
        "may_edit": rules.may_edit_page(request.user, row, now),
    }
    return render(request, "web/community.html", context)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person where they belong and what changed there."""
    now = timezone.now()
    held = memberships.held_by(request.user, now).order_by()
    news = updates.visible_to(request.user).filter(community__in=held.values("community"))[:5]
    context = {
        "belongings": belongings_of(request.user, now),
        "news": news,
        "now": now,
        "waits": waits_for(request.user, now),
    }
    return render(request, "web/home.html", context)
