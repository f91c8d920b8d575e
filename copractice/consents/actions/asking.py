"""Asking for a yes: to apply first, the other purposes once that was answered."""

from datetime import datetime

from django.db import transaction

from copractice.communities.models import Community
from copractice.consents.files import LATEST
from copractice.consents.models import Consent, Guardianship
from copractice.consents.states import Purpose
from copractice.people.models import Person

FIRST = (Purpose.APPLY,)
LATER = tuple(purpose for purpose in Purpose if purpose not in FIRST)


@transaction.atomic
def ask_own(
    *, person: Person, community: Community, now: datetime, purposes: tuple[Purpose, ...] = FIRST
) -> None:
    """Ask a person for their own yes, once for each purpose; a question is no act, its answer is."""
    Consent.objects.bulk_create(
        [
            Consent(
                community=community,
                person=person,
                giver=person,
                purpose=purpose,
                text_version=LATEST,
                language=person.language,
                asked_at=now,
            )
            for purpose in purposes
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def ask_guardian(*, guardianship: Guardianship, now: datetime, purposes: tuple[Purpose, ...] = FIRST) -> None:
    """Ask a guardian for a yes for the young person, once for each purpose."""
    Consent.objects.bulk_create(
        [
            Consent(
                community_id=guardianship.community_id,
                person_id=guardianship.youth_id,
                giver_id=guardianship.guardian_id,
                guardianship=guardianship,
                purpose=purpose,
                text_version=LATEST,
                language=guardianship.guardian.language,
                asked_at=now,
            )
            for purpose in purposes
        ],
        ignore_conflicts=True,
    )
