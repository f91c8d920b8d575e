"""The door of a room: its code on the wall, the voice that a browser is given, and keeping it in an account.

The room's code is the right to read the room's pages; the device's secret, or being signed in, is the right
to vote. The secret stands in a cookie that goes to this room only; the database has its hash.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.convening.actions import room as actions
from copractice.convening.forms.room import JoinForm
from copractice.convening.models import Convening, Voter
from copractice.convening.queries import room as queries
from copractice.convening.queries.convenings import open_room
from copractice.convening.rules import may_vote
from copractice.people.models import Person

COOKIE = "voter"
COOKIE_SECONDS = 180 * 24 * 3600
WRONG_CODES = "60/m/key"  # a full room behind one address mistypes some; a guesser would need millions

RoomView = Callable[[HttpRequest, Convening, Voter | None], HttpResponse]


def in_room(view: RoomView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give a view the convening behind the room's code, and the asker's voice in it if there is one."""

    @login_not_required
    @wraps(view)
    def entered(request: HttpRequest, room_code: str) -> HttpResponse:
        convening = open_room(room_code)
        voter = seated(request, convening) if convening else None
        if voter is None and not _may_try(request, is_miss=convening is None):
            return _door(request, JoinForm({"code": room_code}), too_many=True)
        if convening is None:
            return _wrong_code(request, JoinForm({"code": room_code}))
        if request.method == "GET" and room_code != convening.room_code:
            return redirect(request.resolver_match.url_name, convening.room_code)
        request.community = convening.community
        return view(request, convening, voter)

    return entered


@login_not_required
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """Take the code on the wall; an unknown one and that of a draft read the same, and guesses are limited."""
    if request.method != "POST":
        return _door(request, JoinForm(initial={"code": request.GET.get("code", "")}))
    form = JoinForm(request.POST)
    convening = open_room(form.cleaned_data["code"]) if form.is_valid() else None
    if not _may_try(request, is_miss=form.is_valid() and convening is None):
        return _door(request, form, too_many=True)
    return _let_in(request, convening) if convening else _wrong_code(request, form)


@in_room
@never_cache
@require_POST
def enter(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Give this browser a voice."""
    return _let_in(request, convening)


@never_cache
def keep(request: HttpRequest, room_code: str) -> HttpResponse:
    """Hand the votes of this device over to the account that is signed in."""
    convening = open_room(room_code)
    device = device_voter(request, convening) if convening else None
    if convening is None or device is None:
        return redirect("room", room_code)
    request.community = convening.community
    if request.method != "POST":
        own = queries.person_voter(convening, request.user)
        counts = [queries.votes_of(voter).count() if voter else 0 for voter in (device, own)]
        context = {"convening": convening, "on_device": counts[0], "in_account": counts[1]}
        return render(request, "convening/room_keep.html", context)
    actions.keep_votes(voter=device, actor=request.user, now=timezone.now())
    messages.success(request, _("Your votes are in your account. You find them on any device."))
    response = redirect("room", convening.room_code)
    response.delete_cookie(COOKIE, path=reverse("room", args=[convening.room_code]))
    return response


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in."""
    return request.user if request.user.is_authenticated else None


def seated(request: HttpRequest, convening: Convening) -> Voter | None:
    """Return the voice that this browser speaks with."""
    return queries.voter_of(convening, person_of(request), request.COOKIES.get(COOKIE, ""))


def device_voter(request: HttpRequest, convening: Convening) -> Voter | None:
    """Return the voice that belongs to this device alone, not yet to an account."""
    return queries.device_voter(convening, request.COOKIES.get(COOKIE, ""))


def _let_in(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Make or find the voice of this browser, and send its secret along."""
    response = redirect("room", convening.room_code)
    if may_vote(convening, timezone.now()) and seated(request, convening) is None:
        key = _device_key(request, convening)
        actions.join(convening=convening, key=key, actor=person_of(request), now=timezone.now())
        response.set_cookie(
            COOKIE,
            key,
            max_age=COOKIE_SECONDS,
            path=reverse("room", args=[convening.room_code]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _device_key(request: HttpRequest, convening: Convening) -> str:
    """Return the device's secret: random, yet the same for all tabs that come in at one moment.

    It is derived from the random token against forged forms, which the tabs of a browser share already.
    """
    get_token(request)
    own = f"{convening.code}:{request.META['CSRF_COOKIE']}"
    return salted_hmac("convening.voter", own, algorithm="sha256").hexdigest()


def _may_try(request: HttpRequest, *, is_miss: bool) -> bool:
    """Say whether this address may still try codes, and count a miss; of the address a hash is kept."""
    address = salted_hmac("convening.room_code", ratelimit.get_ip(request)).hexdigest()
    usage = ratelimit.consume(
        request,
        app="convening",
        action="room_code",
        config={"room_code": WRONG_CODES},
        key=address,
        limit_get=True,
        dry_run=not is_miss,
    )
    return usage is not None


def _door(request: HttpRequest, form: JoinForm, *, too_many: bool = False) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    response = render(
        request, "convening/room_join.html", {"form": form, "too_many": too_many}, status=status
    )
    if too_many:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = "60"
    return response


def _wrong_code(request: HttpRequest, form: JoinForm) -> HttpResponse:
    if form.is_valid():
        form.add_error("code", _("No room is open under this code. Compare it with the one on the wall."))
    return _door(request, form)
