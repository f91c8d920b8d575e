"""Sample records of families: a youth under 18 with a guardian who is not checked yet, and asked consents."""

from datetime import date, datetime
from typing import Any

from copractice.communities.models import Community
from copractice.consents.actions.births import tell_birth_month
from copractice.consents.actions.guardians import name_guardian
from copractice.consents.models import Consent, Guardianship
from copractice.people.models import Person


def month_for_age(age: int, now: datetime) -> date:
    """Return a birth month by which somebody reached an age about half a year ago."""
    months = now.year * 12 + now.month - 1 - age * 12 - 7
    return date(months // 12, months % 12 + 1, 1)


def make_youth(community: Community, now: datetime, *, name: str = "youth", age: int = 16) -> Person:
    """Make a young person who told their birth month."""
    youth = Person.objects.create_user(f"{name}@{community.slug}.example.org")
    tell_birth_month(person=youth, community=community, month=month_for_age(age, now), now=now)
    return youth


def make_family(community: Community, now: datetime, *, name: str = "youth") -> dict[str, Any]:
    """Make a youth of 16 and the guardian they named."""
    youth = make_youth(community, now, name=name)
    guardianship = name_guardian(
        community=community,
        youth_name=f"Youth of {community.slug}",
        name=f"Guardian of {community.slug}",
        email=f"{name}-guardian@{community.slug}.example.org",
        actor=youth,
        now=now,
    )
    return {"youth": youth, "guardian": guardianship.guardian, "guardianship": guardianship}


def own_consent(person: Person, community: Community, purpose: str = "apply") -> Consent:
    """Return what a person is asked for themself."""
    return Consent.objects.get(person=person, community=community, guardianship__isnull=True, purpose=purpose)


def guardian_consent(guardianship: Guardianship, purpose: str = "apply") -> Consent:
    """Return what a guardian is asked."""
    return Consent.objects.get(guardianship=guardianship, purpose=purpose)
