"""What everybody reads: the community's page, its updates, its history and its color."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.communities import rules
from copractice.communities.files import accent_css
from copractice.communities.models import Community
from copractice.communities.queries import communities, updates

NEWEST = 3
A_PAGE = 20


def community_or_404(request: HttpRequest, slug: str) -> Community:
    """Return the community of an address, and let the base template know it."""
    request.community = get_object_or_404(communities.visible_to(request.user), slug=slug)
    return request.community


@login_not_required
@require_safe
def updates_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the updates of a community, a page at a time."""
    community = community_or_404(request, slug)
    page = Paginator(updates.of_community(request.user, community), A_PAGE).get_page(request.GET.get("page"))
    may_post = rules.may_post_update(request.user, community, timezone.now())
    context = {"community": community, "page": page, "may_post": may_post}
    return render(request, "communities/update_list.html", context)


@login_not_required
@require_safe
def update_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one update."""
    community = community_or_404(request, slug)
    update = get_object_or_404(updates.of_community(request.user, community), code=code)
    may_withdraw = rules.may_withdraw_update(request.user, update, timezone.now())
    context = {"community": community, "update": update, "may_withdraw": may_withdraw}
    return render(request, "communities/update_detail.html", context)


@login_not_required
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public facts that a community grew from, each with its source."""
    community = community_or_404(request, slug)
    context = {"community": community, "facts": updates.history_of(community)}
    return render(request, "communities/history.html", context)


@login_not_required
@require_safe
def accent(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the community's accent color as a stylesheet, since pages carry no inline style."""
    community = community_or_404(request, slug)
    response = HttpResponse(accent_css(community.accent), content_type="text/css")
    response["Cache-Control"] = "public, max-age=300"
    return response
