"""What everybody reads: the reports of a community, a release with its files, and a figure with its way back."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.impact import rules
from copractice.impact.analysis.printing import is_young
from copractice.impact.analysis.words import shown
from copractice.impact.files.bundle import kind_of
from copractice.impact.files.pages import parts
from copractice.impact.models import Figure, Release, Report
from copractice.impact.queries import reports, stories
from copractice.impact.queries.reports import check_failed
from copractice.impact.states import ReleaseState
from copractice.impact.views.pieces import printed_of, voices
from copractice.impact.views.ways import way_back


def report_or_404(request: HttpRequest, slug: str, code: str) -> Report:
    """Return the report of an address, if the reader may know of it."""
    community = community_or_404(request, slug)
    rows = reports.of_community(request.user, community, timezone.now())
    return get_object_or_404(rows, code=code)


def release_or_404(request: HttpRequest, slug: str, code: str) -> Release:
    """Return the release of an address, if the reader may read it."""
    community = community_or_404(request, slug)
    rows = reports.releases_visible_to(request.user, timezone.now()).filter(community=community)
    return get_object_or_404(rows, code=code)


@login_not_required
@require_safe
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the reports of a community."""
    community, now = community_or_404(request, slug), timezone.now()
    context = {
        "community": community,
        "reports": reports.of_community(request.user, community, now),
        "may_write": rules.may_write(request.user, community, now),
    }
    return render(request, "impact/reports.html", context)


@login_not_required
@require_safe
def report(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the newest published release; before there is one, writers go to where they write."""
    row = report_or_404(request, slug, code)
    newest = reports.published_of(row)
    if newest is None:
        return redirect("edit_report", slug, code)
    return render(request, "impact/release.html", _page(request, newest))


@login_not_required
@require_safe
def release(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one release: what is published, and for writers what the check found."""
    row = release_or_404(request, slug, code)
    return render(request, "impact/release.html", _page(request, row))


@login_not_required
@require_safe
def release_file(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """Serve one file of a release, exactly as it was checked."""
    row = release_or_404(request, slug, code)
    if not kind_of(name):
        raise Http404
    file = get_object_or_404(row.files, name=name)
    response = HttpResponse(bytes(file.content), content_type=kind_of(name))
    response["Content-Disposition"] = f'inline; filename="{slug}-release-{row.number}-{name}"'
    return response


@login_not_required
@require_safe
def figure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one figure: its definition, what it cannot say, and the records that it counts."""
    community, now = community_or_404(request, slug), timezone.now()
    rows = reports.figures_visible_to(request.user, now).filter(community=community)
    row: Figure = get_object_or_404(rows, code=code)
    (said,) = shown([printed_of(row)])
    way = [] if is_young(row.indicator) or not row.is_shown else way_back(row, request.user, now)
    told = stories.standing_of(row.release.report.cohort, now) if _is_out(row.release) else []
    beside = [one for one in told if one.story.beside == row.indicator and not row.age]
    context = {"community": community, "figure": row, "row": said, "way": way}
    context |= {"stories": voices(beside, [said])["stories"]}
    return render(request, "impact/figure.html", context)


def _is_out(release: Release) -> bool:
    return release.state == ReleaseState.PUBLISHED


def _page(request: HttpRequest, row: Release) -> dict[str, Any]:
    """Return what a release's page shows; its body from the content, its stories as they stand now."""
    now, language = timezone.now(), (get_language() or "en").split("-")[0]
    request.call_of_line = row.report.cohort.call
    kept = language if language in row.community.languages else row.community.languages[0]
    files = {file.name: file for file in row.files.filter(name__in=[f"flow.{kept}.html", "data.csv"])}
    flow = files.get(f"flow.{kept}.html")
    figures = row.figures.select_related("community").order_by("pk")
    ways = {printed_of(figure).name: figure.get_absolute_url() for figure in figures}
    drawn = bytes(flow.content).decode() if flow else ""
    said = parts(row.content, kept, ways, chart=drawn) if row.content else {}
    is_public = _is_out(row)
    told = stories.standing_of(row.report.cohort, now) if is_public else []
    return {
        "community": row.community,
        "release": row,
        "paper": f"report.{kept}.pdf" if files else "",
        "is_public": is_public,
        "check_failed": check_failed(row),
        "may_write": rules.may_write(request.user, row.community, now),
        "may_publish": rules.may_publish(request.user, row.community, now) and rules.may_be_published(row),
        "may_withdraw": rules.may_publish(request.user, row.community, now) and is_public,
        "history": reports.releases_of(row.report, request.user, now),
        **voices(told, said.get("rows", [])),
        "evidence": next((figure for figure in figures if figure.indicator == "evidenced"), None),
        **said,
    }
