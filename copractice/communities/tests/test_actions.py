from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from copractice.communities import actions
from copractice.communities.actions import Conflict, Page
from copractice.communities.models import Membership, Role, Update
from copractice.communities.queries.memberships import roles_of
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World

PAGE = Page(
    name="Here again",
    headline={"en": "A headline"},
    lead={"en": "A lead", "es": "Una entrada"},
    about={"en": "About"},
    contact_email="ask@example.org",
    accent="#7C3F66",
)


def acts(world: World) -> list[str]:
    rows = LogEntry.objects.filter(community_id=world.here.community.pk).order_by("-seq")
    return list(rows.values_list("act", flat=True))


def test_a_coordinator_edits_the_page_and_the_log_keeps_it(world: World, now: datetime) -> None:
    coordinator = world.here.people["coordinator"]
    community = actions.edit_page(
        community=world.here.community, page=PAGE, revision=1, actor=coordinator, now=now
    )
    assert (community.name, community.lead, community.revision) == (
        "Here again",
        {"en": "A lead", "es": "Una entrada"},
        2,
    )
    entry = LogEntry.objects.filter(community_id=community.pk).latest("seq")
    assert (entry.act, entry.record, entry.record_id, entry.at, entry.actor_key) == (
        "community.edit",
        "communities.community",
        str(community.pk),
        now,
        coordinator.log_key,
    )


def test_a_page_that_someone_else_saved_meanwhile_is_not_overwritten(world: World, now: datetime) -> None:
    community = world.here.community
    actions.edit_page(community=community, page=PAGE, revision=1, actor=world.here.people["owner"], now=now)
    with pytest.raises(Conflict, match="nothing was saved"):
        actions.edit_page(
            community=community, page=PAGE, revision=1, actor=world.here.people["coordinator"], now=now
        )
    community.refresh_from_db()
    assert community.revision == 2


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER, Role.COORDINATOR}))
def test_only_staff_edit_the_page_and_post(world: World, now: datetime, role: Role) -> None:
    before = acts(world)
    person = world.here.people[role]
    with pytest.raises(Refused):
        actions.edit_page(community=world.here.community, page=PAGE, revision=1, actor=person, now=now)
    with pytest.raises(Refused):
        post(world, person, now, "9" * 32)
    with pytest.raises(Refused):
        actions.withdraw_update(update=world.here.update, actor=person, now=now)
    assert acts(world) == before


def test_staff_of_another_community_are_refused(world: World, now: datetime) -> None:
    outsider = world.there.people["owner"]
    with pytest.raises(Refused):
        post(world, outsider, now, "9" * 32)
    with pytest.raises(Refused):
        actions.withdraw_update(update=world.here.update, actor=outsider, now=now)
    with pytest.raises(Refused):
        give(world, outsider, now, Role.MEMBER)


def test_the_same_form_sent_twice_posts_once(world: World, now: datetime) -> None:
    coordinator = world.here.people["coordinator"]
    first = post(world, coordinator, now, "9" * 32)
    again = post(world, coordinator, now + timedelta(seconds=2), "9" * 32)
    assert again == first
    assert acts(world).count("update.post") == 3


def test_an_update_is_taken_back_once_and_kept(world: World, now: datetime) -> None:
    owner = world.here.people["owner"]
    actions.withdraw_update(update=world.here.update, actor=owner, now=now)
    kept = Update.objects.get(pk=world.here.update.pk)
    assert (kept.withdrawn_at, kept.body) == (now, {"en": "Body of here 1"})
    with pytest.raises(Refused, match="only once"):
        actions.withdraw_update(update=world.here.update, actor=owner, now=now)


def test_the_database_refuses_an_author_from_another_community(world: World, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="update_author_same_community"), transaction.atomic():
        Update.objects.create(
            community=world.here.community,
            author=world.there.memberships["coordinator"],
            title={"en": "x"},
            posted_at=now,
            form_key="9" * 32,
        )


