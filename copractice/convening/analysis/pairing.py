"""Which two statements a voter is shown next: the pair whose answer tells the room most, and not always a hard one."""

from dataclasses import dataclass

from django.db.models import Count

from copractice.convening.models import Convening, Statement, Voter
from copractice.convening.queries.prioritizing import choices_between, compared, seen_by
from copractice.convening.states import PairChoice
from copractice.engine.ranking import fit, next_pair


@dataclass(frozen=True)
class Drawn:
    """Two statements side by side, and the chance with which they were drawn for this voter."""

    left: Statement
    right: Statement
    propensity: float | None


def draw_pair(convening: Convening, voter: Voter) -> tuple[Drawn | None, int]:
    """Draw the next pair for a voter, none after the last; returns with it how many pairs they answered."""
    items = compared(voter)
    place = {row.pk: item for item, row in enumerate(items)}
    seen = seen_by(voter)
    if len(items) < 2:
        return None, len(seen)
    winners: list[int] = []
    losers: list[int] = []
    rows = choices_between(convening, items).values_list("left", "right", "choice").annotate(n=Count("pk"))
    for left, right, choice, n in rows:
        winner, loser = (left, right) if choice == PairChoice.LEFT else (right, left)
        winners += [place[winner]] * n
        losers += [place[loser]] * n
    strengths = fit(winners, losers, items=len(items))
    shown = [(place[one], place[other]) for one, other in seen if {one, other} <= place.keys()]
    found = next_pair(strengths, shown, seed=[convening.pk, voter.pk, len(seen)])
    if found is None:
        return None, len(seen)
    return Drawn(items[found.left], items[found.right], found.propensity), len(seen)
