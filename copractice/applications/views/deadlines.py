"""A new deadline: what it would shift and whom it would tell, seen first; then one act."""

import hashlib
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from copractice.applications.actions.deadlines import Preview, move_deadline, preview
from copractice.applications.analysis.telling import Target, Told, deadline_now
from copractice.applications.forms.staff_deadline import DeadlineForm
from copractice.applications.queries.staff import run_applications, run_parts
from copractice.calls import rules as call_rules
from copractice.calls.models import Call
from copractice.calls.views.pieces import led_or_404
from copractice.ledger.forms import refusals_in


def change_deadline(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask for a new deadline; it moves, and is told, only as the preview showed it."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    target = _target(request, call, now)
    form = DeadlineForm(request.POST if request.method == "POST" else None, call=call, scope=target.scope)
    seen = _seen(request, call, target, form, now)
    if seen is None or form.cleaned_data["seen"] != _digest(seen):
        return _page(request, call, target, form, seen)
    change = move_deadline(
        call=call,
        target=target,
        new=form.new(),
        form_key=form.cleaned_data["form_key"],
        actor=request.user,
        now=now,
    )
    told = ngettext("%(n)d message is on its way.", "%(n)d messages are on their way.", change.told)
    messages.success(request, _("The deadline moved.") + " " + told % {"n": change.told})
    return redirect("applications", slug, code)


@require_POST
def preview_deadline(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show every date that a new deadline shifts and every message that it sends; nothing happens yet."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    target = _target(request, call, now)
    form = DeadlineForm(request.POST, call=call, scope=target.scope)
    return _page(request, call, target, form, _seen(request, call, target, form, now))


def _target(request: HttpRequest, call: Call, now: datetime) -> Target:
    """Return for whom the deadline moves, as the address says: everybody, one application, or one party."""
    application, part = request.GET.get("application"), request.GET.get("part")
    if part:
        row = get_object_or_404(run_parts(request.user, now), application__call=call, code=part)
        return Target(row.application, row)
    if application:
        return Target(get_object_or_404(run_applications(request.user, now), call=call, code=application))
    return Target()


def _seen(
    request: HttpRequest, call: Call, target: Target, form: DeadlineForm, now: datetime
) -> Preview | None:
    """Return what the typed deadline would do; None before it can be said, with the reason in the form."""
    if not call_rules.is_published(call):
        raise Http404
    if not form.is_valid():
        return None
    with refusals_in(form):
        return preview(call=call, target=target, new=form.new(), actor=request.user, now=now)
    return None


def _digest(seen: Preview) -> str:
    """Return what stands for a preview: its dates and the words and address of every message."""
    letters = sorted((letter.address, letter.text) for letter in seen.letters)
    return hashlib.sha256(repr((seen.dates, letters)).encode()).hexdigest()


def _page(
    request: HttpRequest, call: Call, target: Target, form: DeadlineForm, seen: Preview | None
) -> HttpResponse:
    groups = [(told, seen.audience.count(told), seen.sample(told)) for told in Told] if seen else []
    context = {
        "community": call.community,
        "call": call,
        "target": target,
        "at_present": deadline_now(call, target),
        "form": form,
        "seen": seen,
        "digest": _digest(seen) if seen else "",
        "groups": [group for group in groups if group[1]],
        "query": request.GET.urlencode(),
        "is_stale": bool(seen and form.cleaned_data["seen"]),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "applications/staff_deadline.html", context, status=status)
