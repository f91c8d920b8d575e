"""One recommendation as it goes on, for all who may read it; and what author and facilitator do with it there."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.applications.files import stored
from copractice.communities.queries.organizations import local_day
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import run_or_404
from copractice.frameworks.actions import align, take_back_alignment
from copractice.frameworks.forms import AlignForm
from copractice.frameworks.queries import alignments_of, items_of
from copractice.ledger.states import Refused
from copractice.recommendations import rules
from copractice.recommendations.actions import following, offering
from copractice.recommendations.analysis import early_by, row_of
from copractice.recommendations.files import evidence_folder
from copractice.recommendations.models import Recommendation
from copractice.recommendations.queries import learnings, people, recommendations
from copractice.recommendations.states import Verdict
from copractice.recommendations.views.pieces import Sheet, keep_look, own_or_404, row_or_404, sheet

# What can be aligned here, with its own gate.
ALIGNED = "recommendations.recommendation"


@never_cache
@require_safe
def recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show where a recommendation stands and what the reader can do; its author where the reader may know."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    person, today = request.user, local_day(row.community, now)
    author = recommendations.authors_known_to(person, [row], now).get(row.pk)
    keep_look(request, row, knows=author is not None, now=now)
    response = recommendations.response_of(row)
    row.steps_shown = sum(bool(step.evidence.all()) for step in response.steps.all()) if response else 0
    is_author = rules.is_author(person, row)
    context = {"community": row.community, "row": row, "author": author, "stands": row_of(row, today)}
    context |= {"early": early_by(row, response), "is_author": is_author, "response": response}
    context |= {"may": _may(request, row, now)}
    context |= {"learning": learnings.readable(person, row.learning, now)}
    context |= {
        "late": recommendations.kept_beside(row) if is_author else [],
        "alignments": alignments_of(row),
        "due_changes": row.due_changes.select_related("by").order_by("at", "pk"),
    }
    context |= {"keeps": people.seats_kept_by(person, now).filter(pk=row.seat_id).exists()}
    return render(request, "recommendations/recommendation.html", context)


def _may(request: HttpRequest, row: Recommendation, now: datetime) -> dict[str, bool]:
    person = request.user
    return {
        "write": rules.may_write(person, row, now),
        "take_back": rules.may_take_back(person, row),
        "offer": rules.may_offer_for_cohort(person, row, now),
        "answer": rules.may_answer(person, row, now),
        "step": rules.may_take_steps(person, row, now),
        "judge": rules.may_judge(person, row),
        "close": rules.may_close(person, row, now),
        "move_due": rules.may_move_due(person, row, now),
        "lead": rules.may_lead(person, row.community, now),
        "align": rules.may_align_row(person, row, now),
    }


@require_POST
def offer_for_cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Offer in the cohort's name what a young person handed over."""
    now = timezone.now()
    row = handed_or_404(request, slug, code, now)
    offering.offer_for_cohort(recommendation=row, actor=request.user, now=now)
    messages.success(request, _("It is offered in the cohort’s name."))
    return redirect(row)


@require_POST
def give_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give back to its author what was handed over."""
    now = timezone.now()
    row = handed_or_404(request, slug, code, now)
    offering.give_back(recommendation=row, actor=request.user, now=now)
    messages.success(request, _("It is given back. Its author can change it."))
    return redirect("cohort_recommendations", slug, row.seat.cohort.code)


@require_POST
def judge(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say as its author whether the answer fits."""
    now = timezone.now()
    row = own_or_404(request, slug, code, now)
    said = request.POST.get("verdict", "")
    if said not in Verdict.values:
        raise Http404
    line = request.POST.get("line", "")
    following.judge(recommendation=row, verdict=Verdict(said), line=line, actor=request.user, now=now)
    messages.success(request, _("Your organization reads what you said."))
    return redirect(row)


@require_POST
def close(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Close an answered recommendation."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    if not (rules.is_author(request.user, row) or rules.may_facilitate(request.user, row.community, now)):
        raise Http404
    following.close(recommendation=row, actor=request.user, now=now)
    messages.success(request, _("It is closed."))
    return redirect(row)


@never_cache
@require_safe
def evidence_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand out a file of evidence to be kept, not to be shown."""
    community = community_or_404(request, slug)
    rows = recommendations.evidence_visible_to(request.user, timezone.now()).filter(community=community)
    row = get_object_or_404(rows.exclude(stored=""), code=code)
    try:
        content = stored.read(evidence_folder(), row.stored)
    except FileNotFoundError:
        raise Refused(
            _("This file is not on the site’s disk any more. Ask who showed it to show it again.")
        ) from None
    response = HttpResponse(content, content_type=row.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, row.file_name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@never_cache
def align_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say as staff which item of a framework a recommendation serves, how strongly, and why."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = row_or_404(request, slug, code, now)
    if not rules.may_align_row(request.user, row, now):
        raise Http404
    items = items_of(request.user, community)
    form = AlignForm(request.POST or None, community=community, items=items)
    if request.method == "POST" and form.is_valid():
        align(
            record=row,
            item=form.cleaned_data["item"],
            strength=form.cleaned_data["strength"],
            rationale=form.rationale(),
            gates={ALIGNED: lambda person: recommendations.visible_to(person, now)},
            actor=request.user,
            now=now,
        )
        messages.success(request, _("The recommendation is aligned."))
        return redirect(row)
    words = Sheet(_("Which item does this recommendation serve?"), _("Align the recommendation"))
    return sheet(request, row, form, words)


@require_POST
def unalign_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an alignment of a recommendation back."""
    now = timezone.now()
    run_or_404(request, slug, now)
    row = row_or_404(request, slug, code, now)
    alignment = alignments_of(row).filter(code=request.POST.get("alignment", "")).first()
    if alignment is None:
        raise Refused(_("This alignment is taken back already. Open the page again."))
    take_back_alignment(alignment=alignment, actor=request.user, now=now)
    messages.success(request, _("The alignment is taken back."))
    return redirect(row)


def handed_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Recommendation:
    """Return what was handed over to a facilitator who may know its author; offered meanwhile it is found too."""
    row = row_or_404(request, slug, code, now)
    if not rules.may_facilitate(request.user, row.community, now):
        raise Http404
    return row
