"""Taking a seat, leaving it, more time for the answer, and asking those who have not answered."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.settling import settle
from copractice.applications.queries.applications import lead_of
from copractice.applications.rules import may_lead
from copractice.calls.models import Call
from copractice.communities.analysis.instants import in_words
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.models import Person
from copractice.selection.actions.deciding import held_call
from copractice.selection.models import Decision
from copractice.selection.queries.decisions import unanswered
from copractice.selection.rules import is_in_time, is_seat_open, may_decide

PAUSE = timedelta(hours=48)


@transaction.atomic
def confirm(*, decision: Decision, actor: Person, now: datetime) -> Decision:
    """Take the seat, as the lead, in time."""
    decision = _open_seat(decision)
    require(may_lead(actor, decision.application), _("Only the lead organization takes the seat."))
    _require_in_time(decision, now)
    return _answered(decision, "confirm", actor, now)


@transaction.atomic
def decline(*, decision: Decision, actor: Person, now: datetime) -> Decision:
    """Leave the seat to somebody else, as the lead; that is possible after the date too."""
    decision = _open_seat(decision)
    require(may_lead(actor, decision.application), _("Only the lead organization gives the seat back."))
    return _answered(decision, "decline", actor, now)


@transaction.atomic
def release(*, decision: Decision, actor: Person, now: datetime) -> Decision:
    """Free a seat that nobody took in time, as staff."""
    decision = _open_seat(decision)
    require(may_decide(actor, decision.application, now), _("Only staff without a tie to it free a seat."))
    require(not is_in_time(decision, now), _("The lead may still answer. A seat is freed after that date."))
    return _answered(decision, "decline", actor, now)


@transaction.atomic
def extend_answer(*, decision: Decision, accept_by: datetime, actor: Person, now: datetime) -> Decision:
    """Give the lead more time for the answer; they are told."""
    decision = _open_seat(decision)
    require(may_decide(actor, decision.application, now), _("Only staff without a tie to it give more time."))
    known = decision.accept_by or now
    require(
        accept_by > max(known, now), _("Choose a time that is later than the one that stands, and than now.")
    )
    decision.accept_by = accept_by
    decision.revision += 1
    decision.save(update_fields=["accept_by", "revision"])
    lead = lead_of(decision.application)
    if lead:
        _tell("seat_extended", lead, decision, now)
    record(actor, "decision.extend", decision, community_id=decision.community_id, at=now)
    return decision


@transaction.atomic
def remind(*, call: Call, codes: Collection[str], actor: Person, now: datetime) -> int:
    """Ask the leads of the named seats for their answer, nobody twice within 48 hours; return how many were."""
    call = held_call(call)
    rows = [row for row in to_remind(call, actor, now) if row.code in codes]
    for row in rows:
        require(
            may_decide(actor, row.application, now), _("Only staff without a tie to it remind of a seat.")
        )
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        lead = lead_of(row.application)
        if lead:
            _tell("seat_reminder", lead, row, now)
    for row in rows:
        record(actor, "decision.remind", row, community_id=call.community_id, at=now)
    return len(rows)


def to_remind(call: Call, person: Person, now: datetime) -> list[Decision]:
    """Return the seats whose lead may be asked now: unanswered, in time, published or reminded 48 hours ago."""
    rows = unanswered(call, person, now)
    return [row for row in rows if is_in_time(row, now) and not _is_fresh(row, now)]


def _is_fresh(row: Decision, now: datetime) -> bool:
    last = row.reminded_at or row.published_at
    return last is not None and now - last < PAUSE


def _open_seat(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",))
    needed = ("community", "application__call__community", "application__community")
    row = rows.select_related(*needed).get(pk=decision.pk)
    require(is_seat_open(row), _("This seat was answered already."))
    return row


def _require_in_time(decision: Decision, now: datetime) -> None:
    call = decision.application.call
    contact = (
        call.contact_email or decision.community.contact_email or _("their address is on the call's page")
    )
    at = in_words(decision.accept_by, call.time_zone) if decision.accept_by else ""
    require(
        is_in_time(decision, now),
        _(
            "The time to take the seat passed on %(when)s. Ask the call team whether they give you more: %(who)s."
        )
        % {"when": at, "who": contact},
    )


def _answered(decision: Decision, name: str, actor: Person, now: datetime) -> Decision:
    decision.application = settle(application=decision.application, name=name, actor=actor, now=now)
    decision.answered_at, decision.answered_by = now, actor
    decision.revision += 1
    decision.save(update_fields=["answered_at", "answered_by", "revision"])
    record(actor, f"decision.{name}", decision, community_id=decision.community_id, at=now)
    return decision


def _tell(kind: str, lead: Person, decision: Decision, now: datetime) -> None:
    send_notice(kind, to=lead, about=decision, community_id=decision.community_id, now=now)
