"""A reviewer's pages: ties first, then the list, then one application with the form to score it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.applications.files import stored
from copractice.applications.forms.part import revision, said_by
from copractice.applications.models import Upload
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.queries.texts import read_text
from copractice.communities.views.public import community_or_404
from copractice.ledger.actions import see
from copractice.ledger.states import Refused
from copractice.review.actions import reviewing
from copractice.review.actions import ties as tying
from copractice.review.forms.desk import ReasonForm
from copractice.review.forms.scoring import Asked, asked, declared, sent, written
from copractice.review.models import Review, Reviewer, ReviewPlan
from copractice.review.queries import reviews, ties
from copractice.review.queries.reviews import PartSeen
from copractice.review.queries.writing import Line, Slot, closings_of, lacking, lines_of, lines_of_each
from copractice.review.rules import is_open, may_see_peers, may_write
from copractice.review.states import ReviewState


@require_safe
def my_reviews(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List one's own reviews of a call; before the ties are declared, that comes first."""
    now = timezone.now()
    row, plan = reviewer_or_404(request, slug, code, now)
    if row.declared_at is None:
        return redirect("declare_ties", slug, code)
    mine = reviews.list_of(row, now)
    shown = [] if plan.hides_applicants else [one.assignment.application_id for one in mine]
    names = reviews.organization_names(shown)
    done = sum(one.state == ReviewState.SUBMITTED for one in mine)
    context = {"community": row.community, "call": row.call, "plan": plan, "done": done}
    context |= {
        "reviews": [(one, names.get(one.assignment.application_id, "")) for one in mine],
        "is_open": is_open(plan, now),
    }
    context |= {"next": next((one for one in mine if one.state == ReviewState.DRAFT), None)}
    return render(request, "review/my_reviews.html", context)


