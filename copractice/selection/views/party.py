"""What the parties of an application see: their letter, and for the lead the seat to take or to leave."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.applications.rules import may_lead
from copractice.communities.views.public import community_or_404
from copractice.selection import rules
from copractice.selection.actions import answering
from copractice.selection.queries.decisions import letters_of, letters_visible_to
from copractice.selection.queries.runs import draw_among
from copractice.selection.views.pieces import own_or_404


@never_cache
@require_safe
def decision(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a party what was decided on its application, and nothing about any other."""
    now = timezone.now()
    application, row = own_or_404(request, slug, code)
    leads = may_lead(request.user, application)
    context = {"community": application.community, "call": application.call, "application": application}
    context |= {"decision": row, "letter": letters_of(row, request.user).first(), "is_lead": leads}
    context |= {"may_answer": rules.may_answer(request.user, row, now)}
    context["draw"] = draw_among(application)
    context |= {"is_open": rules.is_seat_open(row), "is_late": not rules.is_in_time(row, now)}
    return render(request, "selection/decision.html", context)


@require_POST
def confirm_place(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the seat."""
    application, row = own_or_404(request, slug, code)
    answering.confirm(decision=row, actor=request.user, now=timezone.now())
    messages.success(request, _("The seat is yours. The call team knows."))
    return redirect("decision", slug, application.code)


@require_POST
def decline_place(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Leave the seat to somebody else."""
    application, row = own_or_404(request, slug, code)
    answering.decline(decision=row, actor=request.user, now=timezone.now())
    messages.success(request, _("You gave the seat back. The call team knows."))
    return redirect("decision", slug, application.code)


@never_cache
@require_safe
def letter(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a letter word for word: to its reader, and to staff without a tie to the application."""
    now = timezone.now()
    community = community_or_404(request, slug)
    row = get_object_or_404(letters_visible_to(request.user, now), community=community, code=code)
    application = row.decision.application
    is_mine = row.part.owner_id == request.user.pk
    if not is_mine and not rules.may_decide(request.user, application, now):
        raise Http404
    context = {"community": community, "letter": row, "call": application.call, "is_mine": is_mine}
    return render(request, "selection/letter.html", context | {"application": application})
