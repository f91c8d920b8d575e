"""The page of a part: all its questions for an organization, one at a time for a young person; then a last look."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from copractice.applications.actions import versions
from copractice.applications.actions.uploading import TooLarge
from copractice.applications.forms.part import Outcome, PartForm, Typed, revision, typed
from copractice.applications.models import Part
from copractice.applications.queries import applications, deadlines, parts
from copractice.applications.queries.answers import Row, kept_late, missing, readable, rows_of
from copractice.applications.rules import may_fill, may_reopen_part
from copractice.applications.states import PartState
from copractice.applications.views.answers import own_part_or_404, save_one, saved_words, why_late, zone_for
from copractice.calls.analysis.changes import changes_between
from copractice.calls.states import Party
from copractice.communities.views.public import community_or_404
from copractice.consents.queries import guardianship_of, needs
from copractice.ledger.states import Refused


@never_cache
def part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a part to its owner, and save all that its page sends."""
    now = timezone.now()
    row = own_part_or_404(request, slug, code)
    row = versions.open_part(part=row, now=now)
    if request.method != "POST":
        return _page(request, row, now)
    outcome, status = _saved(request, row, now)
    if outcome.is_whole:
        return redirect(_onward(request, row))
    return _page(request, own_part_or_404(request, slug, code), now, outcome, status=status)


@never_cache
@require_safe
def check_part(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a part whole before it is done: what is missing, and every answer with the way back to it."""
    now = timezone.now()
    row = versions.open_part(part=own_part_or_404(request, slug, code), now=now)
    if not may_fill(request.user, row, now):
        return redirect(row)
    context = _context(request, row, now)
    lacking = {one.question.pk: one.why for one in missing(row)}
    checked = [(asked, lacking.get(asked.question.pk, "")) for asked in context["questions"]]
    first = next((asked for asked, why in checked if why), None)
    context |= {"checked": checked, "lacking": len(lacking), "first": first}
    return render(request, "applications/part_check.html", context)


@never_cache
def confirm_version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what a newer version of the call asks differently, and take it for this part."""
    now = timezone.now()
    row = own_part_or_404(request, slug, code)
    newest = parts.newer_versions(row).last()
    if newest is None or not may_fill(request.user, row, now):
        return redirect(row)
    if request.method == "POST":
        number = revision(request.POST, "version")
        versions.confirm_version(part=row, number=number, actor=request.user, now=now)
        messages.success(
            request, _("Your part follows the new version now. Your answers are where they were.")
        )
        return redirect(row)
    changes = [
        one for one in changes_between(row.version, newest).questions if one.question.party == row.party
    ]
    context = {"community": row.community, "part": row, "newest": newest, "changes": changes}
    return render(request, "applications/version_confirm.html", context)


@never_cache
@require_safe
def shared_answers(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a party what the other parties' answers share with it, part by part, once these are complete."""
    now = timezone.now()
    community = community_or_404(request, slug)
    row = get_object_or_404(applications.of_party(request.user), community=community, code=code)
    others = [one for one in parts.live_parts(row) if one.owner_id != request.user.pk]
    shared = [(one, _read(readable(request.user, one, now))) for one in others]
    context = {"community": community, "application": row, "shared": [pair for pair in shared if pair[1]]}
    return render(request, "applications/shared_answers.html", context)


def _page(
    request: HttpRequest, row: Part, now: datetime, outcome: Outcome | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the part as it stands: to fill while it is open, to read when it is not."""
    context = _context(request, row, now, outcome)
    if not context["may_fill"]:
        return render(request, "applications/part_read.html", context, status=status)
    if row.party != Party.YOUTH:
        return render(request, "applications/part.html", context, status=status)
    context |= _step(row, context["questions"], revision(request.GET, "question"))
    return render(request, "applications/part_step.html", context, status=status)


def _context(
    request: HttpRequest, row: Part, now: datetime, outcome: Outcome | None = None
) -> dict[str, Any]:
    """Return what every page of a part shows: its questions with their answers, its state, and its foot."""
    rows = rows_of(row)
    sent = (request.POST, request.FILES) if outcome else (None, None)
    zone = zone_for(request, row)
    questions = typed(
        PartForm(*sent, rows=rows),
        rows,
        told=lambda at: saved_words(at, zone, now),
        outcome=outcome,
        late=kept_late(row),
    )
    return {
        "questions": questions,
        "given": sum(one.is_given for one in rows),
        "total": len(rows),
        "is_refused": outcome is not None,
        "is_done": row.state == PartState.COMPLETE,
        "may_fill": may_fill(request.user, row, now),
        "may_reopen": may_reopen_part(request.user, row, now),
        "changed": parts.must_confirm(row),
        "why_late": why_late(row, now),
        **_foot(request, row, now),
    }


def _foot(request: HttpRequest, row: Part, now: datetime) -> dict[str, Any]:
    """Return what stands at the foot: the deadline, whom to ask, and for a young person whose yes is there."""
    call, is_youth = row.application.call, row.party == Party.YOUTH
    foot = {
        "community": row.community,
        "part": row,
        "application": row.application,
        "call": call,
        "deadline": deadlines.to_complete(row),
        "contact": call.contact_email or row.community.contact_email,
        "is_youth": is_youth,
    }
    if is_youth:
        foot["lead"] = parts.lead_part(row.application)
        foot["needs"] = needs(request.user, row.community, now)
        foot["guardianship"] = guardianship_of(request.user, row.community, now)
    return foot


def _step(row: Part, questions: list[Typed], asked: int) -> dict[str, Any]:
    """Return one question of a young person's part, how far that is, and the ways on and back."""
    total = max(len(questions), 1)
    step = min(max(asked, 1), total)
    kind = row.application.call.part_kinds.filter(party=row.party).first()
    minutes = round((kind.minutes if kind else 10) * (total - step + 1) / total)
    return {
        "step": step,
        "asked": questions[step - 1],
        "marks": ["done" if one.row.is_given else "open" for one in questions],
        "minutes": max(minutes, 1),
        "back": step - 1,
        "next": step + 1 if step < total else "check",
        "is_last": step == total,
    }


def _saved(request: HttpRequest, row: Part, now: datetime) -> tuple[Outcome, int]:
    """Save everything that a page sent, each answer for itself; return what became of it and the status."""
    saves, refusals, status = {}, {}, 409
    rows = rows_of(row)
    form = PartForm(request.POST, request.FILES, rows=rows)
    for one in rows:
        text, file = form.text_of(one.question), form.file_of(one.question)
        try:
            if text is not None or file is not None:
                saves[one.question.key] = save_one(request, row, one, now, text=text, file=file)
            elif request.POST.get("remove") == one.question.key:
                saves[one.question.key] = save_one(request, row, one, now, text="", file=None)
        except Refused as refusal:
            refusals[one.question.key] = str(refusal)
            status = 413 if isinstance(refusal, TooLarge) else 400
    return Outcome(saves, refusals), status


def _onward(request: HttpRequest, row: Part) -> str:
    """Return the address that follows a save: the check, the question asked for, or the same page."""
    go, here = request.POST.get("go", ""), reverse("part", args=[row.community.slug, row.code])
    if go == "check":
        return reverse("check_part", args=[row.community.slug, row.code])
    if go.isascii() and go.isdigit():
        return f"{here}?{urlencode({'question': go[:4]})}"
    messages.success(request, _("Everything on the page is saved."))
    return request.get_full_path()


def _read(rows: list[Row]) -> list[Typed]:
    return typed(PartForm(rows=rows), rows, told=lambda at: "")
