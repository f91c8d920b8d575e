"""The cohorts on a community's page: how many began, how many completed, and the report that answers for it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from copractice.cohorts.models import Cohort
from copractice.cohorts.queries import cohorts
from copractice.communities.models import Community
from copractice.impact.models import Report
from copractice.impact.queries import reports

PUBLIC = AnonymousUser()


@dataclass(frozen=True)
class CohortCard:
    """A cohort that everybody may read of, with its published report if there is one."""

    cohort: Cohort
    report: Report | None


def cards_of(community: Community, now: datetime) -> list[CohortCard]:
    """Return the public cohorts of a community in the order in which they began."""
    published = {report.cohort_id: report for report in reports.of_community(PUBLIC, community, now)}
    rows = cohorts.counted(cohorts.of_community(PUBLIC, community, now)).order_by("starts_on", "pk")
    return [CohortCard(cohort, published.get(cohort.pk)) for cohort in rows]
