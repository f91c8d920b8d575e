"""The board of a cohort of 300 participants, the check of a release with its PDF, and its public page.

Run in a process of its own by `bench/pages.py`, which sets up Django first. Rows are written straight into the
tables; the check is the very action that the worker runs.
"""

from datetime import date, datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.convening import _page, _timed
from copractice.cohorts.models import Cohort
from copractice.cohorts.states import ParticipantRole
from copractice.impact.actions import releasing
from copractice.impact.tests import cohorts
from copractice.impact.tests.cohorts import YOUTH
from tests.world import Place, make_place

SEATS, LEADERS, YOUNG = 30, 180, 120  # 300 participants


def measure() -> dict[str, float]:
    """Return the seconds of the board, of the slowest of three checks with its PDF, and of the page for a visitor."""
    now = timezone.now() - timedelta(days=1)
    place = make_place("advice", now)
    cohort = _cohort(place, now)
    client = Client()
    client.force_login(place.people["facilitator"])
    board = _page(client, reverse("cohort_recommendations", args=["advice", cohort.code]))
    report = cohorts.write_report(cohort, place.memberships["coordinator"], now)
    checks = [_check(place, report, now) for _again in range(3)]
    release = report.releases.order_by("number").first()
    releasing.publish(release=release, actor=place.people["coordinator"], now=timezone.now())
    return {
        "advice_board": board,
        "release": max(checks),
        "report": _page(Client(), report.get_absolute_url()),
    }


def _cohort(place: Place, now: datetime) -> Cohort:
    by = place.memberships["facilitator"]
    cohort = cohorts.make_cohort(by, now, seats=SEATS, sessions=20)
    leaders = cohorts.take_in(cohort, ParticipantRole.LEADER, LEADERS)
    young = cohorts.take_in(cohort, YOUTH, YOUNG, born=date(2006, 5, 1))
    cohorts.mark([*leaders, *young], by, came=17, absent=2, excused=1)
    for n, author in enumerate([*leaders, *young]):
        more = {"state": "in_practice", "evidence": n % 6 == 0} if n % 3 else {}
        cohorts.advise(author, now, answer="adopted" if n % 3 else "", **more)
    return cohort


def _check(place: Place, report: object, now: datetime) -> float:
    release = releasing.freeze(report=report, actor=place.people["coordinator"], now=now)
    return _timed(lambda: releasing.check(release_id=release.pk, now=now))