def declare_ties(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask what ties a reviewer to whoever applies; saying nothing ties them is an answer too."""
    now = timezone.now()
    row, plan = reviewer_or_404(request, slug, code, now)
    applicants = ties.applicants_of(row, now)
    if request.method == "POST":
        said = declared(request.POST, applicants)
        tying.declare_ties(reviewer=row, ties=said, actor=request.user, now=now)
        messages.success(request, _("Your ties are kept. Add one whenever you find it."))
        return redirect(row)
    standing = {tie.organization_id or f"a{tie.application_id}": tie.grade for tie in ties.ties_of(row)}
    asked_of = [(one, standing.get(_known(one), "")) for one in applicants]
    context = {"community": row.community, "call": row.call, "plan": plan, "reviewer": row}
    context |= {"asked": asked_of, "ties": [tie for tie in ties.ties_of(row) if tie.organization_id]}
    return render(request, "review/declare_ties.html", context)


@never_cache
def review(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show an application with the form to score it; save all that the page sends, and send the review."""
    now = timezone.now()
    row, plan = own_or_404(request, slug, code, now)
    if request.method != "POST":
        return _page(request, row, plan, now)
    outcome = _saved(request, row, now)
    row, plan = own_or_404(request, slug, code, now)
    is_whole = all(not one.refusal and one.kind == "saved" for one in outcome.values())
    is_sending = request.POST.get("go") == "send"
    if not is_whole or (is_sending and lacking(lines_of(row))):
        return _page(request, row, plan, now, outcome, is_checked=is_sending, status=400)
    if is_sending:
        reviewing.send_review(review=row, actor=request.user, now=now)
        messages.success(request, _("Your review is sent."))
        return redirect(row.assignment.reviewer)
    messages.success(request, _("Your draft is saved."))
    return redirect(row)


@require_POST
def save_score(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep one score or text, and say what became of it in a piece of page."""
    now = timezone.now()
    row, plan = own_or_404(request, slug, code, now)
    key, text = request.POST.get("question", ""), request.POST.get("text", "")
    base, previous = revision(request.POST, "revision"), request.POST.get("previous")
    one = _save(request, row, now, Slot(key, "", base), text, previous)
    context = {"asked": one, "why_late": _why_late(row, plan), "review": row, "community": row.community}
    status = 400 if one.refusal else 200
    return render(request, "review/_slot_state.html", context, status=status)


@require_POST
def recuse_review(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Step back from an application."""
    now = timezone.now()
    row, _plan = own_or_404(request, slug, code, now)
    reviewing.recuse(review=row, reason=request.POST.get("reason", ""), actor=request.user, now=now)
    messages.success(request, _("You stepped back. The application is out of your list."))
    return redirect(row.assignment.reviewer)


@never_cache
@require_safe
def review_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Hand out a file that the reviewer reads as an answer; a look at a young person's is kept."""
    now = timezone.now()
    row, _plan = own_or_404(request, slug, code, now)
    uploads = Upload.objects.filter(part__application=row.assignment.application_id)
    upload = get_object_or_404(uploads.select_related("part"), code=request.GET.get("file", ""))
    if not reviews.may_read_file(row, upload, now):
        raise Http404
    if upload.part.party == Party.YOUTH:
        see(request.user, upload.part, community_id=row.community_id, at=now)
    response = HttpResponse(stored.read(settings.UPLOADS, upload.stored), content_type=upload.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, upload.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def reviewer_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> tuple[Reviewer, ReviewPlan]:
    """Return as what the reader reviews for a call, with its plan."""
    community = community_or_404(request, slug)
    call = get_object_or_404(Call, community=community, code=code)
    row, plan = reviews.reviewer_of(request.user, call, now), reviews.plan_of(call)
    if row is None or plan is None or not reviews.calls_of(request.user, now).filter(pk=row.pk).exists():
        raise Http404
    return row, plan


def own_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> tuple[Review, ReviewPlan]:
    """Return the reader's own review with the plan of its call; shut or another's, it is not there."""
    community = community_or_404(request, slug)
    row = reviews.own(request.user, community, code, now)
    if row is None:
        raise Http404
    return row, ReviewPlan.objects.select_related("call__community").get(call=row.assignment.application.call)


def _page(
    request: HttpRequest,
    row: Review,
    plan: ReviewPlan,
    now: datetime,
    outcome: Mapping[str, Asked] | None = None,
    *,
    is_checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    lines, outcome = lines_of(row), dict(outcome or {})
    lacks = lacking(lines) if is_checked else []
    seen = reviews.parts_for(row, now)
    for part in seen:
        if part.is_available and part.part.party == Party.YOUTH:
            see(request.user, part.part, community_id=row.community_id, at=now)
    application = row.assignment.application_id
    names = reviews.organization_names([] if plan.hides_applicants else [application])
    context = {
        "community": row.community,
        "call": plan.call,
        "plan": plan,
        "review": row,
        "name": names.get(application, ""),
        "parts": [(one.part, one.is_available, _read(one)) for one in seen],
        "lines": [written(line, outcome) for line in lines],
        "closings": [asked(slot, outcome) for slot in closings_of(row)],
        "lack_rows": lacks,
        "may_write": may_write(row, plan, now),
        "why_late": _why_late(row, plan),
        "late": reviews.kept_late(row),
        "peers": _peers(row) if may_see_peers(row, plan) else [],
        "recuse_form": ReasonForm(),
    }
    return render(request, "review/review.html", context, status=status)


def _peers(row: Review) -> list[tuple[Review, list[Line]]]:
    peers = reviews.peers_of(row)
    lines = lines_of_each(peers, row.assignment.application.call)
    return [(peer, lines[peer.pk]) for peer in peers]


def _read(seen: PartSeen) -> list[dict[str, Any]]:
    """Return the questions of a part with what it says, in the reader's language where there is one."""
    language = get_language() or "en"
    return [
        {"row": row, "words": read_text(row.question.text, language), "said": said_by(row.question, row.text)}
        for row in seen.rows
    ]


def _saved(request: HttpRequest, row: Review, now: datetime) -> dict[str, Asked]:
    slots = [slot for line in lines_of(row) for slot in (line.value, line.comment)] + closings_of(row)
    return {
        slot.key: _save(request, row, now, Slot(slot.key, slot.text, base), text, previous)
        for slot, text, base, previous in sent(request.POST, slots)
    }


def _save(
    request: HttpRequest, row: Review, now: datetime, slot: Slot, text: str, previous: str | None
) -> Asked:
    """Save one slot; a refusal stands beside it with what was typed."""
    by = {"actor": request.user, "now": now}
    try:
        save = reviewing.save(
            review=row, key=slot.key, text=text, base=slot.revision, previous=previous, **by
        )
    except Refused as refusal:
        return Asked(slot, text, refusal=str(refusal))
    shown = save.text if save.kind == "saved" else save.said
    return Asked(Slot(slot.key, save.text, save.revision), shown, save=save)


def _why_late(row: Review, plan: ReviewPlan) -> str:
    if row.state == ReviewState.SUBMITTED:
        return _("Your review was sent before, so this was kept beside it.")
    if plan.locked_at:
        return _("Reviews are locked. What you wrote is kept beside your review.")
    return _("Reviews were due before. What you wrote is kept beside your review.")


def _known(one: ties.Applicant) -> int | str:
    return one.organization.pk if one.organization else f"a{one.application.pk}"
