"""Ties with their days: umbrellas and people of an organization, begun and ended by staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities import actions, rules
from copractice.communities.forms.organizations import AffiliationForm, EndForm, LinkForm
from copractice.communities.models import Affiliation, Community
from copractice.communities.queries import affiliations, organizations
from copractice.communities.views.organizations import kept_or_404
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.ledger.actions import see
from copractice.ledger.forms import refusals_in


def link_umbrella(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put an organization under an umbrella."""
    now = timezone.now()
    row = kept_or_404(request, slug, code)
    choices = organizations.umbrellas_of(row.community).exclude(pk=row.pk)
    today = organizations.local_day(row.community, now)
    form = LinkForm(request.POST or None, umbrellas=choices, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.link_umbrella(organization=row, actor=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The umbrella is on record."))
            return redirect(row)
    return form_page(request, "communities/organization_link.html", row.community, form, organization=row)


def end_link(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a tie to an umbrella."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    link = get_object_or_404(organizations.ties_visible_to(request.user, now), community=community, code=code)
    form = EndForm(request.POST or None, today=organizations.local_day(community, now))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.end_link(link=link, actor=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The tie has its last day."))
            return redirect(link.organization)
    return form_page(request, "communities/organization_unlink.html", community, form, link=link)


def affiliate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put a person into an organization."""
    now = timezone.now()
    row = kept_or_404(request, slug, code)
    people = affiliations.people_of(row.community)
    form = AffiliationForm(
        request.POST or None, people=people, today=organizations.local_day(row.community, now)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.affiliate(organization=row, actor=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The person is on record in this organization."))
            return redirect(row)
    return form_page(request, "communities/organization_person.html", row.community, form, organization=row)


@require_safe
def affiliation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a person's role in an organization to staff and to the person; that staff saw it is kept."""
    now = timezone.now()
    community = community_or_404(request, slug)
    row = get_object_or_404(affiliations.visible_to(request.user, now), community=community, code=code)
    if row.person_id != request.user.pk:
        see(request.user, row, community_id=community.pk, at=now)
    form = EndForm(today=organizations.local_day(community, now))
    return _affiliation_page(request, community, row, form)


@require_POST
def end_affiliation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a person's role in an organization."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(affiliations.visible_to(request.user, now), community=community, code=code)
    form = EndForm(request.POST, today=organizations.local_day(community, now))
    if form.is_valid():
        with refusals_in(form):
            actions.end_affiliation(affiliation=row, actor=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The role in the organization has its last day."))
            return redirect(row.organization)
    return _affiliation_page(request, community, row, form)


def _affiliation_page(
    request: HttpRequest, community: Community, row: Affiliation, form: EndForm
) -> HttpResponse:
    may_end = row.until is None and rules.may_affiliate(request.user, community, timezone.now())
    more = {"affiliation": row, "may_end": may_end}
    return form_page(request, "communities/organization_person_detail.html", community, form, **more)
