"""What every request passes: closed unless opened, out of caches, the reader's language, and refusals as pages."""

import codecs
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from copractice.communities.queries.memberships import runs_any
from copractice.ledger.states import Refused
from copractice.people.queries import has_second_factor
from copractice.people.views.second_step import was_shown
from copractice.web.views.errors import refused

Answer = Callable[[HttpRequest], HttpResponse]


class Utf8Middleware:
    """Refuses a form that claims to be written in anything but UTF-8, as every page of ours is.

    Through other encodings comes what no database can store, a lone surrogate for one.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what can be read."""
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest
        return self.get_response(request)


class PrivateMiddleware:
    """Keeps what a signed-in person gets out of every cache, so that after sign-out *back* shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer, unless its view has said how long it may be kept."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response


class SignInMiddleware:
    """Sends a visitor from every closed address, existing or not, to sign-in by one and the same redirect."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a visitor's 404 as a closed page is answered, so that nobody learns what exists."""
        response = self.get_response(request)
        if response.status_code == 404 and not request.user.is_authenticated:
            return to_sign_in(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let in who is signed in, and everybody where the view is marked `login_not_required`."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return to_sign_in(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Return the redirect to sign-in that carries the address asked for."""
    return redirect_to_login(request.get_full_path())


class SecondFactorMiddleware:
    """On a real site, leads who runs a community to a second factor before any other page.

    Without one they set one up; with one that this session has not seen, they show it.
    """

    # What stays open: the setting up itself, the way out, and pages that are the same for everybody.
    OPEN = frozenset(
        {
            "my_sign_in",
            "prove",
            "add_passkey",
            "passkey",
            "remove_passkey",
            "add_app",
            "remove_app",
            "recovery_codes",
            "account_logout",
            "language",
            "accent",
            "privacy",
            "accessibility",
        }
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let in who runs nothing, and who has shown a second factor in this session."""
        person = request.user
        if not settings.SECOND_FACTOR_REQUIRED or not person.is_authenticated or self._is_open(request):
            return None
        if was_shown(request) or not runs_any(person, timezone.now()):
            return None
        way = "prove" if has_second_factor(person) else "my_sign_in"
        headed = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect_to_login(headed, login_url=reverse(way))

    def _is_open(self, request: HttpRequest) -> bool:
        return request.resolver_match is not None and request.resolver_match.url_name in self.OPEN


class LanguageMiddleware:
    """Speaks the person's language; to a visitor that of the cookie, else of the browser."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch to the reader's language for this request only."""
        person = request.user
        language = person.language if person.is_authenticated else ""
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class RefusedMiddleware:
    """Turns a refusal that no view caught into a page with its sentence and what was typed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 409 for a refused step; every other error is a fault and stays one."""
        return refused(request, str(error), status=409) if isinstance(error, Refused) else None
