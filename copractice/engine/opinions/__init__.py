"""Opinions: votes on statements become a map with groups, and lists of what unites and divides."""

from copractice.engine.opinions.polis import PolisMap, polis
from copractice.engine.opinions.robust import Group, OpinionMap, opinions
from copractice.engine.opinions.votes import Votes, gather

__all__ = ["Group", "OpinionMap", "PolisMap", "Votes", "gather", "opinions", "polis"]
