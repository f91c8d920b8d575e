"""Starting an application: signed in at once, else by a link that proves an address."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.applications.actions import starting
from copractice.applications.forms.starting import KnockForm, StartForm
from copractice.applications.queries.applications import running
from copractice.applications.queries.organizations import own_organizations
from copractice.calls.models import Call
from copractice.calls.queries import calls
from copractice.calls.rules import takes_applications
from copractice.calls.views.public import call_or_404
from copractice.communities.queries.memberships import name_of


@login_not_required
@never_cache
def start_application(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask who applies; the answer to a visitor is the same for every address."""
    now = timezone.now()
    call = call_or_404(request, slug, code, now)
    if not takes_applications(call, now):
        return _page(request, "applications/start_closed.html", call, None, 409)
    if not request.user.is_authenticated:
        return _knock(request, call)
    mine = [row.name for row in own_organizations(request.user, call.community, now)]
    form = StartForm(_posted(request), name=name_of(request.user), organizations=mine)
    if not form.is_valid():
        already = running(request.user, call)
        return _page(request, "applications/start.html", call, form, already=already)
    application = starting.start(call=call, actor=request.user, now=now, **form.cleaned_data)
    messages.success(request, _("Your application is begun. Nothing is sent yet."))
    return redirect(application)


@login_not_required
@never_cache
def start_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link from the mail starts, and start only when its button is pressed."""
    now = timezone.now()
    offer = starting.read_offer(token)
    if offer is None:
        return render(request, "applications/invitation_gone.html", {"is_start": True}, status=410)
    call = get_object_or_404(calls.visible_to(request.user, now), code=offer.call)
    request.community = call.community
    form = StartForm(_posted(request), name=offer.name)
    if not form.is_valid():
        return _page(request, "applications/start.html", call, form, address=offer.address)
    person, application = starting.start_from_offer(token=token, call=call, now=now, **form.cleaned_data)
    messages.success(request, _("Your application is begun. Nothing is sent yet."))
    return perform_login(request, person, redirect_url=application.get_absolute_url())


def _knock(request: HttpRequest, call: Call) -> HttpResponse:
    form = KnockForm(_posted(request))
    if not form.is_valid():
        return _page(request, "applications/start_knock.html", call, form)
    address = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="request_login_code", key=address.lower()):
        return _page(request, "applications/start_knock.html", call, form, 429, too_many=True)
    now = timezone.now()
    starting.offer_start(call=call, name=form.cleaned_data["name"], address=address, now=now)
    return _page(request, "applications/start_sent.html", call, form, 200, address=address)


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _page(
    request: HttpRequest, template: str, call: Call, form: object, status: int = 0, **more: object
) -> HttpResponse:
    context = {"community": call.community, "call": call, "form": form, **more}
    bound = request.method == "POST"
    return render(request, template, context, status=status or (400 if bound else 200))
