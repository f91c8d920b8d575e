"""What the staff's pages of a call share: the record of an address, and one page for every form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from copractice.calls import rules
from copractice.calls.models import Call
from copractice.calls.views.public import call_or_404
from copractice.ledger.forms import refusals_in


@dataclass(frozen=True)
class Sheet:
    """The words of a page with one form: its title, what it is for, its act, and where to go instead."""

    title: str
    act: str
    back: str
    lead: str = ""


def led_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Call:
    """Return a call to its staff; to anyone else the page is not there."""
    row = call_or_404(request, slug, code, now)
    if not rules.may_write(request.user, row.community, now):
        raise Http404
    return row


def saved(request: HttpRequest, form: forms.Form, save: Callable[[], object], said: str) -> bool:
    """Save what a form holds and say so; a refusal stands in the form, with all that was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    with refusals_in(form):
        save()
        messages.success(request, said)
    return form.is_valid()


def sheet(
    request: HttpRequest, call: Call | None, form: forms.Form, words: Sheet, **more: object
) -> HttpResponse:
    """Show the page of a form."""
    context = {"community": request.community, "call": call, "form": form, "sheet": words, **more}
    template = more.get("template", "calls/sheet.html")
    return render(request, template, context, status=400 if form.errors else 200)
