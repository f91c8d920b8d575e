"""Signing in as a persona, in the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from copractice.demo.queries import demo_is_open, personas


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """List the personas of the demo."""
    if not demo_is_open(local=settings.LOCAL, listen=settings.LISTEN):
        raise Http404
    return render(request, "demo/choose.html", {"rows": personas()})


@login_not_required
@require_POST
def sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Become a persona; there is no such address outside the demo."""
    if not demo_is_open(local=settings.LOCAL, listen=settings.LISTEN):
        raise Http404
    persona = get_object_or_404(personas().select_related("person"), code=code)
    login(request, persona.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(persona.community)
