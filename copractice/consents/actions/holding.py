"""The one row that every act about a young person's guardian waits for."""

from copractice.consents.models import BirthMonth


def hold_family(*, youth_id: int, community_id: int) -> None:
    """Let one act at a time change who answers for a young person, or what that guardian says."""
    BirthMonth.objects.select_for_update().filter(person_id=youth_id, community_id=community_id).first()
