"""Signing in as a persona, in the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from copractice.demo.queries import advisers, demo_is_open, guests, personas


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """List the personas of the demo."""
    if not demo_is_open(local=settings.LOCAL, listen=settings.LISTEN):
        raise Http404
    context = {"rows": personas(), "guests": guests(timezone.now()), "advisers": advisers()}
    return render(request, "demo/choose.html", context)


@login_not_required
@require_POST
def sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Become a persona; there is no such address outside the demo."""
    if not demo_is_open(local=settings.LOCAL, listen=settings.LISTEN):
        raise Http404
    member = personas().select_related("person").filter(code=code).first()
    guest = next((row for row in [*advisers(), *guests(timezone.now())] if row.code == code), None)
    persona = member or guest
    if persona is None:
        raise Http404
    login(request, persona.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(member.community if member else "home")
