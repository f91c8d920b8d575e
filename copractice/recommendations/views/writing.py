"""The author's pages: a learning, a recommendation made of it, and offering it with open eyes."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from copractice.cohorts.models import Goal, Participant
from copractice.cohorts.queries.cohorts import goals_of
from copractice.communities.views.public import community_or_404
from copractice.consents.queries import is_minor
from copractice.ledger.actions import see
from copractice.ledger.states import Refused
from copractice.recommendations import rules
from copractice.recommendations.actions import offering, writing
from copractice.recommendations.forms import writing as texts
from copractice.recommendations.forms.writing import Shown
from copractice.recommendations.models import Learning, Recommendation
from copractice.recommendations.queries import learnings, people
from copractice.recommendations.states import Field
from copractice.recommendations.views.pieces import own_or_404

BOTH = (Field.TITLE, Field.TEXT)
NEWEST = 5  # sessions that stand on the page at once
Saver = Callable[[writing.Said], writing.Save]


@never_cache
def begin_learning(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what the learning grows from, and begin it."""
    now = timezone.now()
    community = community_or_404(request, slug)
    mine = list(learnings.at_work(request.user, now).filter(community=community).order_by("pk"))
    if not mine:
        raise Http404
    if request.method != "POST":
        sources = [_sources(request, me, now) for me in mine]
        context = {"community": community, "sources": sources}
        return render(request, "recommendations/begin_learning.html", context)
    me = next((one for one in mine if one.code == request.POST.get("participant")), mine[0])
    source = _chosen(request, me, now)
    language = texts.language_of(community)
    row = writing.begin_learning(
        participant=me, source=source, language=language, actor=request.user, now=now
    )
    return redirect(row)


def _goals(request: HttpRequest, me: Participant, now: datetime) -> QuerySet[Goal]:
    """Return the goals that somebody can learn from; young people do not read those of their organization."""
    goals = goals_of(me.seat, request.user, now)
    return goals.none() if me.is_youth else goals


def _sources(request: HttpRequest, me: Participant, now: datetime) -> dict[str, object]:
    goals = _goals(request, me, now)
    held = learnings.sessions_for(me, now)
    return {"me": me, "goals": list(goals), "newest": held[:NEWEST], "earlier": held[NEWEST:]}


def _chosen(request: HttpRequest, me: Participant, now: datetime) -> writing.Source:
    """Return what was chosen, of the goals and sessions that the page offered; anything else is none."""
    code = request.POST.get("source", "")
    goal = _goals(request, me, now).filter(code=code).first()
    session = next((one for one in learnings.sessions_for(me, now) if one.code == code), None)
    return writing.Source(goal, session)


