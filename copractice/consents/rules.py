"""Who may name, check and end a guardian, who may answer for whom, and who may come in by a code."""

from datetime import date, datetime

from django.db.models import Q

from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.rules import Visitor, may_run
from copractice.consents.models import BirthMonth, Consent, Guardianship
from copractice.consents.queries.births import is_minor
from copractice.consents.queries.guardianships import guardianship_of, live
from copractice.consents.states import ConsentState
from copractice.people.models import Person


def may_see_family(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff read guardianships; each look at one is kept."""
    return may_run(person, community, now)


def may_name_guardian(person: Person, community: Community, now: datetime) -> bool:
    """Whoever is under 18 names a guardian, and another one as long as the first has not answered."""
    if not is_minor(person, community, now):
        return False
    held = guardianship_of(person, community, now)
    return held is None or (held.verified_at is None and not _has_answered(held))


def may_correct_birth_month(person: Person, row: BirthMonth, month: date, now: datetime) -> bool:
    """Who told it may become younger by a correction; older only by staff, and never in their own family."""
    if person.pk == row.person_id:
        return month >= row.month
    ward = Guardianship.objects.filter(youth=row.person_id, guardian=person, community=row.community_id)
    return may_run(person, row.community, now) and not ward.exists()


def may_verify(person: Person, guardianship: Guardianship, now: datetime) -> bool:
    """Staff check a guardian that holds; never their own guardianship, and a minor is nobody's guardian."""
    return (
        may_run(person, guardianship.community, now)
        and person.pk not in (guardianship.guardian_id, guardianship.youth_id)
        and live(now).filter(pk=guardianship.pk).exists()
        and not is_minor(guardianship.guardian, guardianship.community, now)
    )


def may_end(person: Person, guardianship: Guardianship, now: datetime) -> bool:
    """The guardian may stop, and staff may end it; the young person may not."""
    holds = live(now).filter(pk=guardianship.pk).exists()
    mine = person.pk == guardianship.guardian_id
    staff = person.pk != guardianship.youth_id and may_run(person, guardianship.community, now)
    return holds and (mine or staff)


def may_record_paper(person: Person, consent: Consent, now: datetime) -> bool:
    """Staff write down a signed paper, but none about themselves."""
    return person.pk not in (consent.giver_id, consent.person_id) and may_run(person, consent.community, now)


def may_answer(person: Person, consent: Consent, now: datetime) -> bool:
    """Who is asked answers; a guardian as long as the guardianship holds."""
    if person.pk != consent.giver_id:
        return False
    return consent.guardianship_id is None or live(now).filter(pk=consent.guardianship_id).exists()


def may_come_in_by_code(person: Person, now: datetime) -> bool:
    """A typed code or an invitation never opens the account of whoever runs a community, in any community."""
    runs = Membership.objects.filter(current(now), person=person, role__in=STAFF)
    return person.is_active and not runs.exists()


def may_issue_code(actor: Person, person: Person, community: Community, now: datetime) -> bool:
    """Staff hand a code to who runs no community and belongs to no other one; never to themselves."""
    theirs = Membership.objects.filter(current(now), person=person).exclude(community=community)
    family = Q(guardian=person) | Q(youth=person)
    elsewhere = Guardianship.objects.filter(family).exclude(community=community)
    return (
        actor.pk != person.pk
        and may_run(actor, community, now)
        and may_come_in_by_code(person, now)
        and not theirs.exists()
        and not elsewhere.exists()
    )


def _has_answered(guardianship: Guardianship) -> bool:
    return guardianship.consents.exclude(state=ConsentState.ASKED).exists()
