"""A call's applications as its staff see them: in which group each stands, for whom it waits, until when."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from copractice.applications import rules
from copractice.applications.models import Application, Part
from copractice.applications.queries.deadlines import Deadline, to_complete, to_send
from copractice.applications.queries.staff import Held, held_by, minimums_of
from copractice.applications.states import ApplicationState, Group, PartState, Waits
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.models import sort_key
from copractice.consents.queries import Family, families_of
from copractice.consents.states import Need

GROUPS = list(Group)
OF_PARTY = {Party.EMPLOYER: Waits.LEAD, Party.UMBRELLA: Waits.UMBRELLA, Party.YOUTH: Waits.YOUTH}
OF_NEED = {
    Need.OWN_YES: Waits.YOUTH,
    Need.GUARDIAN: Waits.YOUTH,
    Need.GUARDIAN_YES: Waits.GUARDIAN,
    Need.VERIFICATION: Waits.CHECK,
}


@dataclass(frozen=True)
class Line:
    """One application of the list. `lacking` are the parties of which somebody has still to be invited.

    `families` speaks of the owners of its youth parts, by their ids.
    """

    held: Held
    group: Group
    waits: frozenset[Waits]
    deadline: Deadline
    lacking: tuple[Party, ...]
    families: Mapping[int, Family]

    @property
    def application(self) -> Application:
        """Return the application."""
        return self.held.application

    @property
    def name(self) -> str:
        """Return what staff call it."""
        return self.held.name

    @cached_property
    def key(self) -> str:
        """Return by what it is sorted and found."""
        return sort_key(self.name)

    def needs(self, part: Part) -> tuple[Need, ...]:
        """Return what is missing before a young person's part may be read; nothing for any other party."""
        family = self.families.get(part.owner_id or 0) if part.party == Party.YOUTH else None
        return family.needs if family else ()

    @property
    def has_own_deadline(self) -> bool:
        """Tell whether it, or one of its parties, was given more time than everybody has."""
        granted = [self.application.deadline_change_id, *(part.deadline_change_id for part in self.held.live)]
        return any(granted)

    @property
    def saved_at(self) -> datetime | None:
        """Return when anybody last saved anything."""
        return max((part.saved_at for part in self.held.live if part.saved_at), default=None)


@dataclass(frozen=True)
class Board:
    """All applications of a call, sorted as the list shows them: by group, then by name."""

    call: Call
    lines: list[Line]

    def count(self, *groups: Group) -> int:
        """Return how many applications stand in these groups."""
        return sum(line.group in groups for line in self.lines)

    @property
    def waits(self) -> Counter[Waits]:
        """Return how many applications wait for each."""
        return Counter(wait for line in self.lines for wait in line.waits)

    def found(self, *, group: str, waits: str, words: str) -> list[Line]:
        """Return the lines of a group that wait for somebody and whose name has the words; empty means any."""
        key = sort_key(words)
        return [
            line
            for line in self.lines
            if (not group or line.group == group)
            and (not waits or waits in line.waits)
            and (not key or key in line.key)
        ]


def board_of(call: Call, now: datetime, only: Application | None = None) -> Board:
    """Return where a call's applications stand at `now`, or only one of them; a constant number of queries."""
    held = held_by(call, only)
    minimums = minimums_of(call)
    youth = {part.owner_id for row in held for part in row.live if part.party == Party.YOUTH} - {None}
    families = families_of([person for person in youth if person], call.community, now)
    lines = [_line(row, minimums, families, now) for row in held]
    return Board(call, sorted(lines, key=lambda line: (GROUPS.index(line.group), line.key)))


def is_waited_for(part: Part, now: datetime) -> bool:
    """Tell whether a live part is not done and can still be: it was begun, or its invitation can be accepted."""
    running = part.application.state in rules.RUNNING and rules.is_call_running(part.application.call)
    pending = part.state in (PartState.INVITED, PartState.IN_PROGRESS)
    return running and pending and not to_complete(part).has_passed(now)


def _line(
    held: Held,
    minimums: Mapping[str, int],
    families: Mapping[int, Family],
    now: datetime,
) -> Line:
    application, live = held.application, held.live
    deadline = to_send(application, held.lead)
    in_time = rules.is_call_running(application.call) and not deadline.has_passed(now)
    group = _group(application, in_time=in_time)
    counted = Counter(part.party for part in live)
    lacking = tuple(Party(party) for party, least in minimums.items() if counted[party] < least)
    owners = {part.owner_id for part in live if part.party == Party.YOUTH and part.owner_id}
    mine = {person: families[person] for person in owners}
    return Line(
        held=held,
        group=group,
        waits=frozenset(_waits(held, group, lacking, mine.values(), now)),
        deadline=deadline,
        lacking=lacking,
        families=mine,
    )


def _group(application: Application, *, in_time: bool) -> Group:
    if application.state == ApplicationState.DRAFT:
        return Group.WAITING if in_time else Group.LATE
    if application.state == ApplicationState.WITHDRAWN:
        return Group.WITHDRAWN
    return Group.INELIGIBLE if application.state == ApplicationState.INELIGIBLE else Group.SENT


def _waits(
    held: Held,
    group: Group,
    lacking: tuple[Party, ...],
    families: Iterable[Family],
    now: datetime,
) -> Iterable[Waits]:
    """Yield for whom an application waits; nobody, once it is out of the call or decided."""
    application = held.application
    running = application.state in rules.RUNNING and rules.is_call_running(application.call)
    if not running or group == Group.LATE:
        return
    pending = [part for part in held.live if is_waited_for(part, now)]
    yield from (OF_PARTY[Party(part.party)] for part in pending)
    is_ready = all(part.state == PartState.COMPLETE for part in held.live)
    if group == Group.WAITING and (lacking or is_ready):
        yield Waits.LEAD
    yield from (OF_NEED[need] for family in families for need in family.needs)
