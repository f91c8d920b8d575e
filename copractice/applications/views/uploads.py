"""Handing out a file: to whoever may read the answer that it is, and never as a page of this site."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.applications.files import stored
from copractice.applications.models import Upload
from copractice.applications.queries.answers import may_read_upload
from copractice.calls.states import Party
from copractice.communities.views.public import community_or_404
from copractice.ledger.actions import see


@never_cache
@require_safe
def upload(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand out a file to be kept, not to be shown; a look at a young person's file is kept."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = Upload.objects.select_related("part__application__call", "part__version", "part__owner")
    row = get_object_or_404(rows, community=community, code=code)
    row.part.community = community
    if not may_read_upload(request.user, row, now):
        raise Http404
    if row.part.party == Party.YOUTH and row.part.owner_id != request.user.pk:
        see(request.user, row.part, community_id=community.pk, at=now)
    response = HttpResponse(stored.read(settings.UPLOADS, row.stored), content_type=row.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, row.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
