"""The door: ask for a code, type it, or come in by an invitation; and the way out.

allauth keeps the code in the browser's session, so it works in no other browser, and a newer one replaces
it. A known and an unknown address take the same steps, down to the number of statements.
"""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.logout import logout
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, perform_login
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.internal.httpkit import add_query_params
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.ledger.states import Refused
from copractice.people.actions.links import spend_link
from copractice.people.forms import CodeForm, SignInForm
from copractice.people.models import Person
from copractice.people.queries import open_links, person_at
from copractice.people.rules import may_sign_in


@login_not_required
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it a code, or word that it has no account here."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = SignInForm(_posted(request))
    if not form.is_valid():
        return _page(request, "people/sign_in.html", form)
    if not ratelimit.consume(request, action="request_login_code", key=form.cleaned_data["email"]):
        return _too_many(request, "people/sign_in.html", form)
    _send_code(request, form.cleaned_data["email"])
    way_on = get_next_redirect_url(request)
    return redirect(
        add_query_params(reverse("account_confirm_login_code"), {"next": way_on} if way_on else {})
    )


@login_not_required
@never_cache
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code; wrong, late, used and asked for in another browser all read the same."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = CodeForm(_posted(request))
    if form.is_bound and not ratelimit.consume(request, action="login"):
        return _too_many(request, "people/confirm_code.html", form)
    process = _pending(request)
    if not form.is_bound:
        return _page(
            request, "people/confirm_code.html", form, email=process.state["email"] if process else ""
        )
    if process and _fits(form, process):
        return process.finish(get_next_redirect_url(request))
    if process:
        process.record_invalid_attempt()
    if not form.errors:
        form.add_error(
            "code", _("This code does not work here. It may be mistyped, used already or too old.")
        )
    return _page(request, "people/confirm_code.html", form)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out in this browser."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("front")


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, and use it up only when its button is pressed: mail scanners read every link."""
    now = timezone.now()
    if request.method == "POST":
        try:
            return perform_login(request, spend_link(token=token, now=now))
        except Refused:
            return _invitation(request, is_open=False)
    return _invitation(request, is_open=open_links(token, now).exists())


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _send_code(request: HttpRequest, email: str) -> None:
    person = person_at(email)
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=email)
    if person is None:
        get_adapter().send_mail("account/email/no_account", email, {})


def _pending(request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """Return the sign-in that this browser asked for, while its code can still be typed."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    if stage and stage.login.user is None:
        # allauth reads the person of a known address from the database; do as much work for an unknown one.
        Person.objects.filter(pk=0).first()
    return LoginCodeVerificationProcess.resume(stage) if stage else None


def _fits(form: CodeForm, process: LoginCodeVerificationProcess) -> bool:
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    return compare_user_code(actual=typed, expected=process.code) and may_sign_in(process.user)


def _page(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    way_on = get_next_redirect_url(request)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, "next": way_on, **more}, status=status)


def _too_many(request: HttpRequest, template: str, form: Form) -> HttpResponse:
    """Say that the limit is reached; the limit counts requests, so it tells nothing about the address."""
    response = _page(request, template, form, too_many=True)
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = "60"
    return response


def _invitation(request: HttpRequest, *, is_open: bool) -> HttpResponse:
    status = HTTPStatus.OK if is_open else HTTPStatus.GONE
    return render(request, "people/invitation.html", {"is_open": is_open}, status=status)
