"""Saying which items of a framework a priority serves, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.communities.views.staff import run_or_404
from copractice.convening.models import Priority
from copractice.convening.queries import priorities
from copractice.frameworks.actions import align, take_back_alignment
from copractice.frameworks.forms import AlignForm
from copractice.frameworks.queries import items_of
from copractice.frameworks.rules import may_align

# What can be aligned here, each kind with its own gate.
GATES = {"convening.priority": priorities.visible_to}


def align_priority(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Align a priority to an item, with strength and reason."""
    now = timezone.now()
    row = _priority_or_404(request, slug, code)
    form = AlignForm(
        request.POST or None, community=row.community, items=items_of(request.user, row.community)
    )
    if request.method == "POST" and form.is_valid():
        align(
            record=row,
            item=form.cleaned_data["item"],
            strength=form.cleaned_data["strength"],
            rationale=form.rationale(),
            gates=GATES,
            actor=request.user,
            now=now,
        )
        messages.success(request, _("The priority is aligned."))
        return redirect(row)
    context = {"community": row.community, "priority": row, "form": form}
    return render(request, "convening/align.html", context, status=400 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an alignment of a priority back."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    alignment = get_object_or_404(priorities.alignments_in(request.user, community), code=code)
    row = get_object_or_404(priorities.of_community(request.user, community), pk=alignment.record_id)
    take_back_alignment(alignment=alignment, actor=request.user, now=now)
    messages.success(request, _("The alignment is taken back."))
    return redirect(row)


def _priority_or_404(request: HttpRequest, slug: str, code: str) -> Priority:
    """Return a priority to those who may align it."""
    community = run_or_404(request, slug, timezone.now())
    if not may_align(request.user, community, timezone.now()):
        raise Http404
    return get_object_or_404(priorities.of_community(request.user, community), code=code)
