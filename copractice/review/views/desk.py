"""The staff's desk of a call's reviews: the plan, the reviewers, who reviews what, and what comes next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.review import rules
from copractice.review.actions import planning
from copractice.review.forms.desk import PlanForm
from copractice.review.queries import desk
from copractice.review.queries.reviews import plan_of

SHEET = "review/sheet.html"


@require_safe
def review_desk(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how far reviewing is, and the one next thing to do."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    plan, reviewers = plan_of(call), desk.list_of(call, request.user, now)
    context = {
        "community": call.community,
        "call": call,
        "plan": plan,
        "reviewers": reviewers,
        "undeclared": sum(row.declared_at is None and row.until is None for row in reviewers),
        "asked": sum(row.asked for row in reviewers),
        "sent": sum(row.sent for row in reviewers),
        "run": desk.newest_run(call),
        "may_assign": rules.may_assign(request.user, call, now),
        "is_past_close": rules.is_past_close(call, now),
        "is_open": plan is not None and rules.is_open(plan, now),
        "is_short": plan is not None and desk.is_short(plan),
    }
    return render(request, "review/desk.html", context)


def review_plan(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Plan the reviews of a call, or change the plan."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    form = PlanForm(request.POST or None, call=call, plan=plan_of(call))
    if saved(
        request,
        form,
        lambda: planning.write_plan(
            call=call,
            terms=form.terms(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=now,
        ),
        _("The plan is saved."),
    ):
        return redirect("review_desk", slug, code)
    lead = _("How many reviews each application gets, until when, and what reviewers see of each other.")
    words = Sheet(_("Plan the reviews"), _("Save the plan"), "review_desk", lead)
    return sheet(request, call, form, words, template=SHEET)


@require_POST
def lock_reviews(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Lock the reviews of a call, or open them again."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    is_locked = request.POST.get("to") == "locked"
    planning.lock_reviews(call=call, is_locked=is_locked, actor=request.user, now=now)
    said = _("The reviews are locked.") if is_locked else _("The reviews can be written again.")
    messages.success(request, said)
    return redirect("review_desk", slug, code)
