"""Who saw the records of a young person and on which day, for the family; reviewers stay without a name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import STAFF
from copractice.consents.models import Guardianship
from copractice.ledger.models import Access
from copractice.ledger.queries import accesses_to_any
from copractice.people.models import LogKey, Person

NAMELESS = {Role.REVIEWER}
Others = Callable[[Community, Collection[int]], Mapping[int, tuple[str, str]]]


@dataclass(frozen=True)
class Look:
    """That somebody saw a record on a day; `name` is empty where only the role is told."""

    day: date
    record: str
    name: str
    role: str


def guardianships_about(youth: Person, community: Community) -> Mapping[str, list[int]]:
    """Return the records of this package that staff look at when they look at a family."""
    rows = Guardianship.objects.filter(youth=youth, community=community)
    return {"consents.guardianship": list(rows.values_list("pk", flat=True))}


def looks_at(community: Community, records: Mapping[str, Iterable[int]], others: Others) -> list[Look]:
    """Return who saw these records, by kind and ids, the newest first.

    `others` tells name and role of people who hold no role of the community: later stages know them.
    """
    rows = [
        access
        for record, ids in records.items()
        for access in accesses_to_any(
            community_id=community.pk, record=record, record_ids=[str(pk) for pk in ids]
        )
    ]
    viewers = _viewers(community, rows, others)
    looks = {
        Look(row.day, row.record, *viewers.get(row.viewer_key, ("", "")))  # an erased viewer has neither
        for row in rows
    }
    return sorted(looks, key=lambda look: (-look.day.toordinal(), look.name, look.record))


def _viewers(community: Community, rows: Iterable[Access], others: Others) -> dict[UUID, tuple[str, str]]:
    """Return name and role behind each key; the role is the weightiest one that the person ever held here."""
    owners = dict(
        LogKey.objects.filter(key__in={row.viewer_key for row in rows}).values_list("person", "key")
    )
    held = Membership.objects.filter(community=community, person__in=owners).order_by("since", "pk")
    roles: dict[int, dict[Role, str]] = {}
    for person, role, name in held.values_list("person_id", "role", "name"):
        roles.setdefault(person, {})[Role(role)] = name
    unheld = owners.keys() - roles.keys()
    found = {owners[person]: who for person, who in others(community, unheld).items()} if unheld else {}
    for person, mine in roles.items():
        # Whoever reviews looks as a reviewer, unless they run the community and look by that right.
        nameless = NAMELESS & mine.keys() if not STAFF & mine.keys() else set()
        role = min(nameless or mine, key=list(Role).index)
        found[owners[person]] = ("" if role in NAMELESS else mine[role], str(role.label))
    return found
