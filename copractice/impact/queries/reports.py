"""Reports and releases: everybody reads what is published, their writers the rest; and what a check has to know."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from copractice.calls.models import Call
from copractice.cohorts.models import Cohort
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.impact.models import Figure, Release, Report
from copractice.impact.states import ReleaseState
from copractice.people.models import Person

Reader = Person | AnonymousUser
WRITERS = (*STAFF, Role.EVALUATOR)
AT_HAND = (
    "community",
    "report__community",
    "report__cohort__community",
    "report__cohort__call__community",
    "frozen_by",
    "published_by",
)
CHECK = "impact.check"  # the task that checks a frozen release
WAITING = ("todo", "doing")  # how a task stands that is still to be done
OUT = (ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN)


def written_by(person: Reader, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which a person writes reports."""
    if not person.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(current(now), person_id=person.pk, role__in=WRITERS)


def visible_to(person: Reader, now: datetime) -> QuerySet[Report]:
    """Return the reports that a person may know of: those with a published release, and all that one writes."""
    published = Release.objects.filter(report=OuterRef("pk"), state=ReleaseState.PUBLISHED)
    seen = Q(Exists(published)) | Q(community__in=written_by(person, now).values("community"))
    rows = Report.objects.filter(seen).select_related("community", "cohort__community")
    return rows.order_by("-created_at", "-pk")


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Report]:
    """Return the reports of one community that a person may know of, the newest first."""
    return visible_to(person, now).filter(community=community)


def releases_visible_to(person: Reader, now: datetime) -> QuerySet[Release]:
    """Return the releases that a person may read: published ones, and all of communities whose reports one writes."""
    seen = Q(state=ReleaseState.PUBLISHED) | Q(community__in=written_by(person, now).values("community"))
    rows = Release.objects.filter(seen).select_related(*AT_HAND)
    return rows.defer("snapshot").order_by("-number", "-pk")


def check_failed(release: Release) -> bool:
    """Say whether a frozen release was not checked and nothing in the background is going to do it."""
    if release.state != ReleaseState.DRAFT or release.sha256:
        return False
    jobs = ProcrastinateJob.objects.filter(task_name=CHECK, args={"release_id": release.pk})
    return not jobs.filter(status__in=WAITING).exists()


def releases_of(report: Report, person: Reader, now: datetime) -> QuerySet[Release]:
    """Return a report's releases that a person may read, the newest first."""
    return releases_visible_to(person, now).filter(report=report)


def published_of(report: Report) -> Release | None:
    """Return the release that the public reads: the newest published one."""
    rows = Release.objects.filter(report=report, state=ReleaseState.PUBLISHED)
    rows = rows.select_related(*AT_HAND)
    return rows.defer("snapshot").order_by("-number").first()


def series_before(release: Release) -> QuerySet[Release]:
    """Return what was published of the same cohort, in order; withdrawn ones too, for their bytes are out."""
    rows = Release.objects.filter(report__cohort=release.report.cohort_id, state__in=OUT)
    return rows.exclude(pk=release.pk).order_by("published_at", "pk")


def rosters_elsewhere(cohort: Cohort) -> list[dict[str, Any]]:
    """Return the frozen rosters of other cohorts' published releases in the community."""
    rows = Release.objects.filter(community=cohort.community_id, state__in=OUT)
    rows = rows.exclude(report__cohort=cohort)
    return list(rows.values_list("snapshot__young", flat=True))


def latest_in(community: Community, call: Call | None = None) -> Release | None:
    """Return the newest published release of a community, or of the cohort of one call, for its line."""
    rows = Release.objects.filter(community=community, state=ReleaseState.PUBLISHED)
    if call:
        rows = rows.filter(report__cohort__call=call)
    rows = rows.select_related("community", "report__community", "report__cohort")
    return rows.order_by("-published_at", "-pk").first()


def figures_visible_to(person: Reader, now: datetime) -> QuerySet[Figure]:
    """Return the figures of the releases that a person may read, in the order of the release."""
    rows = Figure.objects.filter(release__in=releases_visible_to(person, now).order_by().values("pk"))
    return rows.select_related(
        "community", "observation", "release__community", "release__report__community"
    ).order_by("-release__published_at", "pk")


def to_publish(person: Person, now: datetime) -> QuerySet[Release]:
    """Return the checked releases that wait for a person's word, where they are staff."""
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    rows = Release.objects.filter(state=ReleaseState.CHECKED, community__in=runs.values("community"))
    newer = Release.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    return rows.exclude(Exists(newer)).select_related("community", "report").defer("snapshot").order_by("pk")


def all_releases() -> QuerySet[Release]:
    """Return every release that was checked, in the order of publishing, for who makes them again."""
    rows = Release.objects.exclude(sha256="").select_related("community", "report__cohort__community")
    return rows.order_by("pk")
