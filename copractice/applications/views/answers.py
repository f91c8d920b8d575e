"""Saving one answer while it is typed, the history of an answer, and going back to an earlier text."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from copractice.applications.actions import answering, uploading
from copractice.applications.actions.answering import Save
from copractice.applications.forms.part import Outcome, PartForm, language, revision, said_by, typed
from copractice.applications.models import AnswerVersion, Part
from copractice.applications.queries import deadlines, parts
from copractice.applications.queries.answers import Row, history_of, questions_of, row_of
from copractice.applications.rules import may_fill
from copractice.applications.states import PartState, SaveKind
from copractice.calls.states import QuestionKind
from copractice.communities.analysis.instants import clock_in_words, day_in_words, in_words, reader_locale
from copractice.communities.views.public import community_or_404
from copractice.ledger.states import Refused

A_PAGE = 50
BESIDES_THE_FILE = 2**20  # bytes of a form that are not its file


def own_part_or_404(request: HttpRequest, slug: str, code: str) -> Part:
    """Return a part to its owner; to anyone else it is not there."""
    community = community_or_404(request, slug)
    part = get_object_or_404(parts.owned_by(request.user).filter(community=community), code=code)
    part.community = community
    return part


@csrf_exempt  # until the size is looked at: looking for the token would read the whole file
@require_POST
def save_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep one answer, a text or a file, and say what became of it in a piece of page."""
    now = timezone.now()
    part = own_part_or_404(request, slug, code)
    size = request.META.get("CONTENT_LENGTH") or "0"
    if int(size) > BESIDES_THE_FILE and int(size) > _largest(part) + BESIDES_THE_FILE:
        return HttpResponse(_("This file is too large. Send a smaller one."), status=413)
    return _save_answer(request, part, now)


@csrf_protect
def _save_answer(request: HttpRequest, part: Part, now: datetime) -> HttpResponse:
    row = _row_or_404(part, request.POST.get("question", ""))
    key = row.question.key
    try:
        save = save_one(
            request, part, row, now, text=request.POST.get("text"), file=request.FILES.get("file")
        )
    except Refused as refusal:
        status = 413 if isinstance(refusal, uploading.TooLarge) else 400
        return _piece(request, part, row, now, Outcome(refusals={key: str(refusal)}), status=status)
    return _piece(request, part, Row(row.question, save.answer), now, Outcome({key: save}))


def save_one(
    request: HttpRequest, part: Part, row: Row, now: datetime, *, text: str | None, file: UploadedFile | None
) -> Save:
    """Save what was sent for one question; raises `Refused` for what cannot be kept."""
    key = row.question.key
    base = revision(request.POST, "revision" if "question" in request.POST else f"revision-{key}")
    by = {"part": part, "key": key, "base": base, "language": language(), "actor": request.user, "now": now}
    if file is not None:
        uploading.require_size(row.question, file.size)
        sent = uploading.Sent(file.name or "", file.size or 0, file.read())
        return uploading.upload(sent=sent, folder=settings.UPLOADS, **by)
    previous = request.POST.get("previous" if "question" in request.POST else f"previous-{key}")
    return answering.save(text=text or "", previous=previous, **by)


@never_cache
@require_safe
def answer_history(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show its owner everything that was ever saved for an answer; of the first question if none is named."""
    now = timezone.now()
    part = own_part_or_404(request, slug, code)
    row = _row_or_404(part, request.GET.get("question") or questions_of(part)[0].key)
    kept = history_of(row.answer) if row.answer else AnswerVersion.objects.none()
    page = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    zone = zone_for(request, part)
    context = {
        "page": page,
        "community": part.community,
        "part": part,
        "row": row,
        "versions": [(one, said_by(row.question, one.text), in_words(one.saved_at, zone)) for one in page],
        "may_fill": may_fill(request.user, part, now),
    }
    return render(request, "applications/answer_history.html", context)


@require_POST
def restore_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make an earlier text the answer again."""
    part = own_part_or_404(request, slug, code)
    row = _row_or_404(part, request.POST.get("question", ""))
    number = revision(request.POST, "version")
    version = get_object_or_404(AnswerVersion, answer__part=part, answer=row.answer, pk=number)
    base = revision(request.POST, "revision")
    by = {"actor": request.user, "now": timezone.now()}
    save = answering.restore(part=part, key=row.question.key, version=version, base=base, **by)
    if save.kind != SaveKind.SAVED:
        raise Refused(_("Your answer changed meanwhile, or is closed. Look at it, then restore again."))
    messages.success(request, _("The earlier text is your answer again."))
    return redirect(part)


def zone_for(request: HttpRequest, part: Part) -> str:
    """Return the zone in which a reader is told when something was saved: their own, else the call's."""
    own = request.user.time_zone
    try:
        return own if own and ZoneInfo(own) else part.application.call.time_zone
    except (ValueError, ZoneInfoNotFoundError):
        return part.application.call.time_zone


def saved_words(at: datetime | None, zone: str, now: datetime) -> str:
    """Return when something was saved: the time of day, and before today the day as well."""
    if at is None:
        return ""
    here, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = clock_in_words(here, reader_locale())
    return clock if here.date() == today else f"{day_in_words(here, reader_locale())}, {clock}"


def why_late(part: Part, now: datetime) -> str:
    """Return why what is written now is kept beside the part and not in it."""
    deadline = deadlines.to_complete(part)
    if part.state == PartState.COMPLETE:
        return _("Your part is done, so this was kept beside it.")
    if deadline.has_passed(now):
        told = {"deadline": in_words(deadline.at, deadline.zone)}
        return _("The call closed on %(deadline)s. What you wrote after it is kept as a late draft.") % told
    return _("This part is not open any more. What you wrote is kept as a late draft.")


def _piece(
    request: HttpRequest, part: Part, row: Row, now: datetime, outcome: Outcome, *, status: int = 200
) -> HttpResponse:
    zone = zone_for(request, part)
    rows = typed(PartForm(rows=[row]), [row], told=lambda at: saved_words(at, zone, now), outcome=outcome)
    context = {"asked": rows[0], "community": part.community, "part": part}
    context |= {"why_late": why_late(part, now), "may_fill": may_fill(request.user, part, now)}
    return HttpResponse(render_to_string("applications/_answer_state.html", context), status=status)


def _row_or_404(part: Part, key: str) -> Row:
    row = row_of(part, key) if key.isascii() and key.isalnum() else None
    if row is None:
        raise Http404
    return row


def _largest(part: Part) -> int:
    files = questions_of(part).filter(kind=QuestionKind.FILE)
    return max((uploading.most_bytes(question) for question in files), default=0)
