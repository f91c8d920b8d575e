"""The demo's organizations: ten institutions and four umbrellas from a file, their ties, and who is in them.

Every name is made up and says so; people are role labels. Frameworks are real, with their sources.
"""

from datetime import datetime, timedelta

from copractice.communities import actions
from copractice.communities.actions import imports, organization_import
from copractice.communities.models import (
    AffiliationRole,
    Community,
    Membership,
    Organization,
    OrganizationKind,
    Role,
)
from copractice.frameworks.actions import adopt_framework
from copractice.people.actions.persons import make_person
from copractice.people.models import Person

# name, kinds, city, county, umbrella, days ago since when
STEM = [
    ("Example Museums Alliance", "umbrella", "St. Louis", "", "", 0),
    ("Example Regional Health System", "umbrella; employer", "Clayton", "St. Louis County", "", 0),
    ("Example Youth Works Network", "umbrella; youth_serving", "St. Louis", "", "", 0),
    ("Example Library Federation", "umbrella", "Ferguson", "St. Louis County", "", 0),
    ("Example Riverbend Science Center", "employer", "St. Louis", "", "Example Museums Alliance", 2400),
    ("Example Prairie Botanic Lab", "employer", "St. Louis", "", "Example Museums Alliance", 1900),
    ("Example Gateway Makerspace", "employer", "St. Louis", "", "Example Youth Works Network", 1300),
    (
        "Example Confluence Health Tech",
        "employer",
        "Creve Coeur",
        "St. Louis County",
        "Example Regional Health System",
        900,
    ),
    (
        "Example Bluff City Robotics Club",
        "employer; youth_serving",
        "Alton",
        "Madison County",
        "Example Youth Works Network",
        1100,
    ),
    ("Example Northside Data Studio", "employer", "St. Louis", "", "Example Youth Works Network", 820),
    (
        "Example Meramec Field Station",
        "employer",
        "Eureka",
        "St. Louis County",
        "Example Museums Alliance",
        2050,
    ),
    ("Example Arch Street Library Lab", "employer", "St. Louis", "", "Example Library Federation", 1600),
    ("Example Delmar Design Works", "employer", "University City", "St. Louis County", "", 0),
    ("Example Cahokia Energy Co-op", "employer", "Cahokia Heights", "St. Clair County", "", 0),
]
# label, role in the organization, organization, days ago since when
PEOPLE = [
    *[
        (f"Leader {number:02}", AffiliationRole.LEADER, name, 600 - 11 * number)
        for number, (name, *_rest) in enumerate(STEM[4:], start=1)
    ],
    *[
        (f"Umbrella lead {number:02}", AffiliationRole.UMBRELLA_LEAD, name, 640 - 7 * number)
        for number, (name, *_rest) in enumerate(STEM[:4], start=1)
    ],
    ("Supervisor 01", AffiliationRole.SUPERVISOR, "Example Riverbend Science Center", 420),
    ("Supervisor 02", AffiliationRole.SUPERVISOR, "Example Regional Health System", 410),
    ("Executive 01", AffiliationRole.EXECUTIVE, "Example Riverbend Science Center", 510),
    ("Executive 02", AffiliationRole.EXECUTIVE, "Example Museums Alliance", 505),
    ("Youth 01", AffiliationRole.EMPLOYED_YOUTH, "Example Riverbend Science Center", 190),
    ("Youth 02", AffiliationRole.EMPLOYED_YOUTH, "Example Gateway Makerspace", 170),
    ("Youth 03", AffiliationRole.EMPLOYED_YOUTH, "Example Confluence Health Tech", 160),
]
WITH_A_PRINTED_CODE = {"Youth 03"}
MAKERS = ["Example Long Bench Workshop", "Example Prairie Tool Library"]


def tell(*, now: datetime) -> None:
    """Fill both communities, the larger one from a file; nothing of one is seen in the other."""
    stem = Community.objects.get(slug="demo-stem")
    coordinator = Person.objects.get(email="coordinator-01@example.org")
    _import_organizations(stem, coordinator, now)
    _tie(stem, coordinator, now)
    for label, role, name, days in PEOPLE:
        _place(stem, label, role, name, actor=coordinator, now=now - timedelta(days=days))
    for key in ("ferguson-calls-to-action", "stl-2030-jobs-plan"):
        adopt_framework(community=stem, key=key, actor=coordinator, now=now - timedelta(days=1090))
    _tell_makers(now)


def _import_organizations(stem: Community, coordinator: Person, now: datetime) -> None:
    then = now - timedelta(days=1100)
    lines = ["name,kind,city,county,umbrella,umbrella_since"]
    for name, kinds, city, county, umbrella, days in STEM:
        since = f"{now - timedelta(days=days):%Y-%m-%d}" if umbrella else ""
        lines.append(",".join([name, kinds, city, county, umbrella, since]))
    row = imports.start_import(
        community=stem,
        kind=organization_import.KIND,
        title=organization_import.TITLE,
        files=[imports.Given("organizations", "organizations.csv", "\n".join(lines).encode())],
        context={},
        form_path=f"/c/{stem.slug}/organizations/import/",
        form_key="1" * 32,
        actor=coordinator,
        now=then,
    )
    organization_import.check(import_id=row.pk, now=then)
    row = imports.confirm_import(row=row, actor=coordinator, now=then + timedelta(minutes=9))
    organization_import.run(import_id=row.pk, now=then + timedelta(minutes=10))


def _tie(stem: Community, coordinator: Person, now: datetime) -> None:
    """Lay ties with a history: one that moved, one that ended, and one organization under two umbrellas."""
    ties = [
        ("Example Delmar Design Works", "Example Museums Alliance", 1500, 400),
        ("Example Delmar Design Works", "Example Youth Works Network", 400, None),
        ("Example Cahokia Energy Co-op", "Example Youth Works Network", 980, 120),
        ("Example Arch Street Library Lab", "Example Youth Works Network", 500, None),
    ]
    for name, umbrella, since, until in ties:
        actions.link_umbrella(
            organization=_organization(stem, name),
            umbrella=_organization(stem, umbrella),
            since=(now - timedelta(days=since)).date(),
            until=(now - timedelta(days=until)).date() if until else None,
            actor=coordinator,
            now=now - timedelta(days=until or since - 100),
        )


def _place(
    community: Community, label: str, role: AffiliationRole, name: str, *, actor: Person, now: datetime
) -> None:
    address = f"{label.lower().replace(' ', '-')}@example.org"
    person = make_person(
        email=None if label in WITH_A_PRINTED_CODE else address,
        actor=actor,
        now=now,
        time_zone="America/Chicago",
    )
    membership: Membership = actions.add_membership(
        person=person, community=community, role=Role.MEMBER, name=label, actor=actor, now=now
    )
    actions.affiliate(
        organization=_organization(community, name),
        membership=membership,
        role=role,
        since=now.date(),
        actor=actor,
        now=now,
    )


def _tell_makers(now: datetime) -> None:
    makers = Community.objects.get(slug="demo-makers")
    coordinator = Person.objects.get(email="coordinator-51@example.org")
    then = now - timedelta(days=70)
    for name in MAKERS:
        facts = actions.Facts(name, [OrganizationKind.EMPLOYER], city="Springfield")
        actions.add_organization(community=makers, facts=facts, actor=coordinator, now=then)
    for key in ("ngss-practices", "naf-internships"):
        adopt_framework(community=makers, key=key, actor=coordinator, now=then)


def _organization(community: Community, name: str) -> Organization:
    return Organization.objects.get(community=community, name=name)
