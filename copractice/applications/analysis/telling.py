"""Whom a new deadline concerns and is told to: drafts, invitees who are silent, and who sent already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from copractice.applications.models import Application, Invitation, Part
from copractice.applications.queries.deadlines import to_send
from copractice.applications.queries.staff import held_by, open_invitations
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.models import Call
from copractice.calls.states import Scope
from copractice.people.models import Person

RUNNING = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


class Told(TextChoices):
    """Why somebody is told of a new deadline."""

    DRAFT = "draft", _("with a draft")
    INVITED = "invited", _("invited and silent")
    SENT = "sent", _("who sent already, and may revise")


@dataclass(frozen=True)
class Target:
    """For whom a deadline moves: for everybody, for one application, or for one party of it."""

    application: Application | None = None
    part: Part | None = None

    @property
    def scope(self) -> Scope:
        """Return the word for it."""
        if self.part:
            return Scope.PARTY
        return Scope.APPLICATION if self.application else Scope.ALL


@dataclass(frozen=True)
class Reader:
    """Somebody who is told, with the deadline that held for them and the one that holds then."""

    told: Told
    part: Part
    person: Person | None
    address: str
    old_at: datetime
    new_at: datetime


@dataclass(frozen=True)
class Audience:
    """Everybody whom a new deadline concerns; `silent` is how many of them have no address."""

    readers: list[Reader]
    silent: int
    has_drafts: bool

    def count(self, told: Told) -> int:
        """Return how many are told for this reason."""
        return sum(reader.told == told for reader in self.readers)


def audience_of(call: Call, target: Target, closes_at: datetime) -> Audience:
    """Return who is told that the deadline moves to `closes_at`; a constant number of queries."""
    held = [row for row in held_by(call, target.application) if row.application.state in RUNNING]
    parts = [part for row in held for part in row.live if target.part in (None, part)]
    people = Person.objects.in_bulk([part.owner_id for part in parts if part.owner_id])
    invitations = open_invitations(parts)
    found = [
        reader
        for part in parts
        for reader in _reader(part, target, closes_at, people, invitations)
        if reader.old_at != reader.new_at
    ]
    return Audience(
        readers=_once([reader for reader in found if reader.address]),
        silent=sum(not reader.address for reader in found),
        has_drafts=any(row.application.state == ApplicationState.DRAFT for row in held),
    )


def deadline_without(call: Call, target: Target) -> datetime:
    """Return the deadline that holds for somebody if nothing is granted to them any more."""
    granted = target.application.deadline_change if target.application and target.part else None
    return max(call.closes_at, granted.new_closes_at) if granted else call.closes_at


def deadline_now(call: Call, target: Target) -> datetime:
    """Return the deadline that is told to whom it concerns today."""
    return to_send(target.application, target.part).at if target.application else call.closes_at


def _reader(
    part: Part,
    target: Target,
    closes_at: datetime,
    people: Mapping[int, Person],
    invitations: Mapping[int, Invitation],
) -> Iterator[Reader]:
    application, invitation = part.application, invitations.get(part.pk)
    person = people.get(part.owner_id or 0)
    dates = (to_send(application, part).at, _then(part, target, closes_at))
    if part.state == PartState.INVITED:
        yield Reader(Told.INVITED, part, None, invitation.address if invitation else "", *dates)
    else:
        told = Told.DRAFT if application.state == ApplicationState.DRAFT else Told.SENT
        yield Reader(told, part, person, (person.email if person else "") or "", *dates)


def _then(part: Part, target: Target, closes_at: datetime) -> datetime:
    """Return the deadline that holds for a part afterwards: the latest of what is granted still counts."""
    call, application = part.application.call, part.application
    everybody = closes_at if target.scope == Scope.ALL else call.closes_at
    one = application.deadline_change.new_closes_at if application.deadline_change else everybody
    mine = part.deadline_change.new_closes_at if part.deadline_change else everybody
    if target.scope == Scope.APPLICATION:
        one = closes_at
    if target.scope == Scope.PARTY:
        mine = closes_at
    return max(everybody, one, mine)


def _once(readers: Sequence[Reader]) -> list[Reader]:
    """Return each person once for each reason."""
    first: dict[tuple[Told, str], Reader] = {}
    for reader in readers:
        first.setdefault((reader.told, reader.address), reader)
    return list(first.values())
