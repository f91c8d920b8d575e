"""What serves a framework; above the stages, because records of each of them may: read here, and said by staff."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities.models import Community
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.frameworks.actions import align, take_back_alignment
from copractice.frameworks.forms import AlignForm
from copractice.frameworks.queries import alignments_of, items_of, label_of, of_community
from copractice.ledger.forms import refusals_in
from copractice.ledger.states import Refused
from copractice.web.aligned import KINDS, aligned_to, alignment_with

# What is aligned on the pages here, by its word in addresses; priorities and recommendations have pages of their own.
ALIGNED_HERE = {"commitment": "definition.commitment", "session": "cohorts.session"}


@login_not_required
@require_safe
def framework_item(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one item with its source, the items under it, and the records of the community that serve it."""
    community = community_or_404(request, slug)
    row = get_object_or_404(items_of(request.user, community), code=code)
    context = {
        "community": community,
        "item": row,
        "parts": row.parts.order_by("position"),
        "aligned": list(aligned_to(row, request.user, timezone.now())),
    }
    return render(request, "frameworks/item.html", context)


@login_not_required
@require_safe
def alignment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a framework beside the community's work, in five parts: summary, work, items, chart, method."""
    community = community_or_404(request, slug)
    row = get_object_or_404(of_community(request.user, community), code=code)
    whole = alignment_with(row, request.user, timezone.now())
    return render(request, "web/alignment.html", {"community": community, "framework": row, "whole": whole})


def align_record(request: HttpRequest, slug: str, kind: str, code: str) -> HttpResponse:
    """Say as staff which item of a framework a record serves, how closely, and why."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = _record_or_404(request, community, kind, code, now)
    form = AlignForm(request.POST or None, community=community, items=items_of(request.user, community))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            gates = {label_of(row): lambda person: KINDS[label_of(row)][1](person, now)}
            said = {"item": form.cleaned_data["item"], "strength": form.cleaned_data["strength"]}
            said |= {"rationale": form.rationale(), "gates": gates}
            align(record=row, **said, actor=request.user, now=now)
            messages.success(request, _("It is aligned."))
            return redirect(row)
    return form_page(request, "web/align.html", community, form, record=row)


@require_POST
def unalign_record(request: HttpRequest, slug: str, kind: str, code: str) -> HttpResponse:
    """Take an alignment of a record back."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = _record_or_404(request, community, kind, code, now)
    found = alignments_of(row).filter(code=request.POST.get("alignment", "")).first()
    if found is None:
        raise Refused(_("This alignment is taken back already. Open the page again."))
    take_back_alignment(alignment=found, actor=request.user, now=now)
    messages.success(request, _("The alignment is taken back."))
    return redirect(row)


def _record_or_404(request: HttpRequest, community: Community, kind: str, code: str, now: datetime) -> Model:
    if kind not in ALIGNED_HERE:
        raise Http404
    _name, gate = KINDS[ALIGNED_HERE[kind]]
    return get_object_or_404(gate(request.user, now).filter(community=community), code=code)
