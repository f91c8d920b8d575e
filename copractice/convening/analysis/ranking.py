"""The ranking: choices between two statements → an order, with the ranks that each may have."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from copractice.convening.analysis.outcomes import FEWEST_SHOWN, Outcome, sha256_of
from copractice.convening.models import Convening, Pair
from copractice.convening.queries.convenings import statements_of
from copractice.convening.states import PairChoice
from copractice.engine.ranking import Ranking, rank
from copractice.engine.ranking.rank import SURE
from copractice.engine.ranking.rank import VERSION as ENGINE_VERSION
from copractice.engine.results import as_json, from_json

METHOD = "ranking"
VERSION = f"{ENGINE_VERSION}.0"


@dataclass(frozen=True)
class Ranked:
    """One statement in the order: its strength with the 95 % interval, the ranks it may have, its choices."""

    number: int
    strength: float
    low: float
    high: float
    rank_low: int
    rank_high: int
    wins: int
    losses: int


@dataclass(frozen=True)
class RankingShown:
    """What pages may read of a ranking; without rows where fewer than ten people compared.

    `apart` counts the statements that no chain of choices connects with most others.
    """

    people: int
    choices: int
    undecided: int
    never: int
    apart: int
    rows: tuple[Ranked, ...]


def rank_pairs(convening: Convening) -> Outcome:
    """Rank the statements by the choices made between them, as they stand now."""
    standing = set(statements_of(convening).values_list("number", flat=True))
    pairs, people = _choices(convening, standing)
    numbers = sorted({number for left, right, _choice in pairs for number in (left, right)})
    place = {number: item for item, number in enumerate(numbers)}
    chosen = [
        (left, right) if choice == PairChoice.LEFT else (right, left)
        for left, right, choice in pairs
        if choice != PairChoice.UNDECIDED
    ]
    open_ones = [(left, right) for left, right, choice in pairs if choice == PairChoice.UNDECIDED]
    ranking = rank(
        [place[winner] for winner, _loser in chosen],
        [place[loser] for _winner, loser in chosen],
        items=len(numbers),
        undecided=([place[left] for left, _right in open_ones], [place[right] for _left, right in open_ones]),
    )
    shown = _shown(ranking, numbers, people, len(standing - set(numbers)))
    result: dict[str, Any] = {"statements": numbers, "shown": as_json(shown), "ranking": as_json(ranking)}
    lines = [f"people {people}", *(f"{left},{right},{choice}" for left, right, choice in pairs)]
    return Outcome(METHOD, VERSION, sha256_of(lines), result)


def shown_ranking(data: dict[str, Any]) -> RankingShown:
    """Return what pages may read, from the part of a result that is stored for them."""
    return from_json(RankingShown, data)


def _choices(convening: Convening, standing: set[int]) -> tuple[list[tuple[int, int, int]], int]:
    """Return what was chosen, in an order that tells nobody, and how many people chose.

    A choice follows its statement where that was merged; between two that are one now there is none.
    """
    rows = Pair.objects.filter(voter__convening=convening).values_list(
        "voter_id",
        Coalesce(F("left__merged_into__number"), F("left__number")),
        Coalesce(F("right__merged_into__number"), F("right__number")),
        "choice",
    )
    kept = [row for row in rows if row[1] != row[2] and {row[1], row[2]} <= standing]
    return sorted(row[1:] for row in kept), len({row[0] for row in kept})


def _shown(ranking: Ranking, numbers: list[int], people: int, never: int) -> RankingShown:
    rows = tuple(
        Ranked(
            number=numbers[item],
            strength=float(ranking.theta[item]),
            low=float(ranking.theta[item] - SURE * ranking.se[item]),
            high=float(ranking.theta[item] + SURE * ranking.se[item]),
            rank_low=int(ranking.rank_low[item]),
            rank_high=int(ranking.rank_high[item]),
            wins=int(ranking.wins[item]),
            losses=int(ranking.losses[item]),
        )
        for item in ranking.order.tolist()
    )
    return RankingShown(
        people=people,
        choices=ranking.choices,
        undecided=ranking.undecided,
        never=never,
        apart=sum(len(part) for part in ranking.components[1:]),
        rows=rows if people >= FEWEST_SHOWN else (),
    )
