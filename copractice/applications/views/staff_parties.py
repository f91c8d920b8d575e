"""What staff do about one party of an application: its organization, its invitation, its way in, its place."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.applications import rules
from copractice.applications.actions import inviting, organizations, substituting
from copractice.applications.forms.inviting import AddressForm, SubstituteForm
from copractice.applications.forms.staff import MatchForm
from copractice.applications.models import Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.matching import organizations_like, others_than
from copractice.applications.queries.staff import run_invitations
from copractice.applications.views.staff import part_or_404
from copractice.calls.states import Party
from copractice.communities.views.staff import run_or_404
from copractice.consents.actions.codes import issue_code as make_code
from copractice.consents.rules import may_issue_code
from copractice.ledger.forms import refusals_in
from copractice.ledger.states import Refused


def match_organization(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say which organization of the list a party is."""
    now = timezone.now()
    part = part_or_404(request, slug, code, now)
    near = organizations_like(part)
    data = request.POST if request.method == "POST" else None
    form = MatchForm(data, part=part, near=near, others=others_than(near, part.community))
    if form.is_valid():
        with refusals_in(form):
            if form.is_new:
                organizations.add_and_match(part=part, actor=request.user, now=now)
            else:
                chosen = form.organization()
                organizations.match(part=part, organization=chosen, actor=request.user, now=now)
            messages.success(request, _("The organization is noted."))
            return redirect("application_staff", slug, part.application.code)
    return _form_page(request, "applications/staff_match.html", part, form)


@never_cache
def issue_code(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make a code that signs a party in when mail does not, and show it this once."""
    now = timezone.now()
    part = part_or_404(request, slug, code, now)
    person = part.owner
    if person is None or part.state not in LIVE_PARTS:
        raise Http404
    context = {"community": part.community, "part": part, "is_printed": not person.email}
    if request.method == "POST":
        made = make_code(person=person, community=part.community, actor=request.user, now=now)
        return _code_page(request, part, made)
    context["may"] = may_issue_code(request.user, person, part.community, now)
    return render(request, "applications/staff_code.html", context)


@never_cache
def invite_for_lead(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Invite a party again where the lead cannot: to the same or another address, or by a printed code."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(run_invitations(request.user, now), community=community, code=code)
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": row.address})
    if form.is_valid():
        with refusals_in(form):
            address = form.cleaned_data["email"]
            sent = inviting.resend(part=row.part, address=address, actor=request.user, now=now)
            return _invited(request, sent)
    return _form_page(request, "applications/staff_invite.html", row.part, form, invitation=row)


@require_POST
def revoke_for_lead(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an invitation back where the lead cannot."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(run_invitations(request.user, now), community=community, code=code)
    inviting.revoke(invitation=row, actor=request.user, now=now)
    messages.success(request, _("The invitation is taken back. Its link does not work any more."))
    return redirect("application_staff", slug, row.part.application.code)


@never_cache
def replace_party(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put somebody else in a party's place, the lead's too, with the reason."""
    now = timezone.now()
    part = part_or_404(request, slug, code, now)
    if not rules.may_substitute(request.user, part, now):
        raise Refused(_("This part cannot be replaced any more."))
    form = SubstituteForm(request.POST if request.method == "POST" else None, party=part.party)
    if form.is_valid():
        guest, reason = form.guest(Party(part.party)), form.cleaned_data["reason"]
        with refusals_in(form):
            asked = substituting.substitute(
                part=part, guest=guest, reason=reason, actor=request.user, now=now
            )
            return _invited(request, asked.sent) if asked.sent else _back(request, part)
    return _form_page(request, "applications/staff_replace.html", part, form)


def _invited(request: HttpRequest, sent: inviting.Sent) -> HttpResponse:
    """Say that an invitation is on its way; a code to print is shown now and never again."""
    part = sent.invitation.part
    if sent.invitation.is_printed:
        return _code_page(request, part, sent.code)
    messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": part.name})
    return _back(request, part)


def _code_page(request: HttpRequest, part: Part, code: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("typed_code")).partition("://")[2]
    context = {"community": part.community, "part": part, "code": code, "address": address}
    context["is_read_out"] = part.owner is not None and bool(part.owner.email)
    return render(request, "applications/staff_code.html", context)


def _back(request: HttpRequest, part: Part) -> HttpResponse:
    return redirect("application_staff", part.community.slug, part.application.code)


def _form_page(request: HttpRequest, template: str, part: Part, form: object, **more: object) -> HttpResponse:
    context = {"community": part.community, "part": part, "form": form, **more}
    return render(request, template, context, status=400 if request.method == "POST" else 200)
