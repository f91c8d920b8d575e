"""Sessions and resources: the page for people of the cohort, and what facilitators and staff plan."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.views.pieces import saved
from copractice.cohorts import rules
from copractice.cohorts.actions import sessions as acts
from copractice.cohorts.forms.sessions import ResourceForm, SessionForm
from copractice.cohorts.models import Cohort, Session
from copractice.cohorts.queries import reflections, sessions
from copractice.cohorts.views.pieces import Sheet, sheet
from copractice.cohorts.views.public import cohort_or_404, ics
from copractice.communities.views.public import community_or_404


def met_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Cohort:
    """Return a cohort to facilitators and staff; to anyone else the page is not there."""
    row = cohort_or_404(request, slug, code, now)
    if not rules.may_meet(request.user, row.community, now):
        raise Http404
    return row


def led_session_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Session:
    """Return a session to facilitators and staff."""
    community = community_or_404(request, slug)
    return get_object_or_404(sessions.met_by(request.user, now), community=community, code=code)


def session_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Session:
    """Return a session to who takes part, facilitators and staff."""
    community = community_or_404(request, slug)
    return get_object_or_404(sessions.visible_to(request.user, now), community=community, code=code)


@require_safe
def cohort_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show when, where and about what a session is, and what to do about it."""
    now = timezone.now()
    row = session_or_404(request, slug, code, now)
    me, reflection = reflections.own(request.user, row, now)
    context = {"community": row.community, "cohort": row.cohort, "session": row, "reflection": reflection}
    context |= {"resources": sessions.resources_of(row.cohort).filter(session=row), "me": me}
    context |= {"may_meet": rules.may_meet(request.user, row.community, now)}
    context |= {"may_mark": rules.may_mark(row, now), "is_over": row.ends_at <= now}
    context |= {"is_on": rules.is_on(row.cohort)}
    context |= {"may_read": rules.may_facilitate(request.user, row.community, now)}
    context |= {"may_reflect": me is not None and rules.may_reflect(me, row, now)}
    return render(request, "cohorts/session.html", context)


@require_safe
def cohort_session_calendar(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Serve one session as a calendar entry, with its place, to who may read it."""
    row = session_or_404(request, slug, code, timezone.now())
    return ics(request, row.cohort, [row], is_public=False)


def plan_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Plan a session of a cohort."""
    now = timezone.now()
    row = met_or_404(request, slug, code, now)
    form = SessionForm(request.POST or None, cohort=row)
    by = {"actor": request.user, "now": now}

    def save() -> object:
        key = form.cleaned_data["form_key"]
        return acts.schedule_session(cohort=row, meeting=form.meeting(), form_key=key, **by)

    if saved(request, form, save, _("The session is planned, in calendars too.")):
        return redirect("cohort_board", slug, code)
    return sheet(request, row, form, Sheet(_("Plan a session"), _("Plan the session"), "cohort_board"))


def change_cohort_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Move a session, or word it anew."""
    now = timezone.now()
    row = led_session_or_404(request, slug, code, now)
    form = SessionForm(request.POST or None, cohort=row.cohort, session=row)
    by = {"actor": request.user, "now": now}

    def save() -> object:
        revision = form.cleaned_data["revision"]
        return acts.change_session(session=row, meeting=form.meeting(), revision=revision, **by)

    if saved(request, form, save, _("The session is changed, in calendars too.")):
        return redirect(row)
    lead = _("Everybody gets a mail if time or place change.")
    words = Sheet(_("Change the session"), _("Save the session"), "", lead, row.get_absolute_url())
    return sheet(request, row.cohort, form, words)


@require_POST
def cancel_cohort_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Call a session off."""
    now = timezone.now()
    row = led_session_or_404(request, slug, code, now)
    acts.cancel_session(session=row, actor=request.user, now=now)
    messages.success(request, _("The session is canceled, in calendars too. Everybody is told by mail."))
    return redirect(row)


def add_resource(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand out something to read or use."""
    now = timezone.now()
    row = met_or_404(request, slug, code, now)
    form = ResourceForm(request.POST or None, cohort=row, sessions=list(sessions.sessions_of(row)))
    by = {"actor": request.user, "now": now}

    def save() -> object:
        return acts.add_resource(cohort=row, **form.resource(), **by)

    if saved(request, form, save, _("The resource is on the list.")):
        return redirect("cohort_board", slug, code)
    lead = _("People of the cohort see it on their page.")
    words = Sheet(_("Add a resource"), _("Add the resource"), "cohort_board", lead)
    return sheet(request, row, form, words)


@require_POST
def withdraw_resource(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a resource off the list."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = sessions.resources_led(request.user, now).filter(community=community)
    row = get_object_or_404(rows, code=code)
    acts.withdraw_resource(resource=row, actor=request.user, now=now)
    messages.success(request, _("The resource is off the list."))
    return redirect("cohort_board", slug, row.cohort.code)
