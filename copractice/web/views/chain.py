"""The page of a chain: where a record comes from, and where it goes."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.impact.views.gates import CHAIN
from copractice.web.chain import BY_KEY, chain_of


@login_not_required
@require_safe
def chain(request: HttpRequest, slug: str, kind: str, code: str) -> HttpResponse:
    """Show the chain that a record stands on, to whoever may read the record."""
    community, now = community_or_404(request, slug), timezone.now()
    if kind not in BY_KEY:
        raise Http404
    label = BY_KEY[kind]
    rows = CHAIN[label].gate(request.user, now).filter(community=community)
    record = get_object_or_404(rows, code=code)
    context = {
        "community": community,
        "kind": CHAIN[label],
        "words": CHAIN[label].words(record),
        "url": CHAIN[label].url(record),
        "levels": chain_of(label, record.pk, community, request.user, now),
    }
    return render(request, "web/chain.html", context)
