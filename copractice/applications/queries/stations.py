"""How far an application is, as one of its parties may see it: done or not done, and nothing else of others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from copractice.applications.models import Application, Invitation, Part, Substitution
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.answers import rows_of
from copractice.applications.queries.invitations import newest_by_part
from copractice.applications.states import InvitationState, PartState
from copractice.calls.models import PartKind
from copractice.calls.states import Party
from copractice.people.models import Person


@dataclass(frozen=True)
class Station:
    """One part on the way. `given` of `total` questions is told of one's own part only.

    `is_by_another` tells the lead that the link was used from another account than the one that was invited.
    """

    part: Part
    name: str
    is_mine: bool
    is_done: bool
    given: int
    total: int
    invitation: Invitation | None
    is_by_another: bool
    is_to_be_replaced: bool

    @property
    def mark(self) -> str:
        """Return how the station is drawn: done, waiting for the reader, or later."""
        if self.is_done:
            return "done"
        return "needs" if self.is_mine else "later"

    @property
    def title(self) -> str:
        """Return the name, or what the party is where the name is not shown."""
        if self.is_mine:
            return _("You, %(name)s") % {"name": self.name}
        return self.name or _("A young person")

    @property
    def is_waiting(self) -> bool:
        """Tell whether the invitation was not answered yet."""
        return self.part.state == PartState.INVITED

    @property
    def has_declined(self) -> bool:
        """Tell whether this party said no, or stepped back."""
        return self.part.state == PartState.DECLINED


@dataclass(frozen=True)
class Room:
    """A kind of party of which an application has fewer than it may have, or than it must."""

    party: Party
    lacking: int


def stations_of(application: Application, reader: Person) -> list[Station]:
    """Return the parts of an application as one of its parties sees them.

    The lead reads the names of all, who invited them; the others read no young person's name. To the lead
    those who declined stand in the list until somebody took their place.
    """
    rows = Part.objects.filter(application=application).select_related("owner", "community", "version")
    parts = list(rows.exclude(state=PartState.REPLACED).order_by("party", "pk"))
    is_lead = any(
        p.party == Party.EMPLOYER and p.owner_id == reader.pk and p.state in LIVE_PARTS for p in parts
    )
    invitations = newest_by_part(application) if is_lead else {}
    waiting = Substitution.objects.filter(application=application, decided_at__isnull=True)
    to_be_replaced = set(waiting.values_list("old_part_id", flat=True)) if is_lead else set()
    shown = [
        part for part in parts if part.state in LIVE_PARTS or (is_lead and not _is_made_good(part, parts))
    ]
    return [
        _station(part, reader, is_lead, invitations.get(part.pk), part.pk in to_be_replaced) for part in shown
    ]


def rooms_of(application: Application) -> list[Room]:
    """Return the kinds of party that can still be invited, and how many of each are needed."""
    live = Part.objects.filter(application=application, state__in=LIVE_PARTS)
    counted = list(live.values_list("party", flat=True))
    kinds = PartKind.objects.filter(call=application.call_id).exclude(party=Party.EMPLOYER).order_by("party")
    return [
        Room(Party(kind.party), max(0, kind.minimum - counted.count(kind.party)))
        for kind in kinds
        if counted.count(kind.party) < kind.maximum
    ]


def _station(
    part: Part, reader: Person, is_lead: bool, invitation: Invitation | None, is_to_be_replaced: bool
) -> Station:
    is_mine = part.owner_id == reader.pk
    rows = rows_of(part) if is_mine and part.state == PartState.IN_PROGRESS else []
    shows_name = is_mine or is_lead or part.party != Party.YOUTH
    return Station(
        part=part,
        name=part.name if shows_name else "",
        is_mine=is_mine,
        is_done=part.state == PartState.COMPLETE,
        given=sum(row.is_given for row in rows),
        total=len(rows),
        invitation=invitation,
        is_by_another=_is_by_another(part, invitation),
        is_to_be_replaced=is_to_be_replaced,
    )


def _is_made_good(declined: Part, parts: list[Part]) -> bool:
    """Tell whether somebody else was asked after this party said no."""
    later = [part for part in parts if part.state in LIVE_PARTS and part.created_at > declined.created_at]
    return any(part.party == declined.party for part in later)


def _is_by_another(part: Part, invitation: Invitation | None) -> bool:
    if invitation is None or invitation.state != InvitationState.ACCEPTED or invitation.is_printed:
        return False
    return part.owner is not None and part.owner.email != invitation.address
