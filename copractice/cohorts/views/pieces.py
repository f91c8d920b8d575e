"""What the pages of a cohort share: one page for every form."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from copractice.cohorts.models import Cohort


@dataclass(frozen=True)
class Sheet:
    """The words of a page with one form: its title, its act, where to go instead, and what it is for.

    `back` is the name of a page of the cohort, or of the community where there is no cohort, unless
    `back_url` says another address.
    """

    title: str
    act: str
    back: str
    lead: str = ""
    back_url: str = ""


def sheet(request: HttpRequest, cohort: Cohort | None, form: forms.Form, words: Sheet) -> HttpResponse:
    """Show the page of a form."""
    context = {"community": request.community, "cohort": cohort, "form": form, "sheet": words}
    return render(request, "cohorts/sheet.html", context, status=400 if form.errors else 200)
