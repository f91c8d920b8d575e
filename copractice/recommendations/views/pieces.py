"""What the pages of recommendations share: the record of an address, and one page for every form."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from copractice.communities.views.public import community_or_404
from copractice.ledger.actions import see
from copractice.recommendations.models import Recommendation
from copractice.recommendations.queries import recommendations
from copractice.recommendations.rules import is_author


@dataclass(frozen=True)
class Sheet:
    """The words of a page with one form: its title, its act, and what it is for."""

    title: str
    act: str
    lead: str = ""


def row_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Recommendation:
    """Return a recommendation to whoever may read it."""
    community = community_or_404(request, slug)
    rows = recommendations.visible_to(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)


def own_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Recommendation:
    """Return a recommendation to its author."""
    row = row_or_404(request, slug, code, now)
    if not is_author(request.user, row):
        raise Http404
    return row


def keep_look(request: HttpRequest, row: Recommendation, *, knows: bool, now: datetime) -> None:
    """Keep that somebody saw which young person wrote it; whoever does not learn that leaves no look."""
    if knows and row.learning.participant.is_youth and not is_author(request.user, row):
        see(request.user, row, community_id=row.community_id, at=now)


def sheet(
    request: HttpRequest, row: Recommendation, form: forms.Form, words: Sheet, **more: object
) -> HttpResponse:
    """Show the page of a form."""
    context = {"community": row.community, "row": row, "form": form, "sheet": words, **more}
    return render(request, "recommendations/sheet.html", context, status=400 if form.errors else 200)
