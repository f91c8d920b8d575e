"""What one voter reads of their own choices between two, and of their own dots; nobody else reads them."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from copractice.convening.models import Convening, Dot, Pair, Statement, Vote, Voter
from copractice.convening.queries.room import in_own_order
from copractice.convening.states import StatementState, VoteValue

MOST_COMPARED = 100  # statements that one voter compares; with more of them, each voter has others


@dataclass(frozen=True)
class Budget:
    """A voter's dots: how many of them lie on each statement, by its id, and how many are left."""

    on: dict[int, int]
    each: int

    @property
    def placed(self) -> int:
        """Return how many dots are placed."""
        return sum(self.on.values())

    @property
    def left(self) -> int:
        """Return how many dots are left; none where more were merged together than there are."""
        return max(0, self.each - self.placed)


def for_dots(voter: Voter) -> QuerySet[Statement]:
    """Return the statements to put dots on: first those the voter agreed with, then the others."""
    agreed = Vote.objects.filter(voter=voter, statement=OuterRef("pk"), value=VoteValue.AGREE)
    rows = in_own_order(voter).annotate(agreed=Exists(agreed))
    ordered: QuerySet[Statement] = rows.order_by("-agreed", "place")
    return ordered


def compared(voter: Voter) -> list[Statement]:
    """Return the statements that this voter compares two at a time."""
    return list(in_own_order(voter)[:MOST_COMPARED])


def pair_of(voter: Voter, left: str, right: str) -> Pair | None:
    """Return a voter's own choice between two statements, by their codes."""
    rows = Pair.objects.filter(voter=voter).select_related("left", "right")
    return rows.filter(left__code=left, right__code=right).first()


def seen_by(voter: Voter) -> list[tuple[int, int]]:
    """Return the pairs that a voter has answered, by the statements' ids."""
    return list(Pair.objects.filter(voter=voter).values_list("left_id", "right_id"))


def choices_between(convening: Convening, statements: list[Statement]) -> QuerySet[Pair]:
    """Return everybody's choices between some statements, without whose they are."""
    ids = [row.pk for row in statements]
    rows = Pair.objects.filter(voter__convening=convening, left__in=ids, right__in=ids)
    return rows.exclude(choice=0)


def budget_of(voter: Voter, convening: Convening) -> Budget:
    """Return where a voter's dots lie now; dots follow a statement that was merged."""
    rows = Dot.objects.filter(voter=voter).filter(
        Q(statement__state=StatementState.ACCEPTED) | Q(statement__merged_into__state=StatementState.ACCEPTED)
    )
    place = Coalesce(F("statement__merged_into"), F("statement"))
    counted = rows.annotate(on=place).values_list("on").annotate(dots=Sum("count"))
    return Budget(dict(counted), convening.dots_each)
