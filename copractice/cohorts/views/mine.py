"""The pages of somebody who takes part: sessions, the calendar, and writing after a session."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.cohorts import rules
from copractice.cohorts.actions import reflecting
from copractice.cohorts.actions import sessions as acts
from copractice.cohorts.forms import reflections as texts
from copractice.cohorts.models import Cohort, Participant, Session
from copractice.cohorts.queries import assessments, people, reflections, sessions
from copractice.cohorts.views.public import cohort_or_404
from copractice.cohorts.views.sessions import session_or_404
from copractice.consents.queries import needs
from copractice.consents.states import Purpose
from copractice.ledger.states import Refused


def mine_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> tuple[Cohort, Participant]:
    """Return a cohort and as what the reader takes part in it."""
    row = cohort_or_404(request, slug, code, now)
    me = people.participant_in(request.user, row, now)
    if me is None:
        raise Http404
    return row, me


@never_cache
@require_safe
def my_cohort(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what comes next, what to write, one's own attendance, resources, and the calendar."""
    now = timezone.now()
    row, me = mine_or_404(request, slug, code, now)
    marks, rows = sessions.own_marks(me), sessions.sessions_of(row).reverse()
    asked = [session for who, session in sessions.to_reflect(request.user, now) if who.cohort_id == row.pk]
    context = {"community": row.community, "cohort": row, "me": me, "next": sessions.next_of(row, now)}
    context |= {"is_on": rules.is_on(row)}
    written = reflections.sessions_written_about(me)
    opens = [one.pk in written or rules.may_reflect(me, one, now) for one in rows]
    context |= {
        "sessions": [(one, marks.get(one.pk, ""), open_) for one, open_ in zip(rows, opens, strict=True)]
    }
    context |= {"to_reflect": asked[0] if asked else None, "resources": sessions.resources_of(row)}
    context |= {"seat": me.seat if me.seat and not me.is_youth else None}
    context |= {"questions": assessments.open_in(row, request.user, now)}
    context |= {"feed": request.build_absolute_uri(_feed(me)), "missing": missing(me, now)}
    return render(request, "cohorts/my_cohort.html", context)


@require_POST
def renew_feed(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make the address of one's calendar anew; the old one stops at once."""
    now = timezone.now()
    _row, me = mine_or_404(request, slug, code, now)
    acts.renew_feed(participant=me, actor=request.user, now=now)
    messages.success(request, _("Your calendar has a new address. The old one stopped working."))
    return redirect("my_cohort", slug, code)


@never_cache
def reflect(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the one field to write in after a session, and save it."""
    now = timezone.now()
    row, me = own_or_404(request, slug, code, now)
    _me, kept = reflections.own(request.user, row, now)
    field = texts.shown(kept)
    if request.method == "POST":
        field = _saved(request, row, me, texts.sent(request.POST), now)
        if field.kind == "saved":
            messages.success(request, _("It is saved. You can change it until the cohort ends."))
            return redirect("my_cohort", slug, row.cohort.code)
    context = _context(row, me, field, now) | {"late": reflections.kept_beside(kept)}
    return render(request, "cohorts/reflect.html", context, status=_status(field))


@require_POST
def save_reflection(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep what was written so far, and say what became of it in a piece of page."""
    now = timezone.now()
    row, me = own_or_404(request, slug, code, now)
    field = _saved(request, row, me, texts.sent_alone(request.POST), now)
    status = 400 if field.refusal else 200
    return render(request, "cohorts/_reflection_state.html", _context(row, me, field, now), status=status)


def own_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> tuple[Session, Participant]:
    """Return a session of the reader's own cohort, and as what they take part in it."""
    row = session_or_404(request, slug, code, now)
    me, _reflection = reflections.own(request.user, row, now)
    if me is None:
        raise Http404
    return row, me


def _saved(
    request: HttpRequest, row: Session, me: Participant, said: texts.Sent, now: datetime
) -> texts.Shown:
    try:
        save = reflecting.save(
            session=row,
            participant=me,
            text=said.text,
            base=said.base,
            previous=said.previous,
            language=texts.language_of(row.community),
            actor=request.user,
            now=now,
        )
    except Refused as refusal:
        return texts.refused(said, str(refusal))
    return texts.after(save)


def _context(row: Session, me: Participant, field: texts.Shown, now: datetime) -> dict[str, object]:
    context = {"community": row.community, "cohort": row.cohort, "session": row, "me": me, "field": field}
    return context | {"may_write": rules.may_reflect(me, row, now), "missing": missing(me, now)}


def _status(field: texts.Shown) -> int:
    return 409 if field.kind in {"conflict", "late"} else 400 if field.refusal else 200


def missing(me: Participant, now: datetime) -> bool:
    """Tell whether a young person, or the guardian, has not said yes to taking part."""
    person = me.person if me.is_youth else None
    return person is not None and bool(needs(person, me.community, now, Purpose.TAKE_PART))


def _feed(me: Participant) -> str:
    return reverse("cohort_feed", args=[sessions.feed_token(me)])
