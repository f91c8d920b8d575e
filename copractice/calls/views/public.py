"""What everybody reads of a call: its page, its questions, its rubric, answers for all, and what changed."""

from datetime import datetime
from itertools import groupby, pairwise

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.calls import rules
from copractice.calls.analysis.changes import changes_between
from copractice.calls.analysis.standing import standing_of, standings_of
from copractice.calls.files.calendar import calendar_of
from copractice.calls.models import Call, CallVersion, InformationSession
from copractice.calls.queries import calls, page, versions
from copractice.communities.views.public import community_or_404

SHOWN = 3


def call_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Call:
    """Return a call to who may read it, and let the base template know its community."""
    community = community_or_404(request, slug)
    return get_object_or_404(calls.of_community(request.user, community, now), code=code)


def version_or_404(request: HttpRequest, call: Call, now: datetime) -> CallVersion:
    """Return the version that is read: the one asked for by number, else the one that holds."""
    number = request.GET.get("version", "")
    if number and not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise Http404
    version = versions.version_for(request.user, call, int(number) if number else None, now)
    if version is None:
        raise Http404
    return version


@login_not_required
@require_safe
def call_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List a community's calls; those that can be answered come first."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = list(calls.of_community(request.user, community, now))
    context = {
        "community": community,
        "standings": standings_of(rows, now),
        "may_write": rules.may_write(request.user, community, now),
    }
    return render(request, "calls/call_list.html", context)


@login_not_required
@require_safe
def call(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a call: until when, who applies with whom, what it says."""
    now = timezone.now()
    row = call_or_404(request, slug, code, now)
    faqs, sessions = page.faqs_of(row), page.sessions_of(row)
    context = _context(request, row, now) | {
        "kinds": versions.part_kinds_of(row),
        "criteria": versions.criteria_of(row).count(),
        "faqs": faqs[:SHOWN],
        "faq_count": faqs.count(),
        "sessions": sessions,
        "takes": rules.takes_applications(row, now),
    }
    return render(request, "calls/call.html", context)


@login_not_required
@require_safe
def questions(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show everything that a call asks, party by party; made to be printed too."""
    now = timezone.now()
    row = call_or_404(request, slug, code, now)
    context = _context(request, row, now)
    asked = {
        party: list(rows)
        for party, rows in groupby(versions.questions_of(context["version"]), key=lambda one: one.party)
    }
    context["parties"] = [(kind, asked.get(kind.party, [])) for kind in versions.part_kinds_of(row)]
    return render(request, "calls/questions.html", context)


@login_not_required
@require_safe
def rubric(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show by what criteria answers are read; made to be printed too."""
    now = timezone.now()
    row = call_or_404(request, slug, code, now)
    context = _context(request, row, now)
    asked = {one.key: one for one in versions.questions_of(context["version"])}
    context["criteria"] = [
        (one, [asked[key] for key in one.question_keys if key in asked]) for one in versions.criteria_of(row)
    ]
    return render(request, "calls/rubric.html", context)


@login_not_required
@require_safe
def faq(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the questions about a call that were answered for all."""
    now = timezone.now()
    row = call_or_404(request, slug, code, now)
    context = _context(request, row, now) | {"faqs": page.faqs_of(row)}
    return render(request, "calls/faq.html", context)


@login_not_required
@require_safe
def changes(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show every change of the deadline and of the text, with its reason."""
    now = timezone.now()
    row = call_or_404(request, slug, code, now)
    rows = list(versions.versions_of(row).prefetch_related("questions"))
    compared = [(new, changes_between(old, new)) for new, old in pairwise(rows)]
    first = [(version, None) for version in rows[-1:]]
    context = _context(request, row, now)
    context |= {"versions": [*compared, *first], "deadlines": page.public_changes(row)}
    return render(request, "calls/changes.html", context)


@login_not_required
@require_safe
def sessions_calendar(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Serve a call's information sessions as a calendar to subscribe to."""
    row = call_or_404(request, slug, code, timezone.now())
    return _calendar(request, row, list(page.sessions_of(row)))


@login_not_required
@require_safe
def session_calendar(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Serve one information session as a calendar entry."""
    community = community_or_404(request, slug)
    rows = page.sessions_visible_to(request.user, timezone.now()).filter(community=community)
    session = get_object_or_404(rows, code=code)
    return _calendar(request, session.call, [session])


def _calendar(request: HttpRequest, row: Call, sessions: list[InformationSession]) -> HttpResponse:
    page_url = request.build_absolute_uri(row.get_absolute_url())
    content = calendar_of(
        row, sessions, language=get_language() or "en", host=request.get_host(), page=page_url
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.ics"'
    return response


def _context(request: HttpRequest, row: Call, now: datetime) -> dict[str, object]:
    """Return what every page of a call shows: where it stands, which version is read, and whether to staff."""
    return {
        "community": row.community,
        "call": row,
        "version": version_or_404(request, row, now),
        "holds": versions.published_of(row),
        "standing": standing_of(row, now),
        "may_write": rules.may_write(request.user, row.community, now),
    }
