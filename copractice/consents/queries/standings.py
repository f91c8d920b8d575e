"""Whose yes stands: derived at each read, so that a yes taken back acts at the next request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from copractice.communities.models import Community
from copractice.consents.models import Consent
from copractice.consents.queries.births import minors_among
from copractice.consents.queries.guardianships import held_among, live
from copractice.consents.states import ConsentState, Need, Purpose
from copractice.people.models import Person


@dataclass(frozen=True)
class Family:
    """What is missing before a person's purpose is allowed, and whether somebody answers for them."""

    needs: tuple[Need, ...]
    has_guardian: bool


def standing(person: Person, community: Community, purpose: str, now: datetime) -> bool:
    """Return whether a purpose is allowed now: own yes, and under 18 also the verified guardian's."""
    return person.pk in standing_many([person.pk], community, purpose, now)


def standing_many(people: Iterable[int], community: Community, purpose: str, now: datetime) -> set[int]:
    """Return the ids of those people for whom a purpose is allowed now; in three queries for any number."""
    wanted = set(people)
    young = minors_among(wanted, community, now)
    counted = live(now).filter(community=community, youth__in=young, verified_at__isnull=False)
    verified = set(counted.values_list("pk", flat=True))
    yes = _last_words_yes(wanted, community, purpose)
    own = {person for person, guardianship in yes if guardianship is None}
    guardians = {person for person, guardianship in yes if guardianship in verified}
    return own & ((wanted - young) | guardians)


def needs(
    person: Person, community: Community, now: datetime, purpose: str = Purpose.APPLY
) -> tuple[Need, ...]:
    """Return what is missing before a purpose is allowed, in the order in which it is done."""
    return families_of([person.pk], community, now, purpose)[person.pk].needs


def families_of(
    people: Iterable[int], community: Community, now: datetime, purpose: str = Purpose.APPLY
) -> dict[int, Family]:
    """Return what is missing for each of those people, and whether they have a guardian, by their ids.

    In three queries for any number of people.
    """
    wanted = set(people)
    said = _last_words_yes(wanted, community, purpose)
    young = minors_among(wanted, community, now)
    held = held_among(young, community, now)
    yes: dict[int, set[int | None]] = {person: set() for person in wanted}
    for person, guardianship in said:
        yes[person].add(guardianship)
    return {
        person: Family(_missing(yes[person], held.get(person), is_young=person in young), person in held)
        for person in wanted
    }


def _missing(
    yes: set[int | None], guardianship: tuple[int, bool] | None, *, is_young: bool
) -> tuple[Need, ...]:
    missing = () if None in yes else (Need.OWN_YES,)
    if not is_young:
        return missing
    if guardianship is None:
        return (*missing, Need.GUARDIAN)
    held, is_checked = guardianship
    asked = () if held in yes else (Need.GUARDIAN_YES,)
    return (*missing, *asked, *(() if is_checked else (Need.VERIFICATION,)))


def _last_words_yes(people: set[int], community: Community, purpose: str) -> set[tuple[int, int | None]]:
    """Return person and guardianship wherever the last answer is yes; for one's own the second is None."""
    rows = Consent.objects.filter(community=community, purpose=purpose, person__in=people)
    answered = rows.exclude(state=ConsentState.ASKED)
    last = answered.order_by("person", "guardianship", "-answered_at", "-pk").distinct(
        "person", "guardianship"
    )
    found = last.values_list("person_id", "guardianship_id", "state")
    return {(person, guardianship) for person, guardianship, state in found if state == ConsentState.GIVEN}
