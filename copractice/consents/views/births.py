"""Correcting a birth month: by the young person to become younger, by staff either way."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.views.public import community_or_404
from copractice.consents.actions.births import correct_birth_month
from copractice.consents.forms.births import BirthMonthForm
from copractice.consents.queries.births import birth_month_of
from copractice.consents.views.staff import row_or_404
from copractice.ledger.forms import refusals_in
from copractice.people.models import Person


def own_birth_month(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody correct the month they told."""
    community = community_or_404(request, slug)
    month = birth_month_of(request.user, community)
    if month is None:
        raise Http404
    back = reverse("family", args=[slug])
    return _correct(request, community, request.user, {"told": month, "back": back})


def birth_month(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let staff correct a young person's month; the one on record is not shown to them."""
    row = row_or_404(request, slug, code, timezone.now())
    return _correct(
        request, row.community, row.youth, {"name": row.youth_name, "back": row.get_absolute_url()}
    )


def _correct(
    request: HttpRequest, community: Community, person: Person, shown: dict[str, Any]
) -> HttpResponse:
    now = timezone.now()
    form = BirthMonthForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        told = {"month": form.chosen(), "actor": request.user, "now": now}
        with refusals_in(form):
            correct_birth_month(person=person, community=community, **told)
            messages.success(request, _("The birth month is corrected."))
            return redirect(shown["back"])
    context = {"form": form, **shown}
    return render(request, "consents/birth_month.html", context, status=400 if form.is_bound else 200)
