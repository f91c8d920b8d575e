"""Pairs: a ranking with its uncertainty from choices between two items."""

from copractice.engine.ranking.fit import Fit, fit, update
from copractice.engine.ranking.next_pair import NextPair, next_pair
from copractice.engine.ranking.rank import Ranking, rank, ranking_of

__all__ = ["Fit", "NextPair", "Ranking", "fit", "next_pair", "rank", "ranking_of", "update"]
