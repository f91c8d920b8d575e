"""What other programs read of a community: its updates as a feed, and what it and its cohorts are (JSON-LD)."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.cohorts.queries.cohorts import roster_of
from copractice.cohorts.views.public import cohort_or_404
from copractice.communities.queries import updates
from copractice.communities.queries.texts import read_text
from copractice.communities.views.public import community_or_404
from copractice.web.templatetags.texts import markdown

IN_FEED = 30
JSON_LD = "application/ld+json"


@login_not_required
@require_safe
def updates_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the newest updates of a community as Atom, in the language that is asked for."""
    community, language = community_or_404(request, slug), get_language() or "en"
    home = request.build_absolute_uri(community.get_absolute_url())
    own = request.build_absolute_uri()
    about = read_text(community.lead, language).text
    feed = Atom1Feed(title=community.name, link=home, description=about, feed_url=own, language=language)
    for row in updates.of_community(request.user, community)[:IN_FEED]:
        feed.add_item(
            title=read_text(row.title, language).text,
            link=request.build_absolute_uri(row.get_absolute_url()),
            description=str(markdown(read_text(row.body, language).text)),
            author_name=row.author.name,
            pubdate=row.posted_at,
            updateddate=row.posted_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@login_not_required
@require_safe
def about_community(request: HttpRequest, slug: str) -> HttpResponse:
    """Say in the words of schema.org what a community is."""
    community, language = community_or_404(request, slug), get_language() or "en"
    said = {
        "@type": "Organization",
        "name": community.name,
        "description": read_text(community.lead, language).text,
        "url": request.build_absolute_uri(community.get_absolute_url()),
    }
    return _json_ld(said | ({"email": community.contact_email} if community.contact_email else {}))


@login_not_required
@require_safe
def about_cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say in the words of schema.org what a cohort is and which organizations take part; never people."""
    now, language = timezone.now(), get_language() or "en"
    row = cohort_or_404(request, slug, code, now)
    names = [place.organization.name for place in roster_of(row, now) if place.organization]
    said = {
        "@type": "EducationalOccupationalProgram",
        "name": read_text(row.title, language).text,
        "url": request.build_absolute_uri(row.get_absolute_url()),
        "startDate": row.starts_on.isoformat(),
        "endDate": row.ends_on.isoformat(),
        "provider": {"@type": "Organization", "name": row.community.name},
        "contributor": [{"@type": "Organization", "name": name} for name in names],
    }
    return _json_ld(said)


def _json_ld(said: dict[str, Any]) -> HttpResponse:
    text = json.dumps({"@context": "https://schema.org", **said}, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type=JSON_LD)
