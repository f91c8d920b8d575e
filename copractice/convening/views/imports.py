"""Handing in what was said elsewhere; it is checked before anything is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from copractice.communities.actions.imports import start_import
from copractice.communities.models import Community
from copractice.communities.views.staff import run_or_404
from copractice.convening.actions import importing, importing_pairs
from copractice.convening.forms.conversation import ConversationForm, HeldElsewhereForm, PairsForm


def import_conversation(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in statements and votes on them."""
    community = run_or_404(request, slug, timezone.now())
    form = ConversationForm(request.POST or None, request.FILES or None, community=community)
    return _handed_in(request, community, form, importing.KIND, "convening/import.html")


def import_pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in ideas and choices between two of them."""
    community = run_or_404(request, slug, timezone.now())
    form = PairsForm(request.POST or None, request.FILES or None, community=community)
    return _handed_in(request, community, form, importing_pairs.KIND, "convening/import_pairs.html")


def _handed_in(
    request: HttpRequest, community: Community, form: HeldElsewhereForm, kind: str, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        row = start_import(
            community=community,
            kind=kind,
            title=form.cleaned_data["title"],
            files=form.given(),
            context=form.context(),
            form_path=request.path,
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=timezone.now(),
        )
        return redirect(row)
    context = {"community": community, "form": form}
    return render(request, template, context, status=400 if form.errors else 200)
