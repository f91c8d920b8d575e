"""An invitation to a part, opened by its link or by a printed code that was typed before."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.applications.actions import accepting
from copractice.applications.forms.inviting import AcceptForm
from copractice.applications.models import Invitation
from copractice.applications.queries import deadlines
from copractice.applications.queries.invitations import (
    must_sign_in,
    open_by_code,
    open_invitation,
)
from copractice.applications.queries.parts import lead_part
from copractice.calls.states import Party
from copractice.consents.actions.births import TooYoung
from copractice.ledger.states import Refused
from copractice.people.models import Person
from copractice.people.queries import spelled

TYPED = "typed_invitation"


@login_not_required
@never_cache
def party_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; yes or no counts only when a button is pressed, as mail scanners read links."""
    invitation = _open(request, token)
    if invitation is None:
        return _gone(request)
    request.community = invitation.community
    if "decline" in request.POST:
        return _decline(request, token)
    is_youth = invitation.part.party == Party.YOUTH
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, name=invitation.part.name, asks_birth=is_youth, now=timezone.now())
    if form.is_valid():
        return _accept(request, invitation, form, token)
    return _page(request, invitation, form, 400 if form.is_bound else 200)


def enter_by_code(request: HttpRequest, typed: str) -> HttpResponse | None:
    """Send on to the invitation that a typed code opens, or return None; the caller limits the tries.

    A printed code is short, so its page opens only in a browser where it was typed.
    """
    if open_by_code(typed) is None:
        return None
    request.session[TYPED] = spelled(typed)
    return redirect("party_invitation", spelled(typed))


def _open(request: HttpRequest, token: str) -> Invitation | None:
    invitation = open_invitation(token)
    if invitation and invitation.is_printed and request.session.get(TYPED) != token:
        return None
    return invitation


def _accept(request: HttpRequest, invitation: Invitation, form: AcceptForm, token: str) -> HttpResponse:
    now, signed_in = timezone.now(), request.user.is_authenticated
    if not signed_in and must_sign_in(invitation, now):
        return redirect_to_login(request.path)
    actor: Person | None = request.user if signed_in else None
    try:
        part = accepting.accept(token=token, yes=form.yes(), actor=actor, now=now)
    except TooYoung as refusal:
        context = {"sentence": str(refusal), "community": invitation.community}
        return render(request, "applications/too_young.html", context)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, invitation, form, 409)
    messages.success(request, _("You have your part now. It is saved as you write."))
    if signed_in:
        return redirect(part)
    return perform_login(request, part.owner, redirect_url=part.get_absolute_url())


def _decline(request: HttpRequest, token: str) -> HttpResponse:
    actor = request.user if request.user.is_authenticated else None
    part = accepting.decline(token=token, actor=actor, now=timezone.now())
    return render(request, "applications/declined.html", {"part": part, "community": part.community})


def _page(request: HttpRequest, invitation: Invitation, form: AcceptForm, status: int) -> HttpResponse:
    part, now = invitation.part, timezone.now()
    kind = part.application.call.part_kinds.filter(party=part.party).first()
    another = request.user.is_authenticated and request.user.email != (invitation.address or None)
    context = {
        "community": invitation.community,
        "invitation": invitation,
        "part": part,
        "call": part.application.call,
        "lead": lead_part(part.application),
        "kind": kind,
        "deadline": deadlines.to_complete(part),
        "form": form,
        "is_another": another,
        "must_sign_in": not request.user.is_authenticated and must_sign_in(invitation, now),
    }
    return render(request, "applications/invitation.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "applications/invitation_gone.html", status=410)
