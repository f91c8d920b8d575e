"""Who would be reminded of an application, of what, and who not and why; derived, and again when it is sent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from copractice.applications.analysis.board import Board, Line, is_waited_for
from copractice.applications.models import Invitation, Part
from copractice.applications.queries.staff import open_invitations, reminded_since
from copractice.applications.states import Group, PartState, Waits, Whom
from copractice.calls.states import Party
from copractice.consents.models import Guardianship
from copractice.consents.queries import guardianships_of
from copractice.consents.states import Need
from copractice.people.models import Person

PAUSE = timedelta(hours=48)


class Why(TextChoices):
    """What somebody is reminded of."""

    FILL = "fill", _("Their part is not done.")
    ANSWER = "answer", _("They have not answered the invitation. It goes out again, with a new link.")
    INVITE = "invite", _("A party has still to be invited.")
    SEND = "send", _("Everything is done, but the application is not sent.")
    YES = "yes", _("Their own yes is missing.")
    NAME = "name", _("They have not named a guardian.")
    GUARDIAN = "guardian", _("The guardian has not said yes or no.")


class Obstacle(TextChoices):
    """Why somebody who is waited for is not reminded."""

    LATELY = "lately", _("got a message less than 48 hours ago")
    NO_ADDRESS = "no_address", _("no e-mail address: speak to them, or print a code")


@dataclass(frozen=True)
class Recipient:
    """Somebody who is waited for: through which part, of what they are reminded, or what stands against it.

    `written_at` is when they were first asked, where that was by a message.
    """

    line: Line
    part: Part
    whom: Whom
    why: Why
    name: str
    person: Person | None
    address: str
    written_at: datetime | None
    obstacle: Obstacle | None = None
    guardianship: Guardianship | None = None

    @property
    def key(self) -> str:
        """Return by what a form names the recipient."""
        return f"{self.part.code}:{self.whom.value}"


@dataclass(frozen=True)
class Plan:
    """Who would be reminded now, and who would not."""

    board: Board
    recipients: list[Recipient]

    @property
    def to_remind(self) -> list[Recipient]:
        """Return who gets a reminder."""
        return [one for one in self.recipients if one.obstacle is None]

    @property
    def held_back(self) -> list[Recipient]:
        """Return who is waited for and gets none."""
        return [one for one in self.recipients if one.obstacle]

    @property
    def done(self) -> int:
        """Return how many parts are done, whose owners get none."""
        return sum(part.state == PartState.COMPLETE for line in self.board.lines for part in line.held.live)


def plan_of(board: Board, now: datetime) -> Plan:
    """Return who of a board's applications would be reminded at `now`; a constant number of queries."""
    lines = [line for line in board.lines if line.waits]
    parts = [part for line in lines for part in line.held.live]
    people = Person.objects.in_bulk([part.owner_id for part in parts if part.owner_id])
    invitations = open_invitations(parts)
    asked = {part.owner_id or 0 for line in lines for part in line.held.live if line.needs(part)}
    held = guardianships_of(asked, board.call.community, now)
    found = [
        one for line in lines for one in [*_parties(line, people, invitations, now), *_guardians(line, held)]
    ]
    reminded = reminded_since(parts, now - PAUSE)
    return Plan(board, [_judged(one, reminded, now) for one in _once(found)])


def _parties(
    line: Line, people: Mapping[int, Person], invitations: Mapping[int, Invitation], now: datetime
) -> Iterator[Recipient]:
    for part in line.held.live:
        why = _why(line, part, now)
        if why is None:
            continue
        person = people.get(part.owner_id or 0)
        invitation = invitations.get(part.pk)
        address = (person.email if person else invitation.address if invitation else "") or ""
        sent_at = invitation.sent_at if invitation else None
        yield Recipient(line, part, Whom.PARTY, why, part.name, person, address, sent_at)


def _why(line: Line, part: Part, now: datetime) -> Why | None:
    """Return what the owner of a part, or who is invited to it, does next; the first of several."""
    if is_waited_for(part, now):
        return Why.ANSWER if part.state == PartState.INVITED else Why.FILL
    if part.party == Party.EMPLOYER and line.group == Group.WAITING and Waits.LEAD in line.waits:
        return Why.INVITE if line.lacking else Why.SEND
    missing = line.needs(part)
    if Need.OWN_YES in missing:
        return Why.YES
    return Why.NAME if Need.GUARDIAN in missing else None


def _guardians(line: Line, held: Mapping[int, Guardianship]) -> Iterator[Recipient]:
    for part in line.held.live:
        guardianship = held.get(part.owner_id or 0)
        if guardianship and Need.GUARDIAN_YES in line.needs(part):
            person = guardianship.guardian
            told = (guardianship.name, person, person.email or "", guardianship.since)
            yield Recipient(line, part, Whom.GUARDIAN, Why.GUARDIAN, *told, guardianship=guardianship)


def _once(found: Iterable[Recipient]) -> Iterator[Recipient]:
    """Yield a guardian once, also where the young person has a part in several applications."""
    asked = set()
    for one in found:
        if one.whom == Whom.GUARDIAN:
            if one.part.owner_id in asked:
                continue
            asked.add(one.part.owner_id)
        yield one


def _judged(one: Recipient, reminded: Mapping[tuple[str, int], datetime], now: datetime) -> Recipient:
    about = one.part.owner_id if one.whom == Whom.GUARDIAN else one.part.pk
    last = reminded.get((one.whom.value, about or 0), one.written_at)
    if not one.address:
        return replace(one, obstacle=Obstacle.NO_ADDRESS)
    return replace(one, obstacle=Obstacle.LATELY) if last and last > now - PAUSE else one
