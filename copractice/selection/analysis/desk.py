"""The decisions of a call as one of its staff sees them: scores, drafts, who approved, and what comes next."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from copractice.applications.models import Application
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.calls.states import CallState
from copractice.people.models import Person
from copractice.review.analysis.scoring import Standing, board_of
from copractice.review.queries.desk import comments_to_applicants
from copractice.review.queries.ties import barred_from
from copractice.selection.analysis.advice import advice_of
from copractice.selection.models import Decision, Override, SelectionRun
from copractice.selection.queries.applicants import Facts, facts_of
from copractice.selection.queries.decisions import SEATED, of_call, to_decide
from copractice.selection.rules import is_in_time, is_seat_open, may_decide_all
from copractice.selection.states import DecisionState, Outcome


class Step(StrEnum):
    """What staff do next; one of them, so that the page has one primary act."""

    WAIT = "wait"  # until the call is over
    DRAFT = "draft"
    APPROVE = "approve"
    ASK = "ask"  # a second person, for the approval
    PUBLISH = "publish"
    DONE = "done"


@dataclass(frozen=True)
class Row:
    """One application with its decision, if there is one."""

    application: Application
    facts: Facts
    standing: Standing | None
    decision: Decision | None
    advised: Outcome | None = None
    place: int | None = None
    comments: str = ""  # what reviewers wrote to the applicant, for staff to word
    may_approve: bool = False
    is_late: bool = False

    @property
    def override(self) -> Override | None:
        """Return where the decision differs from a run's advice, if that is how it stands."""
        rows = list(self.decision.overrides.all()) if self.decision else []
        stands = rows and self.decision and rows[0].decided == self.decision.outcome
        return rows[0] if stands else None

    @property
    def is_open_seat(self) -> bool:
        """Tell whether this is a published seat that nobody took or left yet."""
        return self.decision is not None and is_seat_open(self.decision)


@dataclass(frozen=True)
class Desk:
    """Everything that the page of a call's decisions shows."""

    rows: list[Row]
    undecided: list[Row]
    step: Step
    is_whole: bool
    waiting: list[Row]
    seats: int | None

    @property
    def seated(self) -> list[Row]:
        """Return who holds a seat, confirmed or not."""
        return [row for row in self.rows if row.application.state in SEATED]

    @property
    def unanswered(self) -> list[Row]:
        """Return the seats that nobody took or left yet."""
        return [row for row in self.rows if row.is_open_seat]

    @property
    def may_promote(self) -> bool:
        """Tell whether a seat is free and somebody waits for it."""
        return self.is_whole and bool(self.waiting) and (self.seats is None or len(self.seated) < self.seats)

    @property
    def drafted(self) -> list[Row]:
        """Return what this reader can approve."""
        return [row for row in self.rows if row.may_approve]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """Return the rows that are decided, by outcome, each list in its order."""
        found = [
            (
                str(outcome.label),
                [row for row in self.rows if row.decision and row.decision.outcome == outcome],
            )
            for outcome in Outcome
        ]
        return [(label, rows) for label, rows in found if rows]


def desk_of(call: Call, person: Person, now: datetime, *, is_deciding: bool) -> Desk:
    """Return a call's decisions for one of its staff, without what is tied to the reader."""
    decisions = list(of_call(call, person, now))
    newest = {row.application_id: row for row in sorted(decisions, key=lambda row: row.pk)}
    barred = barred_from(person, call, now)
    open_ones = [one for one in to_decide(call) if one.pk not in barred]
    shown = {one.pk: one for one in [*open_ones, *(row.application for row in newest.values())]}
    facts = facts_of(call, list(shown.values()))
    standings = {row.application: row for row in board_of(call, person, now).rows}
    rows = [
        Row(
            one,
            facts[pk],
            standings.get(pk),
            newest.get(pk),
            may_approve=pk in newest
            and newest[pk].state == DecisionState.DRAFT
            and newest[pk].drafted_by.person_id != person.pk,
            is_late=pk in newest and is_seat_open(newest[pk]) and not is_in_time(newest[pk], now),
        )
        for pk, one in shown.items()
    ]
    rows.sort(key=_order)
    is_whole = may_decide_all(person, call, now)
    waiting = [row for row in rows if row.application.state == ApplicationState.WAITLISTED]
    undecided = [row for row in rows if row.decision is None]
    return Desk(rows, undecided, _step(call, rows, is_deciding=is_deciding), is_whole, waiting, call.seats)


def rows_to_draft(call: Call, run: SelectionRun | None, person: Person, now: datetime) -> list[Row]:
    """Return the applications that this person can decide on, with their scores and what a run advises."""
    barred = barred_from(person, call, now)
    rows = [one for one in to_decide(call) if one.pk not in barred]
    facts = facts_of(call, rows)
    standings = {row.application: row for row in board_of(call, person, now).rows}
    decisions = {row.application_id: row for row in of_call(call, person, now)}
    advice = advice_of(run) if run else {}
    hidden = {pk for pk, row in standings.items() if row.is_hidden}
    comments = comments_to_applicants(call, [one.pk for one in rows if one.pk not in hidden], now)
    found = []
    for one in rows:
        advised, place = advice.get(one.code, (None, None))
        row = Row(one, facts[one.pk], standings.get(one.pk), decisions.get(one.pk), advised, place)
        found.append(replace(row, comments=comments.get(one.pk, "")))
    return sorted(found, key=_by_score)


def _by_score(row: Row) -> tuple[float, str]:
    best = row.standing.best if row.standing and row.standing.best is not None else -1.0
    return (-best, row.facts.name.casefold())


def _order(row: Row) -> tuple[int, tuple[float, str]]:
    place = row.decision.place if row.decision and row.decision.place else 0
    return (place, _by_score(row))


def _step(call: Call, rows: list[Row], *, is_deciding: bool) -> Step:
    drafts = [row for row in rows if row.decision and row.decision.state == DecisionState.DRAFT]
    if drafts and all(row.decision for row in rows):
        return Step.APPROVE if any(row.may_approve for row in drafts) else Step.ASK
    if any(row.decision and row.decision.state == DecisionState.APPROVED for row in rows) and all(
        row.decision for row in rows
    ):
        return Step.PUBLISH
    if call.state == CallState.DECIDED:
        return Step.DONE
    return Step.DRAFT if is_deciding else Step.WAIT
