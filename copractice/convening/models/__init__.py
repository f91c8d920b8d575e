"""The records of a convening: the room and its voters, what they said, and what came of it."""

from copractice.convening.models.convenings import (
    MOST_DOTS,
    MOST_SEATS,
    ROOM_ALPHABET,
    ROOM_CODE_LENGTH,
    Convening,
    Voter,
    new_room_code,
)
from copractice.convening.models.results import Analysis, Priority, PrioritySource
from copractice.convening.models.said import CarriedVote, Dot, Pair, Statement, Vote

__all__ = [
    "MOST_DOTS",
    "MOST_SEATS",
    "ROOM_ALPHABET",
    "ROOM_CODE_LENGTH",
    "Analysis",
    "CarriedVote",
    "Convening",
    "Dot",
    "Pair",
    "Priority",
    "PrioritySource",
    "Statement",
    "Vote",
    "Voter",
    "new_room_code",
]
