"""What everybody reads: the cohorts, one cohort with its roster; and a calendar, by its secret address."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.cohorts import rules
from copractice.cohorts.files.calendar import calendar_of
from copractice.cohorts.models import Cohort, Session
from copractice.cohorts.queries import cohorts, people, sessions
from copractice.cohorts.queries.cohorts import counted
from copractice.communities.rules import may_run
from copractice.communities.views.public import community_or_404


def cohort_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Cohort:
    """Return a cohort to who may read it, with its two counts."""
    community = community_or_404(request, slug)
    return get_object_or_404(counted(cohorts.of_community(request.user, community, now)), code=code)


@login_not_required
@require_safe
def cohort_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the cohorts of a community, the newest first."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = counted(cohorts.of_community(request.user, community, now))
    context = {"community": community, "cohorts": rows, "may_run": may_run(request.user, community, now)}
    return render(request, "cohorts/cohort_list.html", context)


@login_not_required
@require_safe
def cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a cohort with its roster: organizations, and the adults who want to be named."""
    now = timezone.now()
    row = cohort_or_404(request, slug, code, now)
    request.call_of_line = row.call
    context = {"community": row.community, "cohort": row, "roster": cohorts.roster_of(row, now)}
    context |= {"mine": people.participant_in(request.user, row, now)}
    context |= {"may_run": may_run(request.user, row.community, now)}
    context |= {"may_meet": rules.may_meet(request.user, row.community, now)}
    context |= {"may_measure": rules.may_measure(request.user, row.community, now)}
    return render(request, "cohorts/cohort.html", context)


@login_not_required
@require_safe
def cohort_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the sessions of a cohort to a calendar that knows the secret address."""
    participant = sessions.participant_by_token(token, timezone.now())
    if participant is None:
        told = _("This calendar address no longer works. Get a new one on the page of your cohort.")
        return HttpResponse(told, content_type="text/plain; charset=utf-8", status=410)
    row = participant.cohort
    language = participant.person.language if participant.person else "en"
    return ics(request, row, sessions.sessions_of(row), language=language, is_public=True)


def ics(
    request: HttpRequest,
    row: Cohort,
    rows: Iterable[Session],
    *,
    language: str = "",
    is_public: bool,
) -> HttpResponse:
    """Answer with sessions as a calendar."""
    site = request.build_absolute_uri("/").rstrip("/")
    content = calendar_of(
        row,
        rows,
        language=language or get_language() or "en",
        host=request.get_host(),
        site=site,
        is_public=is_public,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.ics"'
    return response
