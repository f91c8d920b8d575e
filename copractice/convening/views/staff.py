"""What staff do with a convening: prepare, open, close, and adopt what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.communities.views.staff import run_or_404
from copractice.convening import rules
from copractice.convening.actions import adopting, lives
from copractice.convening.analysis import tallied
from copractice.convening.forms.adoption import NumbersForm, WordsForm
from copractice.convening.forms.plan import ClosingForm, PlanForm
from copractice.convening.models import Convening
from copractice.convening.queries import convenings
from copractice.convening.states import ConveningState
from copractice.convening.views.results import convening_or_404
from copractice.ledger.states import Refused

CANDIDATES = 60


def led_or_404(request: HttpRequest, slug: str, code: str) -> Convening:
    """Return a convening to who leads it."""
    row = convening_or_404(request, slug, code)
    if not rules.may_lead(request.user, row, timezone.now()):
        raise Http404
    return row


def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft a convening."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = PlanForm(request.POST or None, community=community, now=now)
    if request.method == "POST" and form.is_valid():
        row = lives.prepare(community=community, plan=form.plan(), actor=request.user, now=now)
        messages.success(request, _("The convening is drafted. Open it when the room is ready."))
        return redirect(row)
    context = {"community": community, "form": form}
    return render(request, "convening/plan.html", context, status=400 if form.errors else 200)


def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a draft."""
    row, now = led_or_404(request, slug, code), timezone.now()
    form = PlanForm(request.POST or None, community=row.community, now=now, convening=row)
    if request.method == "POST" and form.is_valid():
        lives.change(convening=row, plan=form.plan(), actor=request.user, now=now)
        messages.success(request, _("The draft is saved."))
        return redirect(row)
    context = {"community": row.community, "convening": row, "form": form}
    return render(request, "convening/plan.html", context, status=400 if form.errors else 200)


@require_POST
def open_voting(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let people in."""
    return _turn(request, slug, code, lives.open_voting, _("The convening is open."))


@require_POST
def close_voting(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take no more votes."""
    return _turn(
        request, slug, code, lives.close_voting, _("The convening is closed. Its votes are counted now.")
    )


def reschedule(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Name another closing time for an open convening, or none."""
    row = led_or_404(request, slug, code)
    if not rules.may_vote(row, timezone.now()):
        raise Refused(_("Voting is not open, so its closing time stays. Open it again first."))
    return _closing(request, row, lives.reschedule, _("The closing time is changed."))


def reopen_voting(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take votes again, until a new closing time or until staff close it by hand."""
    row = led_or_404(request, slug, code)
    if row.state != ConveningState.CLOSED:
        raise Refused(_("Only a convening that is closed, and not adopted yet, can be opened again."))
    return _closing(request, row, lives.reopen_voting, _("The convening is open again."))


def adopt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Number the statements, then word each priority, then adopt them all in one act."""
    row = led_or_404(request, slug, code)
    if row.state != ConveningState.CLOSED:
        raise Refused(_("Priorities are adopted from a closed convening. Close it first."))
    rows = sorted(tallied(convenings.statements_of(row)), key=lambda pair: -pair[1].agreeing.low)[:CANDIDATES]
    numbers = NumbersForm(request.POST or None, statements=[statement for statement, _tally in rows])
    if request.method == "POST" and numbers.is_valid():
        return _word(request, row, numbers)
    fields = [numbers[f"number_{statement.code}"] for statement, _tally in rows]
    context = {"community": row.community, "convening": row, "form": numbers}
    context["rows"] = [(*pair, field) for pair, field in zip(rows, fields, strict=True)]
    return render(request, "convening/adopt.html", context, status=400 if numbers.errors else 200)


def _word(request: HttpRequest, row: Convening, numbers: NumbersForm) -> HttpResponse:
    typed = request.POST if "adopt" in request.POST else None
    forms = [
        WordsForm(typed, community=row.community, statements=group, prefix=f"p{place}")
        for place, group in enumerate(numbers.grouped(), start=1)
    ]
    if typed and not any(form.errors for form in forms):
        choices = [form.choice() for form in forms]
        adopting.adopt(convening=row, choices=choices, actor=request.user, now=timezone.now())
        messages.success(request, _("The priorities are adopted and public."))
        return redirect("priorities", row.community.slug)
    context = {"community": row.community, "convening": row, "numbers": numbers, "forms": forms}
    return render(request, "convening/adopt_words.html", context, status=400 if typed else 200)


def _closing(
    request: HttpRequest, row: Convening, action: Callable[..., Convening], said: str
) -> HttpResponse:
    """Ask for a closing time and act with it; a convening that opens again starts without one."""
    now, is_open = timezone.now(), row.state == ConveningState.OPEN
    form = ClosingForm(
        request.POST if request.method == "POST" else None,
        community=row.community,
        now=now,
        closes_at=row.closes_at if is_open else None,
    )
    if request.method == "POST" and form.is_valid():
        action(convening=row, closes_at=form.cleaned_data["closes_at"], actor=request.user, now=now)
        messages.success(request, said)
        return redirect(row)
    context = {"community": row.community, "convening": row, "form": form, "is_open": is_open}
    return render(request, "convening/closing.html", context, status=400 if form.errors else 200)


def _turn(
    request: HttpRequest, slug: str, code: str, action: Callable[..., Convening], said: str
) -> HttpResponse:
    row = led_or_404(request, slug, code)
    action(convening=row, actor=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect(row)
