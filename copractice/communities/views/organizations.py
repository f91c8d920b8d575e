"""Organizations: the list and the facts for everybody, people in them for staff, and the forms that keep them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.communities import actions, rules
from copractice.communities.forms.organizations import OrganizationForm
from copractice.communities.models import Organization, OrganizationKind
from copractice.communities.queries import affiliations, organizations
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.ledger.forms import refusals_in
from copractice.ledger.states import Refused

A_PAGE = 50


@login_not_required
@require_safe
def organization_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the organizations of a community, a page of 50, found by their words and kind."""
    now = timezone.now()
    community = community_or_404(request, slug)
    words = request.GET.get("q", "").replace("\0", "").strip()[:160]
    kind = request.GET.get("kind", "")
    rows = organizations.of_community(request.user, community, now)
    rows = organizations.found(rows, words=words, kind=kind)
    page = Paginator(organizations.with_umbrellas(rows, request.user, now), A_PAGE)
    context = {
        "community": community,
        "page": page.get_page(request.GET.get("page")),
        "words": words,
        "kind": kind,
        "kinds": OrganizationKind.choices,
        "may_keep": rules.may_keep_organizations(request.user, community, now),
    }
    return render(request, "communities/organization_list.html", context)


@login_not_required
@require_safe
def organization(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show an organization: its facts and ties to everybody, its people to staff and each their own row."""
    now = timezone.now()
    row = organization_or_404(request, slug, code)
    ties = organizations.ties_visible_to(request.user, now)
    context = {
        "community": row.community,
        "organization": row,
        "umbrellas": ties.filter(organization=row),
        "members": ties.filter(umbrella=row).order_by("organization__sort_name", "-since"),
        "people": affiliations.visible_to(request.user, now).filter(organization=row).order_by("name", "pk"),
        "today": organizations.local_day(row.community, now),
        "may_keep": rules.may_keep_organizations(request.user, row.community, now),
    }
    return render(request, "communities/organization.html", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an organization."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_organization(
                community=community, facts=form.facts(), actor=request.user, now=now
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The organization is on the list."))
            return redirect(row)
    return form_page(request, "communities/organization_add.html", community, form)


def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change an organization's facts."""
    now = timezone.now()
    row = kept_or_404(request, slug, code)
    form = OrganizationForm(request.POST or None, organization=row)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        with refusals_in(form):
            actions.change_organization(
                organization=row, facts=form.facts(), revision=revision, actor=request.user, now=now
            )
            messages.success(request, _("The organization is saved."))
            return redirect(row)
    return form_page(request, "communities/organization_change.html", row.community, form, organization=row)


def organization_or_404(request: HttpRequest, slug: str, code: str) -> Organization:
    """Return an organization that the reader may know of."""
    community = community_or_404(request, slug)
    rows = organizations.of_community(request.user, community, timezone.now())
    row = get_object_or_404(rows, code=code)
    row.community = community
    return row


def kept_or_404(request: HttpRequest, slug: str, code: str) -> Organization:
    """Return an organization to who keeps the list."""
    run_or_404(request, slug, timezone.now())
    return organization_or_404(request, slug, code)
