"""What staff do for families: check guardians, write down papers, hand over codes; each look is kept."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.communities.models import Community
from copractice.communities.views.public import A_PAGE
from copractice.communities.views.staff import run_or_404
from copractice.consents import rules
from copractice.consents.actions import answers, codes, guardians
from copractice.consents.forms.guardians import ChangeGuardianForm, CheckForm, YesNoForm
from copractice.consents.models import Guardianship
from copractice.consents.queries import consents, guardianships, needs
from copractice.ledger.actions import see
from copractice.ledger.forms import refusals_in


@require_safe
def guardianship_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the guardians of a community: those to check first, then the others."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = guardianships.list_for(request.user, community, now)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    waiting = guardianships.to_verify(request.user, now).filter(community=community).count()
    context = {"page": page, "waiting": waiting}
    return render(request, "consents/guardianship_list.html", context)


@require_safe
def guardianship(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one family to staff; that it was seen is kept, and the family reads it."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    see(request.user, row, community_id=row.community_id, at=now)
    return _page(request, row, CheckForm(), now)


@require_POST
def verify_guardian(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep how a guardian was checked."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, now)
    guardians.verify_guardian(guardianship=row, actor=request.user, now=now, **form.cleaned_data)
    messages.success(request, _("The guardian is checked. Their yes counts from now on."))
    return redirect(row)


def change_guardian(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put another guardian in the place of one, with the reason."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    form = ChangeGuardianForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            named = guardians.change_guardian(guardianship=row, actor=request.user, now=now, **told)
            messages.success(request, _("The new guardian is on record and waits to be checked."))
            return redirect(named)
    context = {"guardianship": row, "form": form}
    return render(request, "consents/change.html", context, status=400 if form.is_bound else 200)


@never_cache
@require_POST
def print_code(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make a code for a guardian or a young person without an address, and show it this once."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    is_youth = request.POST.get("who") == "youth"
    person, name = (row.youth, row.youth_name) if is_youth else (row.guardian, row.name)
    made = codes.issue_code(person=person, community=row.community, actor=request.user, now=now)
    context = {
        "guardianship": row,
        "name": name,
        "code": made,
        "is_printed": not person.email,
        "address": request.build_absolute_uri(reverse("typed_code")).partition("://")[2],
    }
    return render(request, "consents/code.html", context)


@require_POST
def record_paper(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write down what a signed paper says."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(consents.visible_to(request.user, now).filter(community=community), code=code)
    form = YesNoForm(request.POST)
    if form.is_valid():
        answers.record_paper(consent=row, says_yes=form.cleaned_data["says"], actor=request.user, now=now)
        messages.success(request, _("The paper is on record in your name."))
    family = row.guardianship or guardianships.newest_of(row.person, community)
    return redirect(family) if family else redirect("guardianships", slug)


def row_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Guardianship:
    """Return a guardianship to staff of its community; to anyone else it is not there."""
    community: Community = run_or_404(request, slug, now)
    return get_object_or_404(guardianships.run_by(request.user, community, now), code=code)


def _page(request: HttpRequest, row: Guardianship, form: CheckForm, now: datetime) -> HttpResponse:
    person, community = request.user, row.community
    context = {
        "guardianship": row,
        "form": form,
        "needs": needs(row.youth, community, now),
        "holds": guardianships.holds(row, now),
        "own": consents.own_of(row.youth, community),
        "theirs": consents.guardians_of(row),
        "may_check": row.verified_at is None and rules.may_verify(person, row, now),
        "may_end": rules.may_end(person, row, now),
        "is_mine": person.pk in (row.guardian_id, row.youth_id),
        "earlier": guardianships.others_of(row),
    }
    return render(request, "consents/guardianship.html", context, status=400 if form.is_bound else 200)
