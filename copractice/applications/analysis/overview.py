"""Where an application stands for one of its parties, and the one thing that this party does next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from copractice.applications import rules
from copractice.applications.models import Application, Part, Receipt
from copractice.applications.queries import receipts
from copractice.applications.queries.deadlines import Deadline, to_complete, to_send
from copractice.applications.queries.parts import lead_part, owned_by
from copractice.applications.queries.stations import Room, Station, rooms_of, stations_of
from copractice.applications.states import SETTLED, ApplicationState, PartState
from copractice.people.models import Person


class Step(StrEnum):
    """What a party does next; one of them, so that a page has one primary act."""

    FILL = "fill"
    INVITE = "invite"
    SEND = "send"
    RESTORE = "restore"
    WAIT_FOR_LEAD = "wait_for_lead"
    DONE = "done"
    DECIDED = "decided"
    LATE = "late"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Overview:
    """An application for one of its parties: everything that its page shows."""

    application: Application
    stations: list[Station]
    mine: Part
    lead: Part | None
    deadline: Deadline
    rooms: list[Room]
    receipt: Receipt | None
    step: Step
    may_send: bool
    may_reopen: bool
    may_reopen_part: bool
    may_withdraw: bool
    may_leave: bool
    may_invite: bool

    @property
    def is_lead(self) -> bool:
        """Tell whether this party leads the application."""
        return self.lead is not None and self.lead.pk == self.mine.pk

    @property
    def pending(self) -> list[Station]:
        """Return the parties who are not done."""
        return [station for station in self.stations if not station.is_done and not station.has_declined]

    @property
    def lacking(self) -> list[Room]:
        """Return the kinds of party that have to be invited before the application can be sent."""
        return [room for room in self.rooms if room.lacking]

    @property
    def replaceable(self) -> bool:
        """Tell whether the lead may replace a party now."""
        return self.is_lead and self.application.state in rules.RUNNING


def overview_of(application: Application, reader: Person, now: datetime) -> Overview:
    """Return where an application stands for one of its parties at `now`."""
    mine = owned_by(reader).exclude(state__in=[PartState.REPLACED, PartState.DECLINED])
    part = mine.get(application=application)
    lead = lead_part(application)
    is_lead = lead is not None and lead.pk == part.pk
    may_send = rules.may_send(reader, application, now)
    rooms = rooms_of(application) if is_lead else []
    return Overview(
        application=application,
        stations=stations_of(application, reader),
        mine=part,
        lead=lead,
        deadline=to_send(application, lead) if is_lead else to_complete(part),
        rooms=rooms,
        receipt=receipts.newest(reader, application),
        step=_step(part, rooms, is_lead=is_lead, may_send=may_send, now=now),
        may_send=may_send and part.state == PartState.COMPLETE and not any(room.lacking for room in rooms),
        may_reopen=rules.may_reopen(reader, application, now),
        may_reopen_part=rules.may_reopen_part(reader, part, now),
        may_withdraw=rules.may_withdraw(reader, application),
        may_leave=rules.may_leave(reader, part),
        may_invite=is_lead and may_send,
    )


def _step(part: Part, rooms: list[Room], *, is_lead: bool, may_send: bool, now: datetime) -> Step:
    state = part.application.state
    if state == ApplicationState.WITHDRAWN:
        late = to_send(part.application, part).has_passed(now)
        return Step.RESTORE if is_lead and not late else Step.WITHDRAWN
    if state in SETTLED:
        return Step.DECIDED
    if part.state == PartState.IN_PROGRESS:
        return Step.FILL if rules.is_open_part(part, now) else Step.LATE
    if state != ApplicationState.DRAFT:
        return Step.DONE
    if not is_lead:
        return Step.WAIT_FOR_LEAD
    if not may_send:
        return Step.LATE
    return Step.INVITE if any(room.lacking for room in rooms) else Step.SEND
