"""Reminders: first exactly who would get one and why, then one press that writes to exactly those."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.actions.reminding import remind
from copractice.applications.analysis.board import board_of
from copractice.applications.analysis.reminding import plan_of
from copractice.applications.views.staff import handled_or_404
from copractice.calls.views.pieces import led_or_404


def remind_parties(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show who would be reminded of a call's applications, or of one of them, and remind them."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    if request.method == "POST":
        n = remind(call=call, keys=set(request.POST.getlist("to")), actor=request.user, now=now)
        said = ngettext("%(n)d reminder is on its way.", "%(n)d reminders are on their way.", n) % {"n": n}
        messages.success(request, said if n else _("Nobody was reminded: nothing waits for them any more."))
        return redirect("applications", slug, code)
    chosen = request.GET.get("application", "")
    only = handled_or_404(request, slug, chosen, now) if chosen else None
    plan = plan_of(board_of(call, now, only), now)
    context = {"community": call.community, "call": call, "plan": plan, "only": only}
    return render(request, "applications/staff_reminders.html", context)
