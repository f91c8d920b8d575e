"""What marks add up to: who came how often, and who drifts away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from copractice.cohorts.models import Participant, Session
from copractice.cohorts.queries.people import was_there
from copractice.cohorts.states import Presence

RECENT = 6


@dataclass(frozen=True)
class Stay:
    """One participant's attendance; `recent` holds the last sessions, the oldest first, with "" for no mark.

    `came` counts out of `expected`: whoever was excused was not expected, and no mark is no absence.
    """

    participant: Participant
    came: int
    expected: int
    recent: list[str]
    drifts: bool

    @property
    def in_words(self) -> str:
        """Return the last sessions in words, the oldest first, for who does not see the signs."""
        said = [str(Presence(mark).label) if mark else _("not marked") for mark in self.recent]
        return ", ".join(said) or _("no session yet")


def drifts(newest_first: Sequence[str]) -> bool:
    """Say whether somebody missed the last two sessions at which they were expected."""
    expected = [mark for mark in newest_first if mark in {Presence.PRESENT, Presence.ABSENT}]
    return expected[:2] == [Presence.ABSENT, Presence.ABSENT]


def stay_of(participant: Participant, newest_first: Sequence[Session], marks: Mapping[int, str]) -> Stay:
    """Return the attendance of one participant over the sessions that fell into their stay."""
    there = [session for session in newest_first if was_there(participant, session)]
    said = [marks.get(session.pk, "") for session in there]
    came, missed = said.count(Presence.PRESENT), said.count(Presence.ABSENT)
    return Stay(participant, came, came + missed, said[:RECENT][::-1], drifts(said))


def percent_of(stays: Sequence[Stay]) -> int | None:
    """Return how many of a hundred expected places were taken; none before anything is marked."""
    expected = sum(stay.expected for stay in stays)
    return round(100 * sum(stay.came for stay in stays) / expected) if expected else None
