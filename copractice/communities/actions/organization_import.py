"""Organizations from a file: known names stay as they are, new ones are added, their umbrellas tied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.communities.actions import import_steps as steps
from copractice.communities.analysis.names import by_word, know, resembling
from copractice.communities.analysis.ties import Tie, by_lower, closes_a_ring, ties_of
from copractice.communities.files import Fault, gettext_noop, read_rows
from copractice.communities.files.organizations import (
    COLUMNS,
    MOST,
    OTHERS,
    OrganizationRow,
    read_organization,
)
from copractice.communities.files.tables import Row
from copractice.communities.models import (
    Community,
    Import,
    Organization,
    OrganizationKind,
    OrganizationLink,
)
from copractice.communities.queries.imports import open_file
from copractice.communities.states import ImportState
from copractice.ledger.states import Refused, require

KIND = "communities.organizations"
TITLE = gettext_noop("Organizations from a file")
READ = gettext_noop("Rows read")
COMPARED = gettext_noop("Names compared")
STEP = 500
LEFT = gettext_noop("Known by this name already: stays as it is.")
TWICE = gettext_noop("Stands in the file twice: the second row is left out.")
ALIKE = gettext_noop("A similar name: added as a new one. Take the row out if it is the same.")
BUILT_ON = gettext_noop(
    "Some of these organizations were changed since, or something builds on them. Nothing is undone."
)


@dataclass(frozen=True)
class Plan:
    """What a file would do: rows to add, ties to lay, rows that may be known, and faults."""

    new: dict[str, OrganizationRow] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    doubles: list[steps.Double] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check(*, import_id: int, now: datetime) -> None:
    """Read the whole file and report what it would do; nothing is written."""
    row = steps.at_work(import_id, ImportState.CHECKING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row)
        doubles = [*plan.doubles, *_compare(row, plan)]
        counts = [
            steps.Count(gettext_noop("New organizations"), len(plan.new)),
            steps.Count(gettext_noop("New ties to umbrellas"), len(plan.ties)),
            steps.Count(gettext_noop("Rows left out"), len(plan.doubles)),
        ]
        doubles.sort(key=lambda double: double.line)
        report = steps.Report(counts=counts, doubles=doubles, faults=plan.faults)
        steps.finish_check(import_id=import_id, report=report, now=now)


def run(*, import_id: int, now: datetime) -> None:
    """Write what was checked, in one piece; a name added by hand meanwhile stays as it is."""
    row = steps.at_work(import_id, ImportState.IMPORTING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row)
        require(not plan.faults, _("Something changed since the file was checked. Import it again."))
        _write(import_id, plan, now)


def undo(*, import_id: int, now: datetime) -> None:
    """Take back what the import wrote, if nobody changed it and nothing was built on it."""
    with steps.told_if_it_fails(import_id=import_id, now=now):
        _take_back(import_id, now)


def _plan(row: Import) -> Plan:
    known = _known(row.community)
    file, stream = open_file(row, "organizations")
    plan = Plan()
    total = sum(1 for _line in stream)
    stream.seek(0)
    for count, line in enumerate(read_rows(file, stream, COLUMNS, others=OTHERS, most=MOST), start=1):
        _plan_row(line, plan, known)
        if count % STEP == 0:
            steps.set_progress(import_id=row.pk, done=count, total=total, phrase=READ)
    if not plan.faults:
        _plan_ties(plan, row.community, file)
    return plan


def _plan_row(line: Row, plan: Plan, known: Mapping[str, Organization]) -> None:
    read, faults = read_organization(line)
    plan.faults.extend(faults)
    if faults:
        return
    if read.key in known:
        plan.doubles.append(_double(read, known[read.key], LEFT))
    elif read.key in plan.new:
        plan.doubles.append(steps.Double(read.line, read.name, plan.new[read.key].name, TWICE))
    else:
        plan.new[read.key] = read


def _compare(row: Import, plan: Plan) -> list[steps.Double]:
    """Return the new rows whose name resembles a known one or one that stands before it in the file."""
    known = _known(row.community)
    words, found = by_word(known), []
    for count, (key, read) in enumerate(plan.new.items(), start=1):
        alike = resembling(key, words)
        if alike in known:
            found.append(_double(read, known[alike], ALIKE))
        elif alike:
            found.append(steps.Double(read.line, read.name, plan.new[alike].name, ALIKE))
        know(key, words)
        if count % STEP == 0:
            steps.set_progress(import_id=row.pk, done=count, total=len(plan.new), phrase=COMPARED)
    return found


def _known(community: Community) -> dict[str, Organization]:
    rows = Organization.objects.filter(community=community).select_related("community")
    return {row.sort_name: row for row in rows}


def _double(read: OrganizationRow, known: Organization, fate: str) -> steps.Double:
    return steps.Double(read.line, read.name, known.name, fate, known.get_absolute_url())


def _plan_ties(plan: Plan, community: Community, file: str) -> None:
    umbrellas = _umbrellas(plan.new.values(), community)
    known = by_lower(ties_of(community))
    for row in plan.new.values():
        if not row.umbrella or row.umbrella_since is None:
            continue
        tie = Tie(row.key, row.umbrella, row.umbrella_since)
        sentence = ""
        if row.umbrella not in umbrellas:
            sentence = gettext_noop("no umbrella of this name is on the list or in the file")
        elif closes_a_ring(tie, known):
            sentence = gettext_noop("this umbrella would stand under itself")
        if sentence:
            plan.faults.append(Fault(sentence, {}, file, row.line, "umbrella"))
        else:
            plan.ties.append(tie)
            known.setdefault(tie.lower, []).append(tie)


def _umbrellas(new: Iterable[OrganizationRow], community: Community) -> set[str]:
    rows = Organization.objects.filter(community=community, kinds__contains=[OrganizationKind.UMBRELLA])
    in_file = {row.key for row in new if OrganizationKind.UMBRELLA in row.kinds}
    return set(rows.values_list("sort_name", flat=True)) | in_file


@transaction.atomic
def _write(import_id: int, plan: Plan, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.IMPORTING)
    if row is None:
        return
    community = Community.objects.select_for_update().get(pk=row.community_id)
    known = set(Organization.objects.filter(community=community).values_list("sort_name", flat=True))
    new = [_organization(read, community, now) for key, read in plan.new.items() if key not in known]
    Organization.objects.bulk_create(new, batch_size=1000)
    ids = dict(Organization.objects.filter(community=community).values_list("sort_name", "pk"))
    added = {organization.sort_name for organization in new}
    links = [
        OrganizationLink(
            community=community,
            organization_id=ids[tie.lower],
            umbrella_id=ids[tie.upper],
            since=tie.since,
        )
        for tie in plan.ties
        if tie.lower in added
    ]
    OrganizationLink.objects.bulk_create(links, batch_size=1000)
    written = {"organizations": [item.pk for item in new], "links": [item.pk for item in links]}
    steps.finish_run(
        row=row, written=written, result_path=reverse("organizations", args=[community.slug]), now=now
    )


def _organization(read: OrganizationRow, community: Community, now: datetime) -> Organization:
    return Organization(
        community=community,
        name=read.name,
        sort_name=read.key,
        kinds=[kind.value for kind in read.kinds],
        city=read.city,
        county=read.county,
        website=read.website,
        created_at=now,
    )


@transaction.atomic
def _take_back(import_id: int, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.UNDOING)
    if row is None:
        return
    Community.objects.select_for_update().get(pk=row.community_id)
    mine = Organization.objects.filter(pk__in=row.written["organizations"])
    links = OrganizationLink.objects.filter(pk__in=row.written["links"])
    others = OrganizationLink.objects.filter(organization__in=mine).exclude(pk__in=links.values("pk"))
    untouched = not (
        mine.filter(revision__gt=1).exists() or links.filter(until__isnull=False).exists() or others.exists()
    )
    require(untouched, BUILT_ON)
    try:
        links.delete()
        mine.delete()
    except ProtectedError as error:
        raise Refused(BUILT_ON) from error
    steps.finish_undo(row=row, now=now)
