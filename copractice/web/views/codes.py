"""Where a code is typed: a printed invitation, or a code that signs in; tries are few, and all misses read alike.

A typed code names no account, so wrong tries are counted by browser, by network and for the whole site; how
many codes an account has is limited where they are made. When a limit is reached, right codes wait too, or
guessing would go on; the codes themselves stay good, and the other doors stay open.
"""

import logging
from http import HTTPStatus

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from copractice.applications.views.invitation import enter_by_code
from copractice.consents.actions.codes import come_in
from copractice.ledger.states import Refused

READ_OUT = "code_was_read_out"  # in the session, until sign-out: every page says so
LIMITS = {"browser": "5/10m/key", "network": "20/10m/key", "site": "300/h/key"}
logger = logging.getLogger(__name__)


class TypedCodeForm(forms.Form):
    """A code from paper, or from the phone."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        max_length=40,
        help_text=gettext_lazy("Eight letters and digits. Capitals, spaces and dashes do not matter."),
        error_messages={"required": gettext_lazy("Type the code from the paper.")},
        widget=forms.TextInput(
            attrs={
                "class": "room-code-field",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


@login_not_required
@never_cache
def typed_code(request: HttpRequest) -> HttpResponse:
    """Take a code; wrong, used, expired and revoked ones read the same."""
    form = TypedCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    if not _may_try(request, is_miss=False):
        return _page(request, form, too_many=True)
    typed = form.cleaned_data["code"]
    invited = enter_by_code(request, typed)
    if invited:
        return invited
    try:
        return _sign_in(request, typed)
    except Refused as refusal:
        form.add_error("code", str(refusal))
    return _page(request, form, too_many=not _may_try(request, is_miss=True))


def _sign_in(request: HttpRequest, typed: str) -> HttpResponse:
    code = come_in(typed=typed, now=timezone.now())
    response = perform_login(request, code.person)
    request.session[READ_OUT] = not code.is_printed
    return response


def _may_try(request: HttpRequest, *, is_miss: bool) -> bool:
    """Say whether codes may still be tried from here, and count a miss; of each key a hash is kept."""
    get_token(request)
    keys = {
        "browser": request.META["CSRF_COOKIE"],
        "network": ratelimit.get_ip(request),
        "site": "site",
    }
    # Each is counted, also where another is over its limit already.
    below = [_is_below(request, name, key, is_miss=is_miss) for name, key in keys.items()]
    return all(below)


def _is_below(request: HttpRequest, name: str, key: str, *, is_miss: bool) -> bool:
    usage = ratelimit.consume(
        request,
        app="web",
        action=f"typed_code_{name}",
        config={f"typed_code_{name}": LIMITS[name]},
        key=salted_hmac("web.typed_code", key).hexdigest(),
        limit_get=True,
        dry_run=not is_miss,
    )
    if usage is None and name == "site":
        logger.warning("too many wrong codes were typed on the whole site; typed codes wait for an hour")
    return usage is not None


def _page(request: HttpRequest, form: TypedCodeForm, *, too_many: bool = False) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    response = render(request, "web/typed_code.html", {"form": form, "too_many": too_many}, status=status)
    if too_many:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = "600"
    return response
