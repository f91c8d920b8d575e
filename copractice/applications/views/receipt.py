"""A receipt: what it says, what it proves, and the file by which its owner checks it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.applications.queries import receipts
from copractice.communities.views.public import community_or_404


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a receipt; to staff its hashes only."""
    community = community_or_404(request, slug)
    rows = receipts.visible_to(request.user, timezone.now()).filter(community=community)
    row = get_object_or_404(rows, code=code)
    is_mine = row.part.owner_id == request.user.pk
    context = {"community": community, "receipt": row, "call": row.part.application.call, "is_mine": is_mine}
    return render(request, "applications/receipt.html", context)


@never_cache
@require_safe
def receipt_content(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand the owner exactly what their part's hash was made of: the salt, then the content."""
    community = community_or_404(request, slug)
    row = get_object_or_404(receipts.owned_by(request.user), community=community, code=code)
    response = HttpResponse(row.part.salt + row.content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="receipt-{row.code}.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
