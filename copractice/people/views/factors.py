"""How a person signs in: their passkeys, authenticator app and recovery codes, and the way to change them."""

import json
import re

from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.ledger.forms import refusals_in
from copractice.people.actions import factors
from copractice.people.forms import AppForm, NewPasskeyForm, PasskeyNameForm
from copractice.people.queries import factors_of, has_second_factor, passkeys_of, recovery_codes_left
from copractice.people.views.second_step import needs_proof


@require_safe
@never_cache
def my_sign_in(request: HttpRequest) -> HttpResponse:
    """Show what opens the person's account, and what could be added."""
    mine = list(factors_of(request.user))
    context = {
        "passkeys": [(row, row.wrap().name) for row in mine if row.type == Authenticator.Type.WEBAUTHN],
        "app": next((row for row in mine if row.type == Authenticator.Type.TOTP), None),
        "has_factor": bool(mine),
        "codes_left": recovery_codes_left(request.user),
        "next": get_next_redirect_url(request),
    }
    return render(request, "people/my_sign_in.html", context)


@never_cache
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep it."""
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            kept = factors.add_passkey(actor=request.user, now=timezone.now(), **form.cleaned_data)
            return _after_adding(request, kept, _("The passkey is added. It signs you in from now on."))
    options = auth.begin_registration(request.user, passwordless=True)
    return _form_page(request, "people/add_passkey.html", form, options=json.dumps(options))


@never_cache
def passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's passkey another name."""
    row = get_object_or_404(passkeys_of(request.user), pk=pk)
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    form = PasskeyNameForm(
        request.POST if request.method == "POST" else None, initial={"name": row.wrap().name}
    )
    if form.is_valid():
        factors.rename_passkey(passkey=row, actor=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("my_sign_in")
    return _form_page(request, "people/passkey.html", form, passkey=row)


@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's passkey away."""
    row = get_object_or_404(passkeys_of(request.user), pk=pk)
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    factors.remove_passkey(passkey=row, actor=request.user, now=timezone.now())
    messages.success(request, _("The passkey is removed here. Delete it on your device too."))
    return redirect("my_sign_in")


@never_cache
def add_app(request: HttpRequest) -> HttpResponse:
    """Show the secret for an authenticator app, and keep it once the app's code fits."""
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    secret = get_totp_secret()
    form = AppForm(request.POST if request.method == "POST" else None, secret=secret)
    if form.is_valid():
        with refusals_in(form):
            kept = factors.add_app(actor=request.user, secret=secret, now=timezone.now())
            clear_totp_secret(request)
            return _after_adding(request, kept, _("The app is added. It is asked for after each code."))
    return _form_page(request, "people/add_app.html", form, **_picture(request, secret))


@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    """Take one's authenticator app away."""
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    factors.remove_app(actor=request.user, now=timezone.now())
    messages.success(request, _("The app is removed. Its codes open nothing any more."))
    return redirect("my_sign_in")


@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Say what recovery codes are for; make a new list when asked, and show it this once."""
    if not has_second_factor(request.user):
        return redirect("my_sign_in")
    to_proof = needs_proof(request)
    if to_proof:
        return to_proof
    codes = []
    if request.method == "POST":
        codes = factors.make_recovery_codes(actor=request.user, now=timezone.now())
    context = {
        "codes": codes,
        "codes_left": recovery_codes_left(request.user),
        "next": get_next_redirect_url(request),
    }
    return render(request, "people/recovery_codes.html", context)


def _after_adding(request: HttpRequest, factor: Authenticator, told: str) -> HttpResponse:
    """Count the new factor as shown just now, and lead on to the recovery codes when there are none."""
    post_authentication(request, factor, reauthenticated=True)
    messages.success(request, told)
    way_on = get_next_redirect_url(request)
    goal = "my_sign_in" if recovery_codes_left(request.user) else "recovery_codes"
    return redirect(add_query_params(reverse(goal), {"next": way_on} if way_on else {}))


def _picture(request: HttpRequest, secret: str) -> dict[str, object]:
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    drawn = {name: re.search(rf' {name}="([^"]+)"', svg)[1] for name in ("viewBox", "d")}
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"view_box": drawn["viewBox"], "path": drawn["d"], "secret": groups}


def _form_page(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    way_on = get_next_redirect_url(request)
    status = 400 if form.is_bound else 200
    return render(request, template, {"form": form, "next": way_on, **more}, status=status)
