"""Who is a minor, who answers for them, and whose yes stands; every read of this package begins here."""

from copractice.consents.queries.births import is_minor, minors_among
from copractice.consents.queries.guardianships import guardianship_of, guardianships_of, needs_guardian
from copractice.consents.queries.standings import Family, families_of, needs, standing, standing_many

__all__ = [
    "Family",
    "families_of",
    "guardianship_of",
    "guardianships_of",
    "is_minor",
    "minors_among",
    "needs",
    "needs_guardian",
    "standing",
    "standing_many",
]
