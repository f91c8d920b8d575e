"""An item of a framework with what serves it; above the stages, because each of them may."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.frameworks.queries import items_of
from copractice.web.aligned import aligned_to


@login_not_required
@require_safe
def framework_item(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one item with its source, the items under it, and the records of the community that serve it."""
    community = community_or_404(request, slug)
    row = get_object_or_404(items_of(request.user, community), code=code)
    context = {
        "community": community,
        "item": row,
        "parts": row.parts.order_by("position"),
        "aligned": list(aligned_to(row, request.user, timezone.now())),
    }
    return render(request, "frameworks/item.html", context)
