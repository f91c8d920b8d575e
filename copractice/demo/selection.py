"""The demo's chapter on Select: all ten of A are in; of fifteen for B ten get a seat and two wait."""

from dataclasses import replace
from datetime import datetime, timedelta

from copractice.applications.queries.applications import lead_of
from copractice.calls.models import Call
from copractice.demo.applications import INSTITUTIONS, OTHERS, WITHOUT_GUARDIAN
from copractice.demo.call_texts import TITLES
from copractice.demo.definition import Story
from copractice.people.models import Person
from copractice.review.queries.desk import comments_to_applicants
from copractice.selection.actions import answering, deciding, publishing, running
from copractice.selection.actions.deciding import Drafted
from copractice.selection.analysis.advice import Rules, advice_of
from copractice.selection.models import Decision, SelectionRun
from copractice.selection.queries.applicants import facts_of
from copractice.selection.queries.decisions import all_of, to_decide
from copractice.selection.states import Outcome

SEED = 6
ALL_IN = "Ten whole applications for ten seats."
LACKS_YES = "The guardian's yes was missing when the call closed."
KEEPS_ON = (
    "The panel wants this institution to go on with what it began in the first cohort: 5 for, 1 against."
)
MAKES_ROOM = "Close in score, and the panel gave the seat to an institution that goes on: 5 for, 1 against."
WAITING = 2
OURS = {name for name, _umbrella in INSTITUTIONS}
LACKING = {OTHERS[number - len(INSTITUTIONS) - 1][0] for number in WITHOUT_GUARDIAN}


def tell(*, now: datetime) -> None:
    """Decide, approve and publish for A and for B, and let every chosen lead take the seat."""
    by = Person.objects.get(email="coordinator-01@example.org")
    rows = Call.objects.filter(community__slug="demo-stem").select_related("community")
    call_a, call_b = (rows.get(title__en=TITLES[name]["en"]) for name in "AB")
    story = Story(call_a.community, by, now)
    _tell_a(story, call_a)
    _tell_b(story, call_b)


def _tell_a(story: Story, call: Call) -> None:
    at = call.closes_at + timedelta(days=6)
    drafts = [Drafted(one.code, Outcome.SELECTED, reason=ALL_IN) for one in to_decide(call)]
    deciding.draft(call=call, drafts=drafts, run=None, actor=story.by, now=at)
    _publish(story, call, at)


def _tell_b(story: Story, call: Call) -> None:
    """Have a cohort computed, decide otherwise where the panel has a reason, and publish."""
    at = story.ago(402)
    rules = Rules(10, waiting=WAITING, umbrella_most=5, umbrella_each=True)
    run = running.start_run(call=call, rules=rules, actor=story.by, now=at, seed=SEED)
    running.answer(run_id=run.pk, now=at + timedelta(minutes=1))
    run.refresh_from_db()
    at = story.ago(401)
    deciding.draft(call=call, drafts=_of_panel(call, run, at), run=run, actor=story.by, now=at)
    _publish(story, call, at)


def _of_panel(call: Call, run: SelectionRun, at: datetime) -> list[Drafted]:
    """Return what the panel decided: the ten institutions of the story are in, two others wait.

    What reviewers wrote to an applicant goes into the letter of its lead as it is.
    """
    advice = advice_of(run)
    cost = dict(zip(run.input["applications"], (run.result or {})["regrets"], strict=True))
    names = {facts.code: facts.name for facts in facts_of(call, list(to_decide(call))).values()}
    others = [code for code, name in names.items() if name not in OURS and name not in LACKING]
    others.sort(key=lambda code: (advice[code][0] != Outcome.SELECTED, cost[code] or 0.0, code))
    waiting = others[:WAITING]
    code_of = {one.pk: one.code for one in to_decide(call)}
    said = {code_of[pk]: text for pk, text in comments_to_applicants(call, list(code_of), at).items()}
    drafts = [_of_one(code, name, advice[code][0], waiting) for code, name in names.items()]
    return [replace(one, remarks=said.get(one.code, "")) for one in drafts]


def _of_one(code: str, name: str, advised: Outcome, waiting: list[str]) -> Drafted:
    if name in OURS:
        return Drafted(code, Outcome.SELECTED, reason="" if advised == Outcome.SELECTED else KEEPS_ON)
    if name in LACKING:
        return Drafted(code, Outcome.NOT_SELECTED, reason=LACKS_YES)
    if code in waiting:
        return Drafted(code, Outcome.WAITLISTED, waiting.index(code) + 1, MAKES_ROOM)
    return Drafted(code, Outcome.NOT_SELECTED, reason=MAKES_ROOM)


def _publish(story: Story, call: Call, at: datetime) -> None:
    """Let the owner approve what the coordinator drafted, publish it, and let every lead say yes in the days after."""
    owner = Person.objects.get(email="owner-01@example.org")
    seen = {row.code: row.revision for row in all_of(call)}
    deciding.approve(call=call, revisions=seen, actor=owner, now=at + timedelta(days=1))
    told, until = at + timedelta(days=2), at + timedelta(days=16)
    publishing.publish(call=call, accept_by=until, actor=story.by, now=told)
    seats = Decision.objects.filter(application__call=call, outcome=Outcome.SELECTED)
    for number, seat in enumerate(seats.select_related("application").order_by("pk")):
        lead = lead_of(seat.application)
        if lead:
            answering.confirm(decision=seat, actor=lead, now=told + timedelta(hours=9 * number + 3))
