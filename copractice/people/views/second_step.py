"""Showing a passkey or a code from an app: to come in by it, after a code, or again before a change.

A session remembers when it last saw a second factor, and of whom; `was_shown` and `needs_proof` read that.
"""

import json
from http import HTTPStatus

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.internal import ratelimit as limits
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.people.forms import FactorCodeForm, PasskeyForm
from copractice.people.models import Person
from copractice.people.queries import factors_of, has_second_factor

FRESH = 15 * 60  # seconds for which a shown factor lets its owner change how they sign in


@login_not_required
@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Hand the browser what it asks a passkey for; sign in whoever shows a good one."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if request.method != "POST":
        return JsonResponse(auth.begin_authentication())
    form = PasskeyForm(request.POST)
    allowed = limits.consume(request, app="allauth.mfa", action="webauthn_login")
    if not allowed or not form.is_valid():
        messages.error(request, _("This passkey did not work. Try once more, or ask for a code."))
        return redirect(_with_next("account_login", get_next_redirect_url(request)))
    passkey = form.cleaned_data["credential"]
    login = Login(user=passkey.user, redirect_url=get_next_redirect_url(request))
    return perform_passwordless_login(request, passkey, login)


@login_not_required
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask who came this far by a code for the second factor, and let them in with it."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or request.user.is_authenticated:
        return redirect("account_login")
    forms = _forms(request, stage.login.user)
    shown = _shown(request, stage.login.user, forms)
    if shown is None:
        return _page(request, stage.login.user, forms, is_sign_in=True)
    post_authentication(request, shown)
    return stage.exit()


@never_cache
def prove(request: HttpRequest) -> HttpResponse:
    """Ask the person for the second factor once more, and go on to where they were headed."""
    way_on = get_next_redirect_url(request) or reverse("my_sign_in")
    if not has_second_factor(request.user):
        return redirect(way_on)
    forms = _forms(request, request.user)
    shown = _shown(request, request.user, forms)
    if shown is None:
        return _page(request, request.user, forms, is_sign_in=False)
    post_authentication(request, shown, reauthenticated=True)
    return redirect(way_on)


def was_shown(request: HttpRequest, within: int | None = None) -> bool:
    """Say whether this session saw a second factor of its person, ever or within so many seconds."""
    since = timezone.now().timestamp() - within if within else 0
    records = get_authentication_records(request, request.user)
    return any(row.get("method") == "mfa" and row.get("at", 0) > since for row in records)


def needs_proof(request: HttpRequest) -> HttpResponse | None:
    """Return the way to `prove` for who has a second factor and did not show it just now."""
    if was_shown(request, within=FRESH) or not has_second_factor(request.user):
        return None
    headed = request.get_full_path() if request.method == "GET" else reverse("my_sign_in")
    return redirect(_with_next("prove", headed))


def _forms(request: HttpRequest, person: Person) -> tuple[FactorCodeForm, PasskeyForm]:
    sent = request.POST if request.method == "POST" else None
    by_passkey = sent is not None and "credential" in sent
    return FactorCodeForm(None if by_passkey else sent), PasskeyForm(
        sent if by_passkey else None, person=person
    )


def _shown(
    request: HttpRequest, person: Person, forms: tuple[FactorCodeForm, PasskeyForm]
) -> Authenticator | None:
    """Return the factor that was shown well; wrong ones are counted, five in five minutes for a person."""
    bound = next((form for form in forms if form.is_bound), None)
    if bound is None:
        return None
    key = f"second-step-{person.pk}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        bound.add_error(None, _("Too many tries. Wait five minutes, then try again."))
        return None
    if not bound.is_valid():
        return None
    shown = bound.shown(person) if isinstance(bound, FactorCodeForm) else bound.cleaned_data["credential"]
    if shown is None:
        bound.add_error("code", _("This code does not work. It may be mistyped, used already or too old."))
        return None
    ratelimit.clear(request, action="login_failed", key=key)
    return shown


def _page(
    request: HttpRequest, person: Person, forms: tuple[FactorCodeForm, PasskeyForm], *, is_sign_in: bool
) -> HttpResponse:
    kinds = set(factors_of(person).values_list("type", flat=True))
    has_passkey = Authenticator.Type.WEBAUTHN in kinds
    context = {
        "form": forms[0],
        "passkey_form": forms[1],
        "is_sign_in": is_sign_in,
        "has_app": Authenticator.Type.TOTP in kinds,
        "options": json.dumps(auth.begin_authentication(person)) if has_passkey else "",
        "next": get_next_redirect_url(request),
    }
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    return render(request, "people/second_step.html", context, status=status)


def _with_next(name: str, way_on: str | None) -> str:
    return add_query_params(reverse(name), {"next": way_on} if way_on else {})
