"""The records of selecting behind an address: for staff without a tie, and for the parties."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from copractice.applications.models import Application
from copractice.applications.queries import applications
from copractice.calls.models import Call
from copractice.calls.views.pieces import led_or_404
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import run_or_404
from copractice.selection.models import Decision, SelectionRun
from copractice.selection.queries.decisions import published_for, staffed
from copractice.selection.queries.runs import staffed_runs
from copractice.selection.rules import may_decide, may_decide_all

SHEET = "selection/sheet.html"


def whole_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Call:
    """Return a call to staff without a tie in it: the page shows every application."""
    call = led_or_404(request, slug, code, now)
    if not may_decide_all(request.user, call, now):
        raise Http404
    return call


def run_row_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> SelectionRun:
    """Return a run to staff without a tie in its call."""
    community = run_or_404(request, slug, now)
    run = get_object_or_404(staffed_runs(request.user, now), community=community, code=code)
    if not may_decide_all(request.user, run.call, now):
        raise Http404
    return run


def staffed_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Decision:
    """Return a decision to staff who are not tied to its application."""
    community = run_or_404(request, slug, now)
    decision = get_object_or_404(staffed(request.user, now), community=community, code=code)
    if not may_decide(request.user, decision.application, now):
        raise Http404
    return decision


def own_or_404(request: HttpRequest, slug: str, code: str) -> tuple[Application, Decision]:
    """Return an application with its newest published decision to one of its parties."""
    community = community_or_404(request, slug)
    application = get_object_or_404(applications.of_party(request.user), community=community, code=code)
    decision = published_for(request.user).filter(application=application).first()
    if decision is None:
        raise Http404
    return application, decision
