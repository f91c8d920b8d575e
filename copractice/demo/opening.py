"""The demo's first chapter: two communities, their people, a public page, updates, and real public history."""

from datetime import datetime, timedelta

from copractice.communities import actions
from copractice.communities.models import Community, History, Role
from copractice.demo.texts import FACTS, MAKERS_PAGE, MAKERS_UPDATES, STEM_PAGE, STEM_UPDATES, Words
from copractice.people.actions.persons import make_person
from copractice.people.models import Person

# Role labels instead of names: the demo has no person who could be taken for a real one.
STEM_PEOPLE = [
    ("Owner 01", Role.OWNER),
    ("Coordinator 01", Role.COORDINATOR),
    ("Facilitator 01", Role.FACILITATOR),
    ("Reviewer 01", Role.REVIEWER),
    ("Evaluator 01", Role.EVALUATOR),
    ("Safeguarding lead 01", Role.SAFEGUARDING_LEAD),
    ("Funder 01", Role.FUNDER),
    ("Member 01", Role.MEMBER),
    ("Member 02", Role.MEMBER),
]
MAKERS_PEOPLE = [
    ("Owner 51", Role.OWNER),
    ("Coordinator 51", Role.COORDINATOR),
    ("Member 51", Role.MEMBER),
]


def tell(*, now: datetime) -> None:
    """Open both communities, the larger one three years ago, and let their staff write."""
    stem = _open("demo-stem", "Demo STEM Ecosystem", STEM_PEOPLE, opened=now - timedelta(days=1160))
    _write(stem, STEM_PAGE, STEM_UPDATES, by=_person("Coordinator 01"), now=now)
    facts = [
        History(figure=figure, sentence=sentence, source_name=name, source_url=url)
        for figure, sentence, name, url in FACTS
    ]
    actions.add_history(community=stem, facts=facts, now=now - timedelta(days=1159))
    makers = _open("demo-makers", "Demo Prairie Makers", MAKERS_PEOPLE, opened=now - timedelta(days=90))
    _write(makers, MAKERS_PAGE, MAKERS_UPDATES, by=_person("Coordinator 51"), now=now)
    # One person in two roles: the coordinator also reviews.
    actions.give_role(
        community=stem,
        email=_address("Coordinator 01"),
        name="Coordinator 01",
        role=Role.REVIEWER,
        actor=_person("Owner 01"),
        now=now - timedelta(days=30),
    )


def _open(slug: str, name: str, people: list[tuple[str, Role]], *, opened: datetime) -> Community:
    community = actions.open_community(
        slug=slug,
        name=name,
        time_zone="America/Chicago",
        languages=["en", "es"],
        actor=None,
        now=opened,
    )
    for day, (label, role) in enumerate(people, start=1):
        person = make_person(email=_address(label), actor=None, now=opened, time_zone="America/Chicago")
        actions.add_membership(
            person=person,
            community=community,
            role=role,
            name=label,
            actor=None,
            now=opened + timedelta(days=day),
        )
    return community


def _write(
    community: Community,
    page: actions.Page,
    updates: list[tuple[int, Words, Words]],
    *,
    by: Person,
    now: datetime,
) -> None:
    actions.edit_page(
        community=community,
        page=page,
        revision=community.revision,
        actor=by,
        now=now - timedelta(days=80),
    )
    for days_ago, title, body in updates:
        actions.post_update(
            community=community,
            title=title,
            body=body,
            form_key=f"{days_ago:032d}",
            actor=by,
            now=now - timedelta(days=days_ago),
        )


def _address(label: str) -> str:
    return f"{label.lower().replace(' ', '-')}@example.org"


def _person(label: str) -> Person:
    return Person.objects.get(email=_address(label))
