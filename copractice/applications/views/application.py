"""An application as its parties see it, and what its lead does about the others."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.applications import rules
from copractice.applications.actions import inviting, substituting
from copractice.applications.analysis.overview import overview_of
from copractice.applications.forms.inviting import AddressForm, InviteForm, SubstituteForm
from copractice.applications.models import Application
from copractice.applications.queries import applications, invitations, parts
from copractice.applications.queries.stations import rooms_of
from copractice.calls.states import Party
from copractice.communities.views.public import community_or_404
from copractice.ledger.forms import refusals_in

CODE = "printed_invitation"


def application_or_404(request: HttpRequest, slug: str, code: str) -> Application:
    """Return an application to one of its parties."""
    community = community_or_404(request, slug)
    return get_object_or_404(applications.of_party(request.user), community=community, code=code)


def led_or_404(request: HttpRequest, slug: str, code: str) -> Application:
    """Return an application to its lead."""
    community = community_or_404(request, slug)
    return get_object_or_404(applications.led_by(request.user), community=community, code=code)


@never_cache
@require_safe
def application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how far an application is: who is done and who is not, until when, and what comes next."""
    now = timezone.now()
    row = application_or_404(request, slug, code)
    context = {"community": row.community, "view": overview_of(row, request.user, now), "now": now}
    return render(request, "applications/application.html", context)


def invite_party(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask who fills another part, and invite them."""
    row = led_or_404(request, slug, code)
    data = request.POST if request.method == "POST" else None
    chosen = request.POST.get("party") or request.GET.get("party")
    room = [room.party for room in rooms_of(row)]
    room = [party for party in room if party == chosen] or room
    form = InviteForm(data, parties=room)
    if form.is_valid():
        with refusals_in(form):
            guest = form.guest(form.cleaned_data["party"])
            sent = inviting.invite(application=row, guest=guest, actor=request.user, now=timezone.now())
            return _invited(request, sent)
    return _page(request, "applications/invite.html", row, form, room=room)


def resend_invitation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Invite a party again, to the same address or another one, or by a new code."""
    community = community_or_404(request, slug)
    rows = invitations.led(request.user).filter(community=community)
    row = get_object_or_404(rows, code=code)
    data = request.POST if request.method == "POST" else None
    form = AddressForm(data, initial={"email": row.address})
    if form.is_valid():
        with refusals_in(form):
            address = form.cleaned_data["email"]
            sent = inviting.resend(part=row.part, address=address, actor=request.user, now=timezone.now())
            return _invited(request, sent)
    return _page(request, "applications/resend.html", row.part.application, form, invitation=row)


@require_POST
def revoke_invitation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an invitation back."""
    community = community_or_404(request, slug)
    row = get_object_or_404(invitations.led(request.user).filter(community=community), code=code)
    inviting.revoke(invitation=row, actor=request.user, now=timezone.now())
    messages.success(request, _("The invitation is taken back. Its link does not work any more."))
    return redirect(row.part.application)


@never_cache
@require_safe
def printed_code(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a printed code once, right after it was made; nobody can read it again."""
    row = led_or_404(request, slug, code)
    shown = request.session.pop(CODE, None)
    if shown is None or shown["application"] != row.code:
        return redirect(row)
    context = {"community": row.community, "application": row, "shown": shown}
    context["code_address"] = f"{settings.SITE_URL}/code/"
    return render(request, "applications/printed_code.html", context)


def substitute_party(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask who takes a party's place, and why."""
    community, now = community_or_404(request, slug), timezone.now()
    part = get_object_or_404(parts.led_by(request.user), community=community, code=code)
    if not rules.may_substitute(request.user, part, now):
        raise Http404
    form = SubstituteForm(request.POST if request.method == "POST" else None, party=part.party)
    if form.is_valid():
        with refusals_in(form):
            asked = substituting.substitute(
                part=part,
                guest=form.guest(Party(part.party)),
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=now,
            )
            return _replaced(request, asked)
    return _page(request, "applications/substitute.html", part.application, form, part=part)


def _invited(request: HttpRequest, sent: inviting.Sent) -> HttpResponse:
    part = sent.invitation.part
    if sent.invitation.is_printed:
        shown = {"application": part.application.code, "code": sent.code, "name": part.name}
        request.session[CODE] = shown
        return redirect("printed_code", part.community.slug, part.application.code)
    messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": part.name})
    return redirect(part.application)


def _replaced(request: HttpRequest, asked: substituting.Asked) -> HttpResponse:
    if asked.sent:
        return _invited(request, asked.sent)
    messages.success(request, _("The staff are asked. Until they agree, everything stays as it is."))
    return redirect(asked.substitution.application)


def _page(
    request: HttpRequest, template: str, row: Application, form: object, **more: object
) -> HttpResponse:
    context = {"community": row.community, "application": row, "form": form, **more}
    return render(request, template, context, status=400 if request.method == "POST" else 200)
