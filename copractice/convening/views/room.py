"""The room on a phone: one statement at a time, one's own votes, and writing a statement.

No page shows a voter, or what somebody else voted; not even to staff.
"""

import hashlib

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from copractice.convening.actions import room as actions
from copractice.convening.forms.room import StatementForm, VoteForm
from copractice.convening.models import Convening, Statement, Voter
from copractice.convening.queries import room as queries
from copractice.convening.queries.convenings import statements_of
from copractice.convening.queries.similar import similar_to
from copractice.convening.rules import may_see_results, may_vote
from copractice.convening.states import StatementState
from copractice.convening.views.door import device_voter, in_room
from copractice.ledger.forms import refusals_in
from copractice.ledger.states import Refused

A_PAGE = 50
SECONDS_A_STATEMENT = 7


@in_room
@never_cache
@require_safe
def room(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Show the next statement; before it the way in, after the last one thanks, after the close where it went."""
    if voter is None or not may_vote(convening, timezone.now()):
        return outside(request, convening)
    saved, after = code_in(request, "saved"), code_in(request, "after")
    asked = statements_of(convening).filter(code=code_in(request, "statement")).first()
    statement = asked or queries.unvoted(voter, saved or after).first()
    context = {
        "progress": queries.progress_of(voter),
        "saved": queries.vote_on(voter, saved),
        "saved_key": saved,
        "statement": statement,
        "vote": queries.vote_on(voter, asked.code) if asked else None,
        "may_keep": statement is None and device_voter(request, convening) is not None,
    }
    part = "convening/_room_vote.html" if statement else "convening/_room_done.html"
    return answer(request, convening, part, voter=voter, **context)


@in_room
@never_cache
@require_POST
def vote(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Keep a vote and go on; one that is refused is shown again, with the reason."""
    form = VoteForm(request.POST)
    if voter is None and may_vote(convening, timezone.now()):
        return redirect("room", convening.room_code)
    if voter is None or not form.is_valid():
        return refused(request, convening, _("Nothing was saved. Open the room again."), status=400)
    code, value = form.cleaned_data["statement"], form.cleaned_data["value"]
    try:
        actions.cast_vote(code=code, value=value, actor=voter, now=timezone.now())
    except Refused as refusal:
        statement = statements_of(convening).filter(code=code).first()
        return refused(request, convening, str(refusal), status=409, value=value, statement=statement)
    return redirect(form.way_on(convening.room_code))


@in_room
@cache_control(private=True, no_cache=True)
@require_safe
def turnout(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Tell how many joined and voted, never what; unchanged since the last look, it costs a header."""
    context = _news(request, convening, voter)
    template = "convening/_room_news.html" if "news" in context else "convening/_room_turnout.html"
    response = render(request, template, context)
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


@in_room
@never_cache
@require_safe
def mine(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """List one's own votes, to look at and to change, and what became of one's statements."""
    if voter is None:
        return redirect("room", convening.room_code)
    page = Paginator(queries.votes_of(voter), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "written": queries.written_by(voter) if page.number == 1 else [],
        "saved": queries.vote_on(voter, code_in(request, "saved")),
        "saved_key": code_in(request, "saved"),
        "may_keep": device_voter(request, convening) is not None,
    }
    return answer(request, convening, "convening/_room_mine.html", voter=voter, **context)


@in_room
@never_cache
def write(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Take a statement; what others said nearly the same is shown first."""
    if request.method != "POST" and (voter is None or not may_vote(convening, timezone.now())):
        return redirect("room", convening.room_code)
    form = StatementForm(request.POST or None, community=convening.community)
    if request.method != "POST" or not form.is_valid():
        return _writing(request, convening, form, status=400 if form.is_bound else 200)
    alike = similar_to(**form.cleaned_data, among=statements_of(convening))
    if alike and "anyway" not in request.POST and may_vote(convening, timezone.now()):
        return _writing(request, convening, form, alike=alike)
    with refusals_in(form):
        messages.success(request, _thanks(_hand_in(voter, form)))
        return redirect("room", convening.room_code)
    return _writing(request, convening, form, status=409)


def code_in(request: HttpRequest, name: str) -> str:
    """Return a statement's code from the address; what cannot be one is empty."""
    code = request.GET.get(name, "")
    return code if code.isascii() and code.isalnum() else ""


def answer(
    request: HttpRequest, convening: Convening, part: str, *, status: int = 200, **context: object
) -> HttpResponse:
    """Answer with a part of the room in its page, or alone to a script that puts it into the page."""
    voter = context.pop("voter", None)
    context |= {"convening": convening, "part": part, "is_seated": voter is not None}
    context |= {"may_vote": may_vote(convening, timezone.now())}
    if isinstance(voter, Voter):
        # Votes that wait on a phone are sent only in the name of who cast them; the mark says nothing else.
        context["seat"] = salted_hmac("convening.seat", str(voter.pk)).hexdigest()[:16]
    if request.htmx:
        return render(request, "convening/_room.html", context, status=status)
    context["turnout"] = queries.live_turnout(convening)
    return render(request, "convening/room.html", context, status=status)


def outside(
    request: HttpRequest, convening: Convening, *, status: int = 200, **context: object
) -> HttpResponse:
    """Show the way in, or after the close where the votes went."""
    if not may_vote(convening, timezone.now()):
        context["may_see_results"] = may_see_results(request.user, convening, timezone.now())
        return answer(request, convening, "convening/_room_closed.html", status=status, **context)
    count = statements_of(convening).count()
    minutes = max(1, round(count * SECONDS_A_STATEMENT / 60))
    return answer(request, convening, "convening/_room_enter.html", count=count, minutes=minutes, **context)


def refused(
    request: HttpRequest, convening: Convening, sentence: str, *, status: int, **unsaved: object
) -> HttpResponse:
    """Say that something was not counted, why, and what it was."""
    return answer(
        request, convening, "convening/_room_refused.html", status=status, sentence=sentence, unsaved=unsaved
    )


def _news(request: HttpRequest, convening: Convening, voter: Voter | None) -> dict[str, object]:
    """Return the turnout, and for a voter who is through how many statements came since."""
    context = {"convening": convening, "may_vote": may_vote(convening, timezone.now())}
    if voter and "news" in request.GET:
        return context | {"news": queries.progress_of(voter).left}
    return context | {"turnout": queries.live_turnout(convening)}


def _writing(
    request: HttpRequest, convening: Convening, form: StatementForm, *, status: int = 200, **context: object
) -> HttpResponse:
    context |= {"convening": convening, "form": form}
    return render(request, "convening/room_write.html", context, status=status)


def _hand_in(voter: Voter | None, form: StatementForm) -> Statement:
    if voter is None:
        raise Refused(_("This device is not in the room. Copy your words, join again, and send them."))
    return actions.write_statement(**form.cleaned_data, actor=voter, now=timezone.now())


def _thanks(statement: Statement) -> str:
    if statement.state == StatementState.WAITING:
        return _("Your statement is in. It goes into the vote once the moderators have read it.")
    return _("Your statement is in the vote now.")
