"""Commitments: the list and each with its signatories for everybody, and the forms by which staff write them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities.models import Community
from copractice.communities.queries.organizations import local_day
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.convening.queries import priorities
from copractice.definition import rules
from copractice.definition.actions import pledging
from copractice.definition.forms.commitments import FrameForm, PledgeForm
from copractice.definition.models import Commitment
from copractice.definition.queries import commitments, definitions
from copractice.ledger.forms import refusals_in


def commitment_or_404(request: HttpRequest, slug: str, code: str) -> Commitment:
    """Return a commitment that the reader may know of."""
    community = community_or_404(request, slug)
    rows = commitments.of_community(request.user, community, timezone.now())
    return get_object_or_404(rows, code=code)


def written_or_404(request: HttpRequest, slug: str, code: str) -> Commitment:
    """Return a commitment to the staff."""
    run_or_404(request, slug, timezone.now())
    return commitment_or_404(request, slug, code)


@login_not_required
@require_safe
def commitment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the commitments of a community and how many organizations stand by each."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = commitments.of_community(request.user, community, now)
    context = {"community": community, "commitments": commitments.with_standing(rows, now)}
    context["may_write"] = rules.may_write(request.user, community, now)
    return render(request, "definition/commitment_list.html", context)


@login_not_required
@require_safe
def commitment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a commitment: its text, who stands by it, and who signed an earlier text only."""
    now = timezone.now()
    row = commitment_or_404(request, slug, code)
    version = commitments.published_of(row)
    mine = commitments.signatures_visible_to(request.user, now).filter(version__commitment=row, until=None)
    context = {
        "community": row.community,
        "commitment": row,
        "version": version,
        "versions": commitments.versions_visible_to(request.user, now).filter(commitment=row),
        "signatories": commitments.signatories_of(version, request.user, now) if version else None,
        "earlier": commitments.earlier_only(row, request.user, now),
        "to_sign": commitments.to_sign(request.user, row, now) if version else [],
        "named": {signature.pk: signature for signature in mine},
        "may_write": rules.may_write(request.user, row.community, now),
    }
    context["draft"] = commitments.draft_of(row) if context["may_write"] else None
    return render(request, "definition/commitment.html", context)


def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a commitment with its first version."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    frame = _frame_form(request, community)
    form = PledgeForm(request.POST or None, community=community, today=local_day(community, now))
    if request.method == "POST" and frame.is_valid() & form.is_valid():
        row = pledging.draft_commitment(
            community=community, frame=frame.frame(), pledge=form.pledge(), actor=request.user, now=now
        )
        messages.success(request, _("The draft is saved. Only staff see it until you publish it."))
        return redirect(row)
    return form_page(request, "definition/commitment_new.html", community, form, frame=frame)


def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what a commitment is called and what it grew from."""
    row = written_or_404(request, slug, code)
    form = _frame_form(request, row.community, row)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            pledging.change_commitment(
                commitment=row,
                frame=form.frame(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("The commitment is saved."))
            return redirect(row)
    return form_page(request, "definition/commitment_change.html", row.community, form, commitment=row)


def write(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write the draft of the next version."""
    now = timezone.now()
    row = written_or_404(request, slug, code)
    draft, before = commitments.draft_of(row), commitments.published_of(row)
    today = local_day(row.community, now)
    form = PledgeForm(request.POST or None, community=row.community, today=today, draft=draft, before=before)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            pledging.write_pledge(
                commitment=row,
                pledge=form.pledge(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=now,
            )
            messages.success(request, _("The draft is saved."))
            return redirect(row)
    return form_page(request, "definition/commitment_write.html", row.community, form, commitment=row)


@require_POST
def publish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Publish the draft for signing."""
    row = written_or_404(request, slug, code)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    version = pledging.publish(commitment=row, revision=revision, actor=request.user, now=timezone.now())
    messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
    return redirect(row)


def _frame_form(request: HttpRequest, community: Community, row: Commitment | None = None) -> FrameForm:
    return FrameForm(
        request.POST or None,
        community=community,
        priorities=priorities.of_community(request.user, community),
        definitions=definitions.of_community(request.user, community, timezone.now()),
        commitment=row,
    )
