"""What one voter reads in a room: their voice, the next statement, their own votes; and the live turnout."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import MD5, Concat

from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.convening.queries.convenings import turnout
from copractice.convening.states import StatementState
from copractice.people.models import Person

SECONDS_BETWEEN_COUNTS = 2  # a hundred phones that ask every two seconds cost one count


@dataclass(frozen=True)
class Progress:
    """How far a voter is: statements voted on, of how many."""

    voted: int
    total: int

    @property
    def next(self) -> int:
        """Return the place of the statement that comes next."""
        return min(self.voted + 1, self.total)

    @property
    def left(self) -> int:
        """Return how many statements wait for this voter."""
        return self.total - self.voted


def hash_of(key: str) -> str:
    """Return what is stored of a device's secret."""
    return hashlib.sha256(key.encode()).hexdigest()


def device_voter(convening: Convening, key: str) -> Voter | None:
    """Return the voter of a device, as long as no account holds it."""
    rows = Voter.objects.filter(convening=convening, person=None)
    return rows.filter(key_hash=hash_of(key)).first() if key else None


def person_voter(convening: Convening, person: Person | None) -> Voter | None:
    """Return the voter of a signed-in person."""
    return Voter.objects.filter(convening=convening, person=person).first() if person else None


def voter_of(convening: Convening, person: Person | None, key: str) -> Voter | None:
    """Return the voice of whoever asks: a signed-in person's own on any device, else the device's."""
    return person_voter(convening, person) or device_voter(convening, key)


def unvoted(voter: Voter, after: str = "") -> QuerySet[Statement]:
    """Return the statements without this voter's vote, in this voter's own order, behind the one coded `after`.

    No two voters share an order, so that no statement is voted on more often only because it stands first.
    """
    placed = in_own_order(voter).exclude(Exists(_votes_on(voter)))
    if after:
        seen = hashlib.md5(f"{voter.pk}:{after}".encode(), usedforsecurity=False)
        placed = placed.filter(place__gt=seen.hexdigest())
    return placed


def in_own_order(voter: Voter) -> QuerySet[Any]:
    """Return the statements in the vote in a random order of this voter's own, the same at every look."""
    place = MD5(Concat(Value(f"{voter.pk}:"), "code", output_field=CharField()))
    rows = Statement.objects.filter(convening_id=voter.convening_id, state=StatementState.ACCEPTED)
    return rows.annotate(place=place).order_by("place")


def progress_of(voter: Voter) -> Progress:
    """Return how many statements there are, and on how many of them this voter has voted."""
    rows = Statement.objects.filter(convening_id=voter.convening_id, state=StatementState.ACCEPTED)
    counted = rows.aggregate(total=Count("pk"), voted=Count("pk", filter=Q(Exists(_votes_on(voter)))))
    return Progress(voted=counted["voted"], total=counted["total"])


def votes_of(voter: Voter) -> QuerySet[Vote]:
    """Return a voter's own votes that count, by the statements' numbers; for nobody else's eyes."""
    rows = Vote.objects.filter(voter=voter, statement__state=StatementState.ACCEPTED)
    return rows.select_related("statement").order_by("statement__number")


def vote_on(voter: Voter, code: str) -> Vote | None:
    """Return this voter's vote on one statement."""
    return votes_of(voter).filter(statement__code=code).first() if code else None


def written_by(voter: Voter) -> QuerySet[Statement]:
    """Return the statements that a voter wrote, whatever became of them, the newest first."""
    rows = Statement.objects.filter(author=voter).select_related("merged_into")
    return rows.order_by("-written_at", "-pk")


def live_turnout(convening: Convening) -> dict[str, int]:
    """Return the turnout as it was at most two seconds ago."""
    key = f"turnout:{convening.pk}"
    counts: dict[str, int] | None = cache.get(key)
    if counts is None:
        counts = turnout(convening)
        cache.set(key, counts, SECONDS_BETWEEN_COUNTS)
    return counts


def _votes_on(voter: Voter) -> QuerySet[Vote]:
    return Vote.objects.filter(voter=voter, statement=OuterRef("pk"))
