"""Lists: what one learned and recommends and what waits for one's answer; and all of a cohort."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.cohorts.queries import cohorts
from copractice.cohorts.queries.people import participants_of
from copractice.communities.queries.organizations import local_day
from copractice.communities.views.public import community_or_404
from copractice.recommendations.analysis import board_of, row_of
from copractice.recommendations.queries import learnings, people, recommendations
from copractice.recommendations.rules import may_lead

A_PAGE = 100


@never_cache
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person's learnings and recommendations, and those that their organization answers."""
    now = timezone.now()
    community = community_or_404(request, slug)
    takes_part = participants_of(request.user, now).filter(community=community).exists()
    kept = people.seats_kept_by(request.user, now).filter(community=community)
    if not (takes_part or kept.exists() or may_lead(request.user, community, now)):
        raise Http404
    own = list(recommendations.own(request.user).filter(community=community))
    offered = recommendations.offered_to(request.user, now).filter(community=community)
    offered = offered.exclude(pk__in=[row.pk for row in own])
    written = learnings.own(request.user).filter(community=community)
    today = local_day(community, now)
    context = {
        "community": community,
        "own": [row_of(row, today) for row in own],
        "offered": [row_of(row, today) for row in offered],
        "keeps": kept.exists(),
        "waiting": recommendations.to_answer(request.user, now).filter(community=community).count(),
        "learnings": list(written.exclude(text="", revision=0)),
        "may_learn": learnings.at_work(request.user, now).filter(community=community).exists(),
        "cohorts": _led(request, slug, now),
    }
    return render(request, "recommendations/mine.html", context)


def _led(request: HttpRequest, slug: str, now: object) -> list[object]:
    if not may_lead(request.user, request.community, now):
        return []
    return list(cohorts.of_community(request.user, request.community, now))


@never_cache
@require_safe
def cohort_recommendations(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show facilitators and staff every recommendation of a cohort: what is owed, what is late, what came of it."""
    now = timezone.now()
    community = community_or_404(request, slug)
    if not may_lead(request.user, community, now):
        raise Http404
    rows = cohorts.of_community(request.user, community, now)
    cohort = get_object_or_404(rows, code=code)
    found = list(recommendations.led_by(request.user, cohort, now))
    known = recommendations.authors_known_to(request.user, found, now)
    # A young name is read on the page of what they wrote, where the look is kept; never by the dozen.
    authors = {pk: author for pk, author in known.items() if not author.is_youth}
    board = board_of(found, authors, local_day(community, now))
    page = Paginator(board.rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"community": community, "cohort": cohort, "board": board, "page": page}
    context |= {"learnings": learnings.of_cohort(request.user, cohort, now)}
    return render(request, "recommendations/cohort.html", context)
