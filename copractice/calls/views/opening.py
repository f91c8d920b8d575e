"""Staff let the public read a call: announced, opened, followed by a next version."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.calls.actions import versions as acts
from copractice.calls.analysis.changes import changes_between
from copractice.calls.forms.drafting import WhyForm
from copractice.calls.queries import versions
from copractice.calls.views.pieces import led_or_404, saved
from copractice.ledger.states import Refused


@require_POST
def announce(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Publish a call that opens by itself later."""
    return _turn(request, slug, code, acts.announce, _("The call is public. It opens by itself."), "call")


@require_POST
def open_call(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take applications."""
    return _turn(request, slug, code, acts.open_call, _("The call is open."), "call")


@require_POST
def start_version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Begin the next version."""
    said = _("A copy of the call is yours to change. Nobody else sees it until you publish it.")
    return _turn(request, slug, code, acts.start_version, said, "call_setup")


@require_POST
def discard_version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Throw the draft of the next version away."""
    said = _("The draft is thrown away. The published version holds.")
    return _turn(request, slug, code, acts.discard_version, said, "call_setup")


def publish_version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what the next version changes and for whom, then publish it with the reason."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    draft, holds = versions.draft_of(row), versions.published_of(row)
    if draft is None or holds is None:
        raise Refused(_("There is no next version to publish. Start one first."))
    form = WhyForm(request.POST or None, version=draft)
    if saved(
        request,
        form,
        lambda: acts.publish_version(
            call=row, why=form.why(), revision=form.cleaned_data["revision"], actor=request.user, now=now
        ),
        _("The new version is public."),
    ):
        return redirect("call_changes", slug, code)
    context = {"community": row.community, "call": row, "version": draft, "form": form}
    context["changed"] = changes_between(holds, draft)
    return render(request, "calls/publish.html", context, status=400 if form.errors else 200)


def _turn(
    request: HttpRequest, slug: str, code: str, action: Callable[..., object], said: str, then: str
) -> HttpResponse:
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    action(call=row, actor=request.user, now=now)
    messages.success(request, said)
    return redirect(then, slug, code)
