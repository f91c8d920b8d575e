"""What staff do with a cohort: plan, change, begin and end it, and give organizations their seats."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.queries import calls
from copractice.calls.views.pieces import saved
from copractice.cohorts.actions import cohorts as acts
from copractice.cohorts.actions import seating
from copractice.cohorts.forms.cohorts import CohortForm, ExitForm, SeatForm
from copractice.cohorts.models import Cohort, Seat
from copractice.cohorts.queries import cohorts, desk
from copractice.cohorts.queries.cohorts import counted
from copractice.cohorts.states import MOVES, ExitReason
from copractice.cohorts.views.pieces import Sheet, sheet
from copractice.communities.queries.organizations import local_day, umbrellas_of
from copractice.communities.queries.organizations import of_community as organizations_in
from copractice.communities.views.staff import run_or_404


def led_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Cohort:
    """Return a cohort to its staff; to anyone else the page is not there."""
    community = run_or_404(request, slug, now)
    return get_object_or_404(counted(cohorts.of_community(request.user, community, now)), code=code)


def prepare_cohort(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a cohort."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    found = list(calls.of_community(request.user, community, now))
    form = CohortForm(request.POST or None, community=community, calls=found)
    if request.method == "POST" and form.is_valid():
        by = {"form_key": form.cleaned_data["form_key"], "actor": request.user, "now": now}

        def save() -> object:
            return acts.prepare_cohort(community=community, call=form.call(), terms=form.terms(), **by)

        if saved(request, form, save, _("The cohort is planned.")):
            return redirect("cohorts", slug)
    lead = _("It stays with you until you begin it.")
    return sheet(request, None, form, Sheet(_("Plan a cohort"), _("Plan the cohort"), "cohorts", lead))


def change_cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Word a cohort anew, or move its dates."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    form = CohortForm(request.POST or None, community=row.community, calls=[], cohort=row)
    if saved(
        request,
        form,
        lambda: acts.change_cohort(
            cohort=row,
            terms=form.terms(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The cohort is changed."),
    ):
        return redirect("seats", slug, code)
    return sheet(request, row, form, Sheet(_("Change the cohort"), _("Save the cohort"), "seats"))


@require_POST
def move_cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Begin, complete, reopen or call off a cohort."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    acts.move_cohort(cohort=row, name=request.POST.get("move", ""), actor=request.user, now=now)
    return redirect("seats", slug, code)


@require_safe
def seats(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the seats with who sits there, who left, and what is missing."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    may = {name for name, (sources, _target) in MOVES.items() if row.state in sources}
    context = {"community": row.community, "cohort": row, "seats": desk.seats_of(row), "may": may}
    context |= {"waiting": cohorts.to_seat(row).count() if row.call_id else 0}
    return render(request, "cohorts/seats.html", context)


def add_seat(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give an organization a seat by hand."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    listed = organizations_in(request.user, row.community, now)
    form = SeatForm(request.POST or None, organizations=listed, umbrellas=umbrellas_of(row.community))
    if request.method == "POST" and form.is_valid():
        chosen, umbrella = form.organizations()
        by = {"organization": chosen, "umbrella": umbrella, "actor": request.user, "now": now}
        if saved(request, form, lambda: seating.add_seat(cohort=row, **by), _("The seat is made.")):
            return redirect("seats", slug, code)
    return sheet(request, row, form, Sheet(_("Add a seat"), _("Add the seat"), "seats"))


def end_seat(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep that an organization left, and why."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = Seat.objects.select_related("community", "cohort__community", "organization")
    seat = get_object_or_404(rows, community=community, code=code)
    form = ExitForm(request.POST or None, today=local_day(community, now))
    if request.method == "POST" and form.is_valid():
        by = {"reason": ExitReason(form.cleaned_data["reason"]), "on": form.cleaned_data["on"]}

        def save() -> object:
            return seating.end_seat(seat=seat, actor=request.user, now=now, **by)

        if saved(request, form, save, _("It is kept that this organization left.")):
            return redirect("seats", slug, seat.cohort.code)
    lead = _("It stays in the count of who began. Its people leave with it.")
    title = _("%(name)s leaves the cohort") % {"name": seat.organization.name}
    return sheet(request, seat.cohort, form, Sheet(title, _("Record the exit"), "seats", lead))
