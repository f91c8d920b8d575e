"""Past cohorts from a file: who began and who stayed; new names become organizations of the list."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.cohorts.files.past import COLUMNS, MOST, OTHERS, PastRow, read_past
from copractice.cohorts.models import Cohort, Participant, Seat, Session
from copractice.cohorts.states import CohortState
from copractice.communities.actions import import_steps as steps
from copractice.communities.files import Fault, gettext_noop, read_rows
from copractice.communities.files.tables import Row
from copractice.communities.models import (
    Community,
    Import,
    Organization,
    OrganizationKind,
    new_code,
    sort_key,
)
from copractice.communities.queries.imports import open_file
from copractice.communities.queries.organizations import local_day
from copractice.communities.states import ImportState
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require

KIND = "cohorts.past"
TITLE = gettext_noop("Past cohorts from a file")
LEFT = gettext_noop("A cohort of this name is known already: its rows are left out.")
TWICE = gettext_noop("This organization stands in this cohort twice: the second row is left out.")
DAYS = gettext_noop("other days than in the rows before of the same cohort")
ITSELF = gettext_noop("an organization is not its own umbrella")
BUILT_ON = gettext_noop("Something builds on these cohorts already. Nothing is undone.")


@dataclass(frozen=True)
class Plan:
    """What a file would do: rows by cohort, names that are new on the list, rows left out, and faults."""

    cohorts: dict[str, dict[str, PastRow]] = field(default_factory=dict)
    names: dict[str, tuple[str, OrganizationKind]] = field(default_factory=dict)
    doubles: list[steps.Double] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[PastRow]:
        """Return every row that would be written."""
        return [row for rows in self.cohorts.values() for row in rows.values()]


def check(*, import_id: int, now: datetime) -> None:
    """Read the whole file and report what it would do; nothing is written."""
    row = steps.at_work(import_id, ImportState.CHECKING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row)
        stayed = sum(not one.exit_reason for one in plan.rows)
        counts = [
            steps.Count(gettext_noop("Cohorts"), len(plan.cohorts)),
            steps.Count(gettext_noop("Organizations that began"), len(plan.rows)),
            steps.Count(gettext_noop("Organizations that completed"), stayed),
            steps.Count(gettext_noop("New on the list of organizations"), len(plan.names)),
            steps.Count(gettext_noop("Rows left out"), len(plan.doubles)),
        ]
        report = steps.Report(counts=counts, doubles=plan.doubles, faults=plan.faults)
        steps.finish_check(import_id=import_id, report=report, now=now)


def run(*, import_id: int, now: datetime) -> None:
    """Write what was checked, in one piece."""
    row = steps.at_work(import_id, ImportState.IMPORTING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row)
        require(not plan.faults, _("Something changed since the file was checked. Import it again."))
        _write(import_id, plan, now)


def undo(*, import_id: int, now: datetime) -> None:
    """Take back what the import wrote, if nothing was built on it."""
    with steps.told_if_it_fails(import_id=import_id, now=now):
        _take_back(import_id, now)


def _plan(row: Import) -> Plan:
    plan, community = Plan(), row.community
    known = {sort_key(title) for title in _titles(community)}
    listed = set(Organization.objects.filter(community=community).values_list("sort_name", flat=True))
    today = local_day(community, row.created_at)
    file, stream = open_file(row, "cohorts")
    for line in read_rows(file, stream, COLUMNS, others=OTHERS, most=MOST):
        read, faults = read_past(line, today)
        plan.faults.extend(faults)
        if read:
            _plan_row(line, read, plan, known, listed)
    return plan


def _titles(community: Community) -> list[str]:
    rows = Cohort.objects.filter(community=community).values_list("title", flat=True)
    return [text for title in rows for text in title.values()]


def _plan_row(line: Row, read: PastRow, plan: Plan, known: set[str], listed: set[str]) -> None:
    if read.key in known:
        plan.doubles.append(steps.Double(read.line, read.organization, read.cohort, LEFT))
        return
    rows = plan.cohorts.setdefault(read.key, {})
    name, umbrella = sort_key(read.organization), sort_key(read.umbrella)
    first = next(iter(rows.values()), read)
    if (first.starts_on, first.ends_on) != (read.starts_on, read.ends_on):
        plan.faults.append(line.fault("starts_on", DAYS))
    elif name == umbrella:
        plan.faults.append(line.fault("umbrella", ITSELF))
    elif name in rows:
        plan.doubles.append(steps.Double(read.line, read.organization, read.cohort, TWICE))
    else:
        rows[name] = read
        new = {name: (read.organization, OrganizationKind.EMPLOYER)}
        new |= {umbrella: (read.umbrella, OrganizationKind.UMBRELLA)} if umbrella else {}
        plan.names.update({key: what for key, what in new.items() if key not in listed | set(plan.names)})


@transaction.atomic
def _write(import_id: int, plan: Plan, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.IMPORTING)
    if row is None:
        return
    community = Community.objects.select_for_update().get(pk=row.community_id)
    listed = set(Organization.objects.filter(community=community).values_list("sort_name", flat=True))
    new = Organization.objects.bulk_create(
        Organization(community=community, name=name, sort_name=key, kinds=[kind], created_at=now)
        for key, (name, kind) in plan.names.items()
        if key not in listed
    )
    ids = dict(Organization.objects.filter(community=community).values_list("sort_name", "pk"))
    made = Cohort.objects.bulk_create(
        _cohort(next(iter(rows.values())), community, now) for rows in plan.cohorts.values()
    )
    seats = Seat.objects.bulk_create(
        _seat(one, cohort, ids)
        for cohort, rows in zip(made, plan.cohorts.values(), strict=True)
        for one in rows.values()
    )
    written = {
        "organizations": [one.pk for one in new],
        "cohorts": [one.pk for one in made],
        "seats": [one.pk for one in seats],
    }
    for cohort in made:
        record(row.made_by.person, "cohort.import", cohort, community_id=community.pk, at=now)
    steps.finish_run(row=row, written=written, result_path=reverse("cohorts", args=[community.slug]), now=now)


def _cohort(read: PastRow, community: Community, now: datetime) -> Cohort:
    return Cohort(
        community=community,
        title={community.languages[0]: read.cohort},
        state=CohortState.COMPLETED,
        starts_on=read.starts_on,
        ends_on=read.ends_on,
        form_key=new_code().ljust(32, "0"),
        created_at=now,
    )


def _seat(read: PastRow, cohort: Cohort, ids: dict[str, int]) -> Seat:
    return Seat(
        community_id=cohort.community_id,
        cohort=cohort,
        organization_id=ids[sort_key(read.organization)],
        umbrella_id=ids[sort_key(read.umbrella)] if read.umbrella else None,
        since=read.starts_on,
        until=read.left_on,
        exit_reason=read.exit_reason,
    )


@transaction.atomic
def _take_back(import_id: int, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.UNDOING)
    if row is None:
        return
    Community.objects.select_for_update().get(pk=row.community_id)
    cohorts = Cohort.objects.select_for_update().filter(pk__in=row.written["cohorts"])
    seats = Seat.objects.filter(cohort__in=cohorts)
    organizations = Organization.objects.filter(pk__in=row.written["organizations"])
    touched = (
        cohorts.exclude(revision=1, state=CohortState.COMPLETED).exists()
        or seats.exclude(pk__in=row.written["seats"]).exists()
        or organizations.filter(revision__gt=1).exists()
        or any(model.objects.filter(cohort__in=cohorts).exists() for model in (Participant, Session))
    )
    require(not touched, BUILT_ON)
    try:
        seats.delete()
        cohorts.delete()
        organizations.delete()
    except ProtectedError as error:
        raise Refused(BUILT_ON) from error
    steps.finish_undo(row=row, now=now)
