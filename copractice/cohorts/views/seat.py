"""A seat as its leaders and the staff keep it: people, invitations, goals."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.views.pieces import saved
from copractice.cohorts import rules
from copractice.cohorts.actions import goals as goal_acts
from copractice.cohorts.actions import people as acts
from copractice.cohorts.forms.cohorts import ExitForm
from copractice.cohorts.forms.seats import AgainForm, GoalForm, GuestForm
from copractice.cohorts.models import Participant, Seat
from copractice.cohorts.queries import cohorts, people
from copractice.cohorts.states import ExitReason
from copractice.cohorts.views.pieces import Sheet, sheet
from copractice.communities.queries.organizations import local_day
from copractice.communities.rules import may_run
from copractice.communities.views.public import community_or_404


def seat_or_404(request: HttpRequest, slug: str, code: str, now: datetime, *, keeps: bool = True) -> Seat:
    """Return a seat to the adults in it and the staff; with `keeps` to its leaders and the staff only."""
    community = community_or_404(request, slug)
    row = get_object_or_404(people.seats_visible_to(request.user, now), community=community, code=code)
    if keeps and not rules.may_keep_seat(request.user, row, now):
        raise Http404
    return row


def participant_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Participant:
    """Return somebody in a seat to who may keep it."""
    community = community_or_404(request, slug)
    rows = people.kept_participants(request.user, now).filter(community=community)
    row = get_object_or_404(rows, code=code)
    if not rules.may_end(request.user, row, now):
        raise Http404
    return row


@require_safe
def seat(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show who is in a seat and what it wants to reach."""
    now = timezone.now()
    row = seat_or_404(request, slug, code, now, keeps=False)
    keeps = rules.may_keep_seat(request.user, row, now)
    found = [(one, rules.may_end(request.user, one, now)) for one in people.people_of(row)]
    context = {"community": row.community, "cohort": row.cohort, "seat": row, "people": found}
    context |= {"goals": cohorts.goals_of(row, request.user, now), "keeps": keeps and row.until is None}
    context |= {"may_run": may_run(request.user, row.community, now)}
    return render(request, "cohorts/seat.html", context)


def invite_participant(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask somebody by mail to take part in a seat."""
    now = timezone.now()
    row = seat_or_404(request, slug, code, now)
    form = GuestForm(request.POST or None, seat=row)

    def save() -> object:
        return acts.invite(seat=row, guest=form.guest(), actor=request.user, now=now)

    if saved(request, form, save, _("The invitation is on its way.")):
        return redirect(row)
    lead = _("A seat can have several leaders. Each gets a link of their own; young people join otherwise.")
    words = Sheet(_("Invite to this seat"), _("Send the invitation"), "", lead, row.get_absolute_url())
    return sheet(request, row.cohort, form, words)


def invite_participant_again(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Send an invitation again, to the same or another address."""
    now = timezone.now()
    row = participant_or_404(request, slug, code, now)
    asked = row.invitations.order_by("-sent_at").first()
    form = AgainForm(request.POST or None, initial={"email": asked.address if asked else ""})
    by = {"actor": request.user, "now": now}

    def save() -> object:
        return acts.invite_again(participant=row, address=form.cleaned_data["email"], **by)

    if saved(request, form, save, _("The invitation is on its way.")):
        return redirect(row.seat)
    title = _("Invite %(name)s again") % {"name": row.name}
    words = Sheet(title, _("Send it again"), "", _("The earlier link stops working."), _back(row))
    return sheet(request, row.cohort, form, words)


@require_POST
def revoke_participant(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an invitation back before it is answered."""
    now = timezone.now()
    row = participant_or_404(request, slug, code, now)
    back = _back(row)
    acts.revoke(participant=row, actor=request.user, now=now)
    messages.success(request, _("The invitation is taken back."))
    return redirect(back)


def end_participant(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep that somebody left, and why."""
    now = timezone.now()
    row = participant_or_404(request, slug, code, now)
    form = ExitForm(request.POST or None, today=local_day(row.community, now))
    if request.method == "POST" and form.is_valid():
        by = {"reason": ExitReason(form.cleaned_data["reason"]), "on": form.cleaned_data["on"]}

        def save() -> object:
            return acts.end_participant(participant=row, actor=request.user, now=now, **by)

        if saved(request, form, save, _("It is kept that this person left.")):
            return redirect(_back(row))
    title = _("%(name)s leaves the cohort") % {"name": row.name}
    words = Sheet(title, _("Record the exit"), "", _("What they wrote stays theirs."), _back(row))
    return sheet(request, row.cohort, form, words)


def add_goal(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Word a goal by hand."""
    now = timezone.now()
    row = seat_or_404(request, slug, code, now)
    form = GoalForm(request.POST or None, community=row.community)
    by = {"actor": request.user, "now": now}

    def save() -> object:
        return goal_acts.add_goal(seat=row, **_worded(form), **by)

    if saved(request, form, save, _("The goal is set.")):
        return redirect(row)
    lead = _("Everybody in the seat but the young people reads it, and the staff.")
    words = Sheet(_("Set a goal"), _("Set the goal"), "", lead, row.get_absolute_url())
    return sheet(request, row.cohort, form, words)


@require_POST
def end_goal(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a goal of a seat."""
    now = timezone.now()
    community = community_or_404(request, slug)
    goal = get_object_or_404(cohorts.kept_goals(request.user, now), community=community, code=code)
    row = seat_or_404(request, slug, goal.seat.code, now)
    goal_acts.end_goal(goal=goal, actor=request.user, now=now)
    messages.success(request, _("The goal has ended."))
    return redirect(row)


def _worded(form: GoalForm) -> dict[str, str]:
    return {"text": form.cleaned_data["text"], "language": form.cleaned_data["language"]}


def _back(row: Participant) -> str:
    return row.seat.get_absolute_url() if row.seat else row.cohort.get_absolute_url()
