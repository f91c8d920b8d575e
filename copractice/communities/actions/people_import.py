"""People from a file: each gets a role, and a place in an organization; who has the role stays as they are.

The report tells only what this community knows: whether an address has a role elsewhere on the site shows
nowhere. Every role is given by the same action as by hand, so the log holds each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.communities.actions import import_steps as steps
from copractice.communities.actions.members import add_membership
from copractice.communities.actions.ties import affiliate
from copractice.communities.files import Fault, gettext_noop, read_rows
from copractice.communities.files.people import COLUMNS, MOST, OTHERS, PersonRow, read_person
from copractice.communities.files.tables import Row
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    Community,
    Import,
    Membership,
    Organization,
    OrganizationKind,
    Role,
    sort_key,
)
from copractice.communities.queries.imports import open_file
from copractice.communities.queries.organizations import local_day
from copractice.communities.rules import may_give_role
from copractice.communities.states import ImportState
from copractice.ledger.states import Refused, require
from copractice.notices.actions import send_notice, take_back
from copractice.people.actions.persons import make_person
from copractice.people.models import Person

KIND = "communities.people"
TITLE = gettext_noop("People from a file")
READ = gettext_noop("Rows read")
STEP = 200
LEFT = gettext_noop("Has this role already: stays as it is.")
TWICE = gettext_noop("The same address and role stand in the file twice: the second row is left out.")
NAMESAKE = gettext_noop("The same name with another address: added. Take the row out if it is one person.")
BUILT_ON = gettext_noop(
    "Someone of this import signed in, or a role or place was ended or built on since. Nothing is undone."
)


@dataclass(frozen=True)
class Plan:
    """What a file would do: roles to give by address and role, rows that may be known, and faults."""

    new: dict[tuple[str, str], PersonRow] = field(default_factory=dict)
    doubles: list[steps.Double] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What a community knows before the file is read."""

    by_role: Mapping[tuple[str, str], Membership]
    by_name: Mapping[str, Membership]
    organizations: Mapping[str, Organization]
    may_give: frozenset[str]


def check(*, import_id: int, now: datetime) -> None:
    """Read the whole file and report what it would do; nothing is written."""
    row = steps.at_work(import_id, ImportState.CHECKING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row, now)
        places = sum(bool(read.organization) for read in plan.new.values())
        mails = len(plan.new) if row.context["tell"] else 0
        counts = [
            steps.Count(gettext_noop("New roles"), len(plan.new)),
            steps.Count(gettext_noop("New places in organizations"), places),
            steps.Count(gettext_noop("E-mails"), mails),
            steps.Count(gettext_noop("Rows left out"), sum(d.sentence != NAMESAKE for d in plan.doubles)),
        ]
        report = steps.Report(counts=counts, doubles=plan.doubles, faults=plan.faults)
        steps.finish_check(import_id=import_id, report=report, now=now)


def run(*, import_id: int, now: datetime) -> None:
    """Give what was checked, in one piece; a role given by hand meanwhile stays as it is."""
    row = steps.at_work(import_id, ImportState.IMPORTING)
    if row is None:
        return
    with steps.told_if_it_fails(import_id=import_id, now=now):
        plan = _plan(row, now)
        require(not plan.faults, _("Something changed since the file was checked. Import it again."))
        _write(import_id, plan, now)


def undo(*, import_id: int, now: datetime) -> None:
    """Take back the roles and places of the import, and persons whom only it made."""
    with steps.told_if_it_fails(import_id=import_id, now=now):
        _take_back(import_id, now)


def _plan(row: Import, now: datetime) -> Plan:
    known, plan = _known(row, now), Plan()
    file, stream = open_file(row, "people")
    total = sum(1 for _line in stream)
    stream.seek(0)
    for count, line in enumerate(read_rows(file, stream, COLUMNS, others=OTHERS, most=MOST), start=1):
        _plan_row(line, plan, known)
        if count % STEP == 0:
            steps.set_progress(import_id=row.pk, done=count, total=total, phrase=READ)
    return plan


def _known(row: Import, now: datetime) -> Known:
    memberships = Membership.objects.filter(community=row.community).select_related("person", "community")
    organizations = Organization.objects.filter(community=row.community)
    actor = row.made_by.person
    held = [item for item in memberships if item.until is None]
    return Known(
        by_role={(item.person.email or "", item.role): item for item in held},
        by_name={item.sort_name: item for item in memberships},
        organizations={item.sort_name: item for item in organizations},
        may_give=frozenset(role.value for role in Role if may_give_role(actor, row.community, role, now)),
    )


