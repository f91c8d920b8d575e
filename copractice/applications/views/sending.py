"""Acts on a part and on an application: done, sent, taken back. Each answers with the application's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.applications.actions import accepting, completing, sending, withdrawing
from copractice.applications.models import Application, Part
from copractice.applications.queries import parts
from copractice.applications.views.application import application_or_404
from copractice.communities.views.public import community_or_404


@require_POST
def complete_part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say that one's own part is done."""
    part = completing.complete(part=_part_or_404(request, slug, code), actor=request.user, now=timezone.now())
    messages.success(request, _("Your part is done. The others see one word: done."))
    return redirect(part.application)


@require_POST
def reopen_part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Go back to one's own part."""
    part = completing.reopen_part(
        part=_part_or_404(request, slug, code), actor=request.user, now=timezone.now()
    )
    messages.success(request, _("Your part is open again. Say that it is done when it is."))
    return redirect(part)


@require_POST
def leave_part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Step back from one's own part."""
    part = accepting.leave(part=_part_or_404(request, slug, code), actor=request.user, now=timezone.now())
    messages.success(request, _("You stepped back. The lead is told; what you wrote stays yours."))
    return redirect("community", part.community.slug)


@require_POST
def send_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Send the application."""
    return _turn(request, slug, code, sending.send, _("The application is sent. Your receipt is below."))


@require_POST
def reopen_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a sent application back to a draft."""
    said = _("The application is a draft again. It counts only when you send it again before the deadline.")
    return _turn(request, slug, code, sending.reopen, said)


@require_POST
def withdraw_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the application out of the call."""
    said = _("The application is withdrawn. You can take that back until the deadline.")
    return _turn(request, slug, code, withdrawing.withdraw, said)


@require_POST
def restore_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the withdrawal back."""
    return _turn(request, slug, code, withdrawing.restore, _("The application is back in the call."))


def _turn(
    request: HttpRequest, slug: str, code: str, action: Callable[..., Application], said: str
) -> HttpResponse:
    now = timezone.now()
    row = action(application=application_or_404(request, slug, code), actor=request.user, now=now)
    messages.success(request, said)
    return redirect(row)


def _part_or_404(request: HttpRequest, slug: str, code: str) -> Part:
    community = community_or_404(request, slug)
    return get_object_or_404(parts.owned_by(request.user), community=community, code=code)
