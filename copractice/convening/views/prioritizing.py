"""The room beside voting: two statements side by side, and dots; each voter sees and changes only their own."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.convening.actions import prioritizing as actions
from copractice.convening.analysis.pairing import Drawn, draw_pair
from copractice.convening.forms.prioritizing import DotsForm, PairForm, Ticket, signed
from copractice.convening.models import Convening, Pair, Statement, Voter
from copractice.convening.queries import prioritizing as queries
from copractice.convening.queries.convenings import statements_of
from copractice.convening.rules import may_vote
from copractice.convening.states import PairChoice
from copractice.convening.views.door import in_room
from copractice.convening.views.room import A_PAGE, answer, code_in
from copractice.ledger.states import Refused


@in_room
@never_cache
def pairs(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """Show two statements side by side, or take the choice between them."""
    if voter and request.method == "POST":
        return _choose(request, convening, voter)
    if voter is None or not convening.has_pairs or not may_vote(convening, timezone.now()):
        return redirect("room", convening.room_code)
    saved, asked = _pair_in(request, voter, "saved"), _pair_in(request, voter, "pair")
    drawn, answered = draw_pair(convening, voter)
    if asked:
        drawn = Drawn(asked.left, asked.right, asked.propensity)
    context = {
        "drawn": drawn,
        "ticket": signed(drawn, voter) if drawn else "",
        "asked": asked,
        "answered": answered,
        "saved": saved,
        "saved_key": _key(saved),
    }
    return answer(request, convening, "convening/_room_pair.html", voter=voter, **context)


def _choose(request: HttpRequest, convening: Convening, voter: Voter) -> HttpResponse:
    form = PairForm(request.POST, voter=voter)
    if not form.is_valid():
        return _not_counted(request, convening, _("Nothing was saved. Open the room again."), 400)
    ticket, choice = form.cleaned_data["ticket"], form.cleaned_data["value"]
    said = {"left": ticket.left, "right": ticket.right, "propensity": ticket.propensity}
    try:
        actions.choose(**said, choice=choice, actor=voter, now=timezone.now())
    except Refused as refusal:
        chosen = _chosen(convening, ticket, choice)
        return _not_counted(request, convening, str(refusal), 409, chosen=chosen, value=choice)
    return redirect(f"{reverse('pairs', args=[convening.room_code])}?saved={ticket.key}")


@in_room
@never_cache
def dots(request: HttpRequest, convening: Convening, voter: Voter | None) -> HttpResponse:
    """List the statements with one's own dots on them, or take a new number of dots for one of them."""
    if voter and request.method == "POST":
        return _place(request, convening, voter)
    if voter is None or not convening.dots_each or not may_vote(convening, timezone.now()):
        return redirect("room", convening.room_code)
    budget = queries.budget_of(voter, convening)
    page = Paginator(queries.for_dots(voter), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "budget": budget,
        "spots": ["full"] * budget.placed + ["free"] * budget.left,
        "page": page,
        "rows": [(row, budget.on.get(row.pk, 0)) for row in page],
        "saved": code_in(request, "saved"),
        "saved_key": f"dots-{code_in(request, 'saved')}",
    }
    return answer(request, convening, "convening/_room_dots.html", voter=voter, **context)


def _place(request: HttpRequest, convening: Convening, voter: Voter) -> HttpResponse:
    form = DotsForm(request.POST)
    if not form.is_valid():
        return _not_counted(request, convening, _("Nothing was saved. Open the room again."), 400)
    code, count = form.cleaned_data["statement"], form.cleaned_data["value"]
    try:
        actions.place_dots(code=code, count=count, actor=voter, now=timezone.now())
    except Refused as refusal:
        chosen = statements_of(convening).filter(code=code).first()
        return _not_counted(request, convening, str(refusal), 409, chosen=chosen, back="dots")
    page = form.cleaned_data["page"] or 1
    return redirect(f"{reverse('dots', args=[convening.room_code])}?saved={code}&page={page}#text-{code}")


def _not_counted(
    request: HttpRequest, convening: Convening, sentence: str, status: int, **context: object
) -> HttpResponse:
    """Say that something was not counted, why, and what it was."""
    context |= {"sentence": sentence, "back": context.get("back", "pairs")}
    return answer(request, convening, "convening/_room_not_counted.html", status=status, **context)


def _chosen(convening: Convening, ticket: Ticket, choice: PairChoice) -> Statement | None:
    """Return the statement that was chosen, to repeat it to whoever chose."""
    code = {PairChoice.LEFT: ticket.left, PairChoice.RIGHT: ticket.right}.get(choice, "")
    return statements_of(convening).filter(code=code).first()


def _pair_in(request: HttpRequest, voter: Voter, name: str) -> Pair | None:
    """Return the voter's own pair that the address names by both codes; what cannot be one is none."""
    left, _dash, right = request.GET.get(name, "").partition("-")
    is_code = all(code.isascii() and code.isalnum() for code in (left, right))
    return queries.pair_of(voter, left, right) if is_code else None


def _key(pair: Pair | None) -> str:
    return Ticket(pair.left.code, pair.right.code, None).key if pair else ""