def test_a_role_is_given_to_an_unknown_address_and_the_person_is_told(world: World, now: datetime) -> None:
    membership = give(world, world.here.people["coordinator"], now, Role.FACILITATOR)
    person = Person.objects.get(email="new@example.org")
    assert (membership.person, membership.sort_name) == (person, "nunez o'brien")
    assert roles_of(person, world.here.community, now) == {Role.FACILITATOR}
    assert roles_of(person, world.there.community, now) == frozenset()
    assert acts(world)[0] == "membership.give"
    notice = Notice.objects.get(address="new@example.org")
    assert (notice.address, notice.subject) == ("new@example.org", "You are Facilitator in Here")
    assert "Hello Núñez O'Brien," in notice.text


def test_an_address_in_other_letters_is_the_same_person(world: World, now: datetime) -> None:
    owner = world.here.people["owner"]
    give(world, owner, now, Role.FACILITATOR)
    give(world, owner, now, Role.EVALUATOR, email="NEW@Example.org")
    assert Person.objects.filter(email="new@example.org").count() == 1
    with pytest.raises(Refused, match="has this role already"):
        give(world, owner, now, Role.EVALUATOR)


def test_only_an_owner_gives_and_ends_the_owners_role(world: World, now: datetime) -> None:
    coordinator, owner = world.here.people["coordinator"], world.here.people["owner"]
    with pytest.raises(Refused, match="Only an owner"):
        give(world, coordinator, now, Role.OWNER)
    second = give(world, owner, now, Role.OWNER)
    with pytest.raises(Refused, match="Only an owner"):
        actions.end_role(membership=second, actor=coordinator, now=now)
    actions.end_role(membership=second, actor=owner, now=now)
    second.refresh_from_db()
    assert second.until == now


def test_a_community_keeps_an_owner(world: World, now: datetime) -> None:
    owner = world.here.people["owner"]
    with pytest.raises(Refused, match="needs an owner"):
        actions.end_role(membership=world.here.memberships["owner"], actor=owner, now=now)
    assert roles_of(owner, world.here.community, now) == {Role.OWNER}


def test_a_role_counts_from_its_first_instant_to_before_its_last(world: World, now: datetime) -> None:
    person, community = world.here.people["funder"], world.here.community
    membership = world.here.memberships["funder"]
    Membership.objects.filter(pk=membership.pk).update(since=now, until=now + timedelta(hours=1))
    moment = timedelta(microseconds=1)
    held = [
        roles_of(person, community, at)
        for at in (now - moment, now, now + timedelta(hours=1) - moment, now + timedelta(hours=1))
    ]
    assert held == [frozenset(), {Role.FUNDER}, {Role.FUNDER}, frozenset()]


def test_the_first_owner_gets_a_community_and_a_link_and_can_ask_for_another(db: None, now: datetime) -> None:
    first = actions.make_owner(email="Boss@example.org", plan=actions.Plan("Our practice"), now=now)
    again = actions.make_owner(email="boss@example.org", plan=actions.Plan("ignored"), now=now)
    assert first != again
    assert first.startswith("/invitation/")
    membership = Membership.objects.get()
    assert (membership.role, membership.community.name) == (Role.OWNER, "Our practice")
    assert membership.person.email == "boss@example.org"
    with pytest.raises(Refused, match="has an owner already"):
        actions.make_owner(email="other@example.org", plan=actions.Plan("x"), now=now)


def post(world: World, person: Person, now: datetime, form_key: str) -> Update:
    return actions.post_update(
        community=world.here.community,
        title={"en": "New"},
        body={"en": "Text"},
        form_key=form_key,
        actor=person,
        now=now,
    )


def give(
    world: World, actor: Person, now: datetime, role: Role, email: str = "new@example.org"
) -> Membership:
    return actions.give_role(
        community=world.here.community, email=email, name="Núñez O'Brien", role=role, actor=actor, now=now
    )
