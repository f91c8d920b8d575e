"""A closed convening with an invented crowd: two outlooks, dots and comparisons, exact in what they give."""

from datetime import date, datetime
from itertools import pairwise

from copractice.convening.actions import lives
from copractice.convening.models import Convening, Dot, Pair, Statement, Vote, Voter
from copractice.convening.tests.rooms import close, make_statements
from tests.world import Place

# Statement by statement what the first outlook says; the second says the opposite, but for the last.
SIDES = [1, 1, 1, 1, -1, -1, -1, 1]


def crowded(
    place: Place, now: datetime, *, people: int = 24, has_pairs: bool = True, dots_each: int = 2
) -> Convening:
    """Open a convening, let a crowd vote, compare and place dots, and close it."""
    plan = lives.Plan(
        title={"en": "Crowd"},
        question={"en": "What?"},
        held_on=date(2026, 11, 24),
        has_pairs=has_pairs,
        dots_each=dots_each,
        seats=2,
    )
    coordinator = place.people["coordinator"]
    convening = lives.prepare(community=place.community, plan=plan, actor=coordinator, now=now)
    convening = lives.open_voting(convening=convening, actor=coordinator, now=now)
    statements = make_statements(convening, now, len(SIDES))
    voters = make_voters(convening, people, now)
    _vote(voters, statements, now)
    if has_pairs:
        _compare(voters, statements, now)
    if dots_each:
        _place(voters, statements, now)
    return close(convening, place, now)


def make_voters(convening: Convening, count: int, now: datetime) -> list[Voter]:
    """Let a number of devices in at once."""
    rows = [
        Voter(
            community_id=convening.community_id,
            convening=convening,
            key_hash=f"{convening.pk}-{number}",
            joined_at=now,
        )
        for number in range(count)
    ]
    return Voter.objects.bulk_create(rows)


def _vote(voters: list[Voter], statements: list[Statement], now: datetime) -> None:
    """The first two thirds stand on one side; everybody agrees with the last statement."""
    first = 2 * len(voters) // 3
    Vote.objects.bulk_create(
        Vote(
            community_id=voter.community_id,
            voter=voter,
            statement=statement,
            value=side if place < first or statement is statements[-1] else -side,
            at=now,
        )
        for place, voter in enumerate(voters)
        for statement, side in zip(statements, SIDES, strict=True)
        if (place + statement.number) % 9  # nobody sees all of them
    )


def _compare(voters: list[Voter], statements: list[Statement], now: datetime) -> None:
    """Everybody puts each statement above the next; of the first two one in four puts it the other way."""
    Pair.objects.bulk_create(
        Pair(
            community_id=voter.community_id,
            voter=voter,
            left=left,
            right=right,
            choice=-1 if left is statements[0] and place % 4 == 3 else 1,
            at=now,
        )
        for place, voter in enumerate(voters)
        for left, right in pairwise(statements)
    )


def _place(voters: list[Voter], statements: list[Statement], now: datetime) -> None:
    """Seven in twelve put a dot on each of the first two statements; the others put one on the fifth."""
    first = 7 * len(voters) // 12
    Dot.objects.bulk_create(
        Dot(community_id=voter.community_id, voter=voter, statement=statements[item], count=count, at=now)
        for place, voter in enumerate(voters)
        for item, count in (((0, 1), (1, 1)) if place < first else ((4, 1),))
    )
