"""Holding a cohort for the length of an act, and the refusals that acts share."""

from datetime import datetime

from django.utils.translation import gettext as _

from copractice.cohorts.models import Cohort
from copractice.cohorts.rules import is_on
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.rules import may_run
from copractice.ledger.states import Refused, require
from copractice.people.models import Person


class Conflict(Refused):
    """Somebody else saved first."""


def conflicting() -> str:
    """Return what is said when somebody else saved first."""
    return _("Somebody else saved this meanwhile. Open the page again and enter your change there.")


def held(cohort: Cohort) -> Cohort:
    """Return a cohort with its row locked."""
    rows = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("community", "call")
    return rows.get(pk=cohort.pk)


def held_by_staff(cohort: Cohort, actor: Person, now: datetime) -> Cohort:
    """Return a cohort at work or planned to a member of the staff, with its row locked."""
    cohort = held(cohort)
    require(may_run(actor, cohort.community, now), _("Only the community's staff can do this."))
    require_on(cohort)
    return cohort


def require_on(cohort: Cohort) -> None:
    """Refuse what a cohort that is over takes no more."""
    require(is_on(cohort), _("This cohort is over. Reopen it first, or leave it as it is."))


def meeting_member(person: Person, community: Community, now: datetime) -> Membership:
    """Return the membership in whose name somebody facilitates: as facilitator first, else as staff."""
    rows = Membership.objects.filter(
        current(now), person=person, community=community, role__in=[*STAFF, Role.FACILITATOR]
    )
    found = sorted(rows, key=lambda row: (row.role != Role.FACILITATOR, row.since, row.pk))
    if not found:
        raise Refused(_("Only facilitators and staff can do this."))
    return found[0]
