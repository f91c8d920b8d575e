"""Who may sign in."""

from copractice.people.models import Person


def may_sign_in(person: Person | None) -> bool:
    """Only an active person comes in."""
    return person is not None and person.is_active
