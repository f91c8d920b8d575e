"""The texts that every site owes its visitors, shipped in each language: privacy and accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.communities.queries import communities


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the site keeps of whom, who reads it, and for how long."""
    return _text(request, "privacy")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what everybody can rely on, how it was tried, and what still stands in the way."""
    return _text(request, "accessibility")


def _text(request: HttpRequest, name: str) -> HttpResponse:
    contacts = communities.visible_to(request.user).exclude(contact_email="")
    return render(
        request, [f"web/{name}.{get_language()}.html", f"web/{name}.en.html"], {"contacts": contacts}
    )
