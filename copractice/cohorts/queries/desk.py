"""What staff see of a cohort's seats: who sits there, who is asked, who left, and whose consent is missing."""

from collections import defaultdict
from dataclasses import dataclass

from copractice.cohorts.models import Cohort, Participant, Seat
from copractice.cohorts.queries.people import BY_ROLE


@dataclass(frozen=True)
class SeatRow:
    """A seat with the people in it, by role and name."""

    seat: Seat
    people: list[Participant]

    @property
    def here(self) -> list[Participant]:
        """Return who has not left."""
        return [row for row in self.people if row.until is None]


def seats_of(cohort: Cohort) -> list[SeatRow]:
    """Return the seats of a cohort with their people, in two queries; those who left come last."""
    people: dict[int | None, list[Participant]] = defaultdict(list)
    for row in Participant.objects.filter(cohort=cohort).order_by(BY_ROLE, "name", "pk"):
        people[row.seat_id].append(row)
    seats = Seat.objects.filter(cohort=cohort).select_related("organization", "umbrella", "community")
    ordered = sorted(seats, key=lambda seat: (seat.until is not None, seat.organization.sort_name, seat.pk))
    return [SeatRow(seat, people[seat.pk]) for seat in ordered]
