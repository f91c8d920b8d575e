"""Staff answer questions for all, and announce, move and cancel information sessions."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.calls.actions import answering, sessions
from copractice.calls.forms.page import FaqForm, MeetingForm
from copractice.calls.models import InformationSession
from copractice.calls.queries import page
from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404


def post_faq(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Answer a question where everybody reads it."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    form = FaqForm(request.POST or None, call=row)
    if saved(
        request,
        form,
        lambda: answering.post_faq(
            call=row,
            question=form.texts("question", row.community),
            answer=form.texts("answer", row.community),
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=now,
        ),
        _("The answer is public."),
    ):
        return redirect("call_faq", slug, code)
    lead = _("One person asked; everyone gets the same answer. Leave out who asked.")
    return sheet(request, row, form, Sheet(_("Answer a question"), _("Post the answer"), "call_faq", lead))


@require_POST
def withdraw_faq(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an answer off the page."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    faq = get_object_or_404(page.faqs_run_by(request.user, now).filter(community=community), code=code)
    answering.withdraw_faq(faq=faq, actor=request.user, now=now)
    messages.success(request, _("The answer is no longer shown."))
    return redirect("call_faq", slug, faq.call.code)


def schedule_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Announce an information session."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    form = MeetingForm(request.POST or None, call=row)
    if saved(
        request,
        form,
        lambda: sessions.schedule_session(
            call=row,
            meeting=form.meeting(),
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=now,
        ),
        _("The session is announced."),
    ):
        return redirect(row)
    return sheet(request, row, form, Sheet(_("Information session"), _("Announce it"), "call", _lead()))


def change_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Move an information session, or word it anew."""
    now = timezone.now()
    row = session_or_404(request, slug, code, now)
    form = MeetingForm(request.POST or None, call=row.call, session=row)
    if saved(
        request,
        form,
        lambda: sessions.change_session(
            session=row,
            meeting=form.meeting(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The session is changed, in calendars too."),
    ):
        return redirect(row.call)
    words = Sheet(_("Change the session"), _("Save the session"), "call", _lead())
    return sheet(request, row.call, form, words)


@require_POST
def cancel_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Call an information session off."""
    now = timezone.now()
    row = session_or_404(request, slug, code, now)
    sessions.cancel_session(session=row, actor=request.user, now=now)
    messages.success(request, _("The session is canceled, in calendars too."))
    return redirect(row.call)


def session_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> InformationSession:
    """Return an information session to the staff of its community."""
    community = run_or_404(request, slug, now)
    rows = page.sessions_visible_to(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)


def _lead() -> str:
    return _("It stands on the page of the call and in every calendar that follows it.")
