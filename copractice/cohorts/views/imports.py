"""Handing in past cohorts; the file is checked before anything is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from copractice.cohorts.actions import past_import
from copractice.cohorts.forms.imports import PastForm
from copractice.communities.actions.imports import start_import
from copractice.communities.views.staff import form_page, run_or_404


def import_cohorts(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a file of past cohorts."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = PastForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = start_import(
            community=community,
            kind=past_import.KIND,
            title=past_import.TITLE,
            files=form.given(),
            context={},
            form_path=request.path,
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=now,
        )
        return redirect(row)
    return form_page(request, "cohorts/import.html", community, form)
