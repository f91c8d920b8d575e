"""The facilitator's pages: who is there, who drifts, and what people wrote after a session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.cohorts import rules
from copractice.cohorts.actions import attendance as acts
from copractice.cohorts.analysis.attendance import percent_of, stay_of
from copractice.cohorts.models import Participant, Session
from copractice.cohorts.queries import people, reflections, sessions
from copractice.cohorts.states import Presence
from copractice.cohorts.views.sessions import led_session_or_404, met_or_404
from copractice.ledger.actions import see
from copractice.ledger.states import Refused


@require_safe
def cohort_board(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how a cohort is doing: the next session, who comes, and who missed the last two."""
    now = timezone.now()
    row = met_or_404(request, slug, code, now)
    held, marks = list(sessions.held_by(row, now)), sessions.marks_in(row)
    stays = [stay_of(one, held, marks.get(one.pk, {})) for one in people.here(row, now)]
    is_on = rules.is_on(row)
    stays.sort(key=lambda stay: not (is_on and stay.drifts))
    drifting = sum(stay.drifts for stay in stays)
    context = {"community": row.community, "cohort": row, "stays": stays, "drifting": drifting}
    context |= {"is_on": is_on}
    context |= {"percent": percent_of(stays), "next": sessions.next_of(row, now), "held": held}
    context |= {"sessions": sessions.sessions_of(row), "resources": sessions.resources_of(row)}
    context |= {"may_read": rules.may_facilitate(request.user, row.community, now)}
    return render(request, "cohorts/board.html", context)


@never_cache
@require_safe
def attendance(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List who is expected at a session, each with three buttons."""
    now = timezone.now()
    row = led_session_or_404(request, slug, code, now)
    marks = sessions.marks_of(row)
    rows = [(one, marks[one.pk].presence if one.pk in marks else "") for one in people.expected_at(row)]
    said = [mark for _one, mark in rows]
    context = {"community": row.community, "cohort": row.cohort, "session": row, "rows": rows}
    came, missed = said.count(Presence.PRESENT), said.count(Presence.ABSENT)
    context |= {"present": came, "expected": came + missed, "open": said.count(""), "choices": Presence}
    return render(request, "cohorts/attendance.html", context | {"may_mark": rules.may_mark(row, now)})


@require_POST
def mark_attendance(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Save one tap at once, and show the row as it stands; without scripts the page is loaded again."""
    now = timezone.now()
    row = led_session_or_404(request, slug, code, now)
    by = {"session": row, "actor": request.user, "now": now}
    if request.POST.get("mark") == "rest":
        acts.mark_rest(**by)
        return redirect("attendance", slug, code)
    one, said = _participant(row, request.POST.get("participant", "")), request.POST.get("mark", "")
    kept = acts.mark(participant=one, presence=Presence(said) if said in Presence.values else None, **by)
    if request.htmx:
        context = {"participant": one, "mark": kept.presence if kept else "", "session": row}
        context |= {"community": row.community, "choices": Presence, "may_mark": True}
        return render(request, "cohorts/_mark.html", context)
    return redirect(f"{request.path.removesuffix('mark/')}#p-{one.code}")


@never_cache
@require_safe
def session_reflections(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let a facilitator read what was written about a session; each look at a young person's is kept."""
    now = timezone.now()
    row = led_session_or_404(request, slug, code, now)
    if not rules.may_facilitate(request.user, row.community, now):
        raise Http404
    rows = reflections.of_session(request.user, row, now)
    for one in rows:
        if one.participant.is_youth:
            see(request.user, one, community_id=row.community_id, at=now)
    context = {"community": row.community, "cohort": row.cohort, "session": row, "rows": rows}
    return render(request, "cohorts/reflections.html", context)


def _participant(row: Session, code: str) -> Participant:
    found = Participant.objects.filter(cohort=row.cohort_id, code=code).select_related(*people.AT_HAND)
    one = found.first()
    if one is None:
        raise Refused(_("Nobody in this cohort is meant by this. Load the page again."))
    return one
