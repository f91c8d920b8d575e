"""From confirmed applications to seats, without retyping."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from copractice.applications.actions import organizations
from copractice.applications.models import Part
from copractice.applications.queries.matching import organizations_like
from copractice.calls.states import Party
from copractice.calls.views.pieces import saved
from copractice.cohorts.actions import seating
from copractice.cohorts.forms.cohorts import SeatingForm
from copractice.cohorts.models import Cohort
from copractice.cohorts.queries import cohorts
from copractice.cohorts.views.staff import led_or_404
from copractice.communities.queries.organizations import of_community as organizations_in


def seat_applications(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make every confirmed application a seat; ask only what is not known yet."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    found = {one: cohorts.parts_to_seat(one) for one in cohorts.to_seat(row)}
    form = _form(request, row, [part for parts in found.values() for part in parts], now)
    n = len(found)
    said = ngettext("%(n)d seat is made.", "%(n)d seats are made.", n) % {"n": n}
    if found and saved(request, form, lambda: _make(request, row, form, now), said):
        return redirect("seats", slug, code)
    context = {"community": row.community, "cohort": row, "form": form, "n": n}
    context |= {"applications": list(found.items())}
    return render(request, "cohorts/seat_applications.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, cohort: Cohort, parts: list[Part], now: datetime) -> SeatingForm:
    adults = (Party.EMPLOYER, Party.UMBRELLA)
    unknown = [part for part in parts if part.party in adults and part.organization_id is None]
    return SeatingForm(
        request.POST if request.method == "POST" else None,
        questions=cohorts.goal_questions(cohort),
        parts=unknown,
        near={part.pk: organizations_like(part) for part in unknown},
        everybody=list(organizations_in(request.user, cohort.community, now)),
    )


@transaction.atomic
def _make(request: HttpRequest, cohort: Cohort, form: SeatingForm, now: datetime) -> None:
    """Note which organizations the parties are, then make the seats; all of it or nothing."""
    by = {"actor": request.user, "now": now}
    for part in form.parts:
        organization, is_new = form.chosen(part)
        if is_new:
            organizations.add_and_match(part=part, **by)
        elif organization:
            organizations.match(part=part, organization=organization, **by)
    keys = form.cleaned_data.get("goals", [])
    for application in cohorts.to_seat(cohort):
        seating.seat_application(cohort=cohort, application=application, goal_keys=keys, **by)
