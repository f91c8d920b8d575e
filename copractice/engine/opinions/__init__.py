"""Opinions: votes on statements become a map with groups, and lists of what unites and divides."""

from copractice.engine.opinions.alignment import align
from copractice.engine.opinions.live import add_vote, refresh
from copractice.engine.opinions.next_statements import NextStatement, next_statements
from copractice.engine.opinions.polis import PolisMap, polis
from copractice.engine.opinions.robust import Group, OpinionMap, opinions
from copractice.engine.opinions.votes import Votes, gather

__all__ = [
    "Group",
    "NextStatement",
    "OpinionMap",
    "PolisMap",
    "Votes",
    "add_vote",
    "align",
    "gather",
    "next_statements",
    "opinions",
    "polis",
    "refresh",
]
