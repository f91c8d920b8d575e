"""Imports: read by the staff of their community, without the files' content."""

from datetime import datetime
from io import BytesIO
from typing import IO

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from copractice.communities.models import Community, Import, ImportFile, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Import]:
    """Return the imports of the communities that a person runs, the newest first."""
    if not person.is_authenticated:
        return Import.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    rows = Import.objects.filter(community__in=runs.values("community"))
    return rows.select_related("community", "made_by").order_by("-created_at", "-pk")


def of_community(person: Person | AnonymousUser, community: Community, now: datetime) -> QuerySet[Import]:
    """Return the imports of one community that a person may read."""
    return visible_to(person, now).filter(community=community)


def with_file_names(rows: QuerySet[Import]) -> QuerySet[Import]:
    """Return the same imports with their files at hand, without what the files hold."""
    files = ImportFile.objects.defer("content").order_by("pk")
    return rows.prefetch_related(Prefetch("files", queryset=files))


def files_of(row: Import) -> QuerySet[ImportFile]:
    """Return the files of an import by name, without their content."""
    return ImportFile.objects.filter(of=row).defer("content").order_by("pk")


def open_file(row: Import, role: str) -> tuple[str, IO[bytes]]:
    """Return the name and the content of one file, to be read in a task."""
    file = ImportFile.objects.get(of=row, role=role)
    return file.name, BytesIO(bytes(file.content))