@never_cache
def learning(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a learning; its author writes it here, others read it."""
    now = timezone.now()
    row = learning_or_404(request, slug, code, now)
    if row.participant.person_id != request.user.pk:
        return _read_learning(request, row, now)
    fields = texts.shown_learning(row)
    if request.method == "POST":
        fields = [_saved(request, texts.sent(request.POST, Field.TEXT), _learning_saver(request, row, now))]
        if fields[0].is_whole:
            messages.success(request, _("It is saved."))
            return redirect(row)
    context = {"community": row.community, "learning": row, "fields": fields, "now": now}
    context |= {"may_write": rules.may_write_learning(request.user, row, now)}
    context |= {"used": row.recommendations.order_by("pk").first(), "late": learnings.kept_beside(row)}
    return render(request, "recommendations/learning.html", context, status=_status(fields))


def _read_learning(request: HttpRequest, row: Learning, now: datetime) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    if row.participant.is_youth:
        see(request.user, row, community_id=row.community_id, at=now)
    leads = rules.may_facilitate(request.user, row.community, now)
    context = {"community": row.community, "learning": row, "leads": leads}
    return render(request, "recommendations/learning_read.html", context)


@require_POST
def save_learning(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep what was written so far, and say what became of it in a piece of page."""
    now = timezone.now()
    row = learning_or_404(request, slug, code, now)
    said = texts.sent_alone(request.POST, (Field.TEXT,))
    if row.participant.person_id != request.user.pk or said is None:
        raise Http404
    return _piece(request, row, _saved(request, said, _learning_saver(request, row, now)))


@require_POST
def begin_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make a learning a recommendation; a text that the page sends along is kept first."""
    now = timezone.now()
    row = learning_or_404(request, slug, code, now)
    if row.participant.person_id != request.user.pk:
        raise Http404
    if f"answer-{Field.TEXT}" in request.POST:
        field = _saved(request, texts.sent(request.POST, Field.TEXT), _learning_saver(request, row, now))
        if not field.is_whole:
            context = {"community": row.community, "learning": row, "fields": [field], "may_write": True}
            return render(request, "recommendations/learning.html", context, status=_status([field]))
    draft = writing.begin_recommendation(learning=row, actor=request.user, now=now)
    return redirect("write_recommendation", slug, draft.code)


@never_cache
def write_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write title and text of a recommendation, then go on to who will read it."""
    now = timezone.now()
    row = own_or_404(request, slug, code, now)
    fields = texts.shown_recommendation(row)
    if request.method == "POST":
        saver = _recommendation_saver(request, row, now)
        fields = [_saved(request, texts.sent(request.POST, field), saver) for field in BOTH]
        if all(field.is_whole for field in fields):
            is_on = request.POST.get("go") == "on"
            return redirect("offer_recommendation", slug, code) if is_on else redirect(row)
    elif not rules.may_write(request.user, row, now):
        return redirect(row)
    context = {"community": row.community, "row": row, "fields": fields}
    return render(request, "recommendations/write.html", context, status=_status(fields))


@require_POST
def save_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Keep what was written so far, and say what became of it in a piece of page."""
    now = timezone.now()
    row = own_or_404(request, slug, code, now)
    said = texts.sent_alone(request.POST, BOTH)
    if said is None:
        raise Http404
    return _piece(request, row, _saved(request, said, _recommendation_saver(request, row, now)))


@never_cache
def offer_recommendation(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show who will read it and whose name stands on it, for each way to offer it; then offer it."""
    now = timezone.now()
    row = own_or_404(request, slug, code, now)
    if not rules.may_write(request.user, row, now):
        return redirect(row)
    if request.method == "POST":
        is_handed = request.POST.get("as") == "cohort"
        act = offering.hand_over if is_handed else offering.offer
        act(recommendation=row, actor=request.user, now=now)
        handed, offered = (
            _("It is in the facilitator’s hands."),
            _("It is offered. The organization has to answer."),
        )
        messages.success(request, handed if is_handed else offered)
        return redirect(row)
    return render(request, "recommendations/offer.html", _ways(request, row, now))


def _ways(request: HttpRequest, row: Recommendation, now: datetime) -> dict[str, object]:
    """Return who reads it, for each way to offer it."""
    return {
        "community": row.community,
        "row": row,
        "me": row.learning.participant,
        "readers": people.people_of(row.seat, now),
        "facilitators": people.facilitators_for(row.seat, now),
        "youth": people.count_youth(row.seat, now),
        "days": offering.TIME_TO_ANSWER.days,
        "due_on": offering.due_on(row.community, now),
        "is_minor": is_minor(request.user, row.community, now),
    }


@require_POST
def take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take one's own recommendation back."""
    now = timezone.now()
    row = own_or_404(request, slug, code, now)
    offering.take_back(recommendation=row, actor=request.user, now=now)
    messages.success(request, _("You took it back."))
    return redirect(row)


def learning_or_404(request: HttpRequest, slug: str, code: str, now: datetime) -> Learning:
    """Return a learning to whoever may read it."""
    community = community_or_404(request, slug)
    rows = learnings.visible_to(request.user, now).filter(community=community)
    return get_object_or_404(rows, code=code)


def _learning_saver(request: HttpRequest, row: Learning, now: datetime) -> Saver:
    by = {"language": texts.language_of(row.community), "actor": request.user, "now": now}
    return lambda said: writing.save_learning(learning=row, said=said, **by)


def _recommendation_saver(request: HttpRequest, row: Recommendation, now: datetime) -> Saver:
    by = {"language": texts.language_of(row.community), "actor": request.user, "now": now}
    return lambda said: writing.save_recommendation(recommendation=row, said=said, **by)


def _saved(request: HttpRequest, said: writing.Said, save: Saver) -> Shown:
    try:
        return texts.after(save(said))
    except Refused as refusal:
        return texts.refused(said, str(refusal))


def _piece(request: HttpRequest, row: Learning | Recommendation, field: Shown) -> HttpResponse:
    context = {"community": row.community, "asked": field, "here": row.get_absolute_url()}
    return render(request, "recommendations/_state.html", context, status=400 if field.refusal else 200)


def _status(fields: list[Shown]) -> int:
    if any(field.refusal for field in fields):
        return 400
    return 200 if all(field.is_whole for field in fields) else 409