def _plan_row(line: Row, plan: Plan, known: Known) -> None:
    read, faults = read_person(line)
    faults += _impossible(line, read, known)
    plan.faults.extend(faults)
    key = (read.email, read.role.value)
    if faults:
        return
    if key in known.by_role:
        held = known.by_role[key]
        plan.doubles.append(steps.Double(read.line, _said(read), held.name, LEFT, held.get_absolute_url()))
    elif key in plan.new:
        plan.doubles.append(steps.Double(read.line, _said(read), _said(plan.new[key]), TWICE))
    else:
        namesake = known.by_name.get(sort_key(read.name))
        if namesake and namesake.person.email != read.email:
            path = namesake.get_absolute_url()
            plan.doubles.append(steps.Double(read.line, _said(read), namesake.name, NAMESAKE, path))
        plan.new[key] = read


def _said(read: PersonRow) -> str:
    return f"{read.name}, {read.email}"


def _impossible(line: Row, read: PersonRow, known: Known) -> list[Fault]:
    faults = []
    if read.role.value not in known.may_give:
        sentence = gettext_noop("only an owner of the community can give this role")
        faults.append(line.fault("role", sentence))
    organization = known.organizations.get(read.organization)
    if read.organization and organization is None:
        sentence = gettext_noop("no organization of this name is on the list; import the organizations first")
        faults.append(line.fault("organization", sentence))
    is_lead = read.organization_role is AffiliationRole.UMBRELLA_LEAD
    if organization and is_lead and OrganizationKind.UMBRELLA not in organization.kinds:
        faults.append(
            line.fault(
                "organization_role", gettext_noop("only an umbrella organization has an umbrella lead")
            )
        )
    return faults


@transaction.atomic
def _write(import_id: int, plan: Plan, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.IMPORTING)
    if row is None:
        return
    community = Community.objects.select_for_update().get(pk=row.community_id)
    organizations = {item.sort_name: item for item in Organization.objects.filter(community=community)}
    written: dict[str, list[int]] = {"persons": [], "memberships": [], "affiliations": [], "notices": []}
    for read in plan.new.values():
        person, is_new = _person(read.email, community, row.made_by.person, now)
        if is_new:
            written["persons"].append(person.pk)
        membership = _membership(read, person, community, row, now)
        if membership is None:
            continue
        written["memberships"].append(membership.pk)
        written["notices"] += _tell(membership, row, now)
        if read.organization and read.organization_role:
            place = affiliate(
                organization=organizations[read.organization],
                membership=membership,
                role=read.organization_role,
                since=read.since or local_day(community, now),
                actor=row.made_by.person,
                now=now,
            )
            written["affiliations"].append(place.pk)
    steps.finish_run(row=row, written=written, result_path=reverse("people", args=[community.slug]), now=now)


def _person(email: str, community: Community, actor: Person, now: datetime) -> tuple[Person, bool]:
    known = Person.objects.filter(email=email).first()
    if known:
        return known, False
    language = community.languages[0]
    return make_person(email=email, actor=actor, now=now, language=language), True


def _membership(
    read: PersonRow, person: Person, community: Community, row: Import, now: datetime
) -> Membership | None:
    held = Membership.objects.filter(community=community, person=person, role=read.role, until__isnull=True)
    if held.exists():
        return None
    return add_membership(
        person=person, community=community, role=read.role, name=read.name, actor=row.made_by.person, now=now
    )


def _tell(membership: Membership, row: Import, now: datetime) -> list[int]:
    """Write to a person about their new role, if staff chose so, and return the notice's number."""
    if not row.context["tell"]:
        return []
    person, community_id = membership.person, membership.community_id
    notices = send_notice("role_given", to=person, about=membership, community_id=community_id, now=now)
    return [notice.pk for notice in notices]


@transaction.atomic
def _take_back(import_id: int, now: datetime) -> None:
    row = steps.locked(import_id, ImportState.UNDOING)
    if row is None:
        return
    Community.objects.select_for_update().get(pk=row.community_id)
    memberships = Membership.objects.filter(pk__in=row.written["memberships"])
    places = Affiliation.objects.filter(pk__in=row.written["affiliations"])
    persons = Person.objects.filter(pk__in=row.written["persons"])
    untouched = not (
        memberships.filter(until__isnull=False).exists()
        or places.filter(until__isnull=False).exists()
        or persons.filter(last_login__isnull=False).exists()
    )
    require(untouched, BUILT_ON)
    take_back(notice_ids=row.written.get("notices", []))
    try:
        places.delete()
        memberships.delete()
        persons.exclude(pk__in=Membership.objects.values("person")).delete()
    except ProtectedError as error:
        raise Refused(BUILT_ON) from error
    steps.finish_undo(row=row, now=now)
