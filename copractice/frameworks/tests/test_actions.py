from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from copractice.communities.models import Role
from copractice.communities.queries import updates
from copractice.frameworks.actions import Gates, adopt_framework, align, take_back_alignment
from copractice.frameworks.models import Alignment, Framework, FrameworkItem, Strength
from copractice.frameworks.queries import (
    alignments_by_record,
    alignments_of,
    alignments_to,
    items_of,
    of_community,
    tree_of,
)
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World

GATES: Gates = {"communities.update": updates.visible_to}


def adopt(world: World, now: datetime, key: str, who: str = "coordinator") -> Framework:
    return adopt_framework(community=world.here.community, key=key, actor=world.here.people[who], now=now)


def item_of(framework: Framework, position: int = 0) -> FrameworkItem:
    return framework.items.get(position=position)


def say(world: World, now: datetime, item: FrameworkItem, who: Person | None = None) -> Alignment:
    return align(
        record=world.here.update,
        item=item,
        strength=Strength.DIRECT,
        rationale={"en": "Because"},
        gates=GATES,
        actor=who or world.here.people["coordinator"],
        now=now,
    )


def acts(world: World) -> list[str]:
    rows = LogEntry.objects.filter(community_id=world.here.community.pk).order_by("-seq")
    return list(rows.values_list("act", flat=True))


def test_a_community_adopts_its_own_copy_with_sources(world: World, now: datetime) -> None:
    framework = adopt(world, now, "ferguson-calls-to-action")
    call = FrameworkItem.objects.get(framework=framework, ref="FC-YAC-01")
    assert (framework.name, framework.items.count(), acts(world)[0]) == (
        "Ferguson Commission: Calls to Action",
        63,
        "framework.adopt",
    )
    assert (call.title, call.verified, call.parent.ref) == (
        "End Hunger for Children and Families",
        True,
        "FC-YAC",
    )
    assert call.source_url == "https://forwardthroughferguson.org/calls-to-action/childhood-and-family-hunger"
    assert [branch.item.ref for branch in tree_of(framework)] == ["FC-JFA", "FC-YAC", "FC-OTT", "FC-REQ"]
    counts = of_community(AnonymousUser(), world.here.community).get(pk=framework.pk)
    assert (counts.item_count, counts.verified_count) == (63, 62)


def test_a_framework_is_adopted_once_and_must_be_known(world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="already"):
        adopt(world, now, "kirkpatrick")
    with pytest.raises(Refused, match="no such framework"):
        adopt(world, now, "../../etc/passwd")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER, Role.COORDINATOR}))
def test_only_staff_adopt_and_align(world: World, now: datetime, role: Role) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        adopt(world, now, "naf-internships", who=role)
    alignment = say(world, now, item_of(world.here.framework))
    with pytest.raises(Refused, match="Only the community's staff"):
        say(world, now, item_of(world.here.framework), world.here.people[role])
    with pytest.raises(Refused, match="Only the community's staff"):
        take_back_alignment(alignment=alignment, actor=world.here.people[role], now=now)
    assert list(Alignment.objects.filter(record="communities.update")) == [alignment]


def test_a_record_is_aligned_and_read_back_from_both_ends(world: World, now: datetime) -> None:
    item = item_of(world.here.framework, 2)
    alignment = say(world, now, item)
    assert (alignment.record, alignment.record_id, alignment.made_by) == (
        "communities.update",
        world.here.update.pk,
        world.here.memberships["coordinator"],
    )
    assert list(alignments_of(world.here.update)) == [alignment]
    assert list(alignments_of(world.there.update)) == []
    assert [row.record_id for row in alignments_to(item, "communities.update")] == [world.here.update.pk]
    assert alignments_by_record([world.here.update, world.here.withdrawn]) == {
        world.here.update.pk: [alignment],
        world.here.withdrawn.pk: [],
    }
    assert alignments_by_record([]) == {}
    assert acts(world)[0] == "alignment.make"


def test_said_again_the_new_strength_and_reason_stand(world: World, now: datetime) -> None:
    item = item_of(world.here.framework)
    first = say(world, now, item)
    again = align(
        record=world.here.update,
        item=item,
        strength=Strength.RELATED,
        rationale={"es": "Porque"},
        gates=GATES,
        actor=world.here.people["owner"],
        now=now,
    )
    assert (again.pk, again.strength, again.rationale) == (first.pk, "related", {"es": "Porque"})


def test_a_record_out_of_sight_or_of_another_community_is_refused(world: World, now: datetime) -> None:
    def try_to_align(record: object, item: FrameworkItem, actor: Person) -> None:
        with pytest.raises(Refused):
            align(
                record=record,
                item=item,
                strength=Strength.DIRECT,
                rationale={},
                gates=GATES,
                actor=actor,
                now=now,
            )

    coordinator, item = world.here.people["coordinator"], item_of(world.here.framework)
    try_to_align(world.there.update, item, coordinator)
    try_to_align(world.here.withdrawn, item, coordinator)
    try_to_align(world.here.update, item_of(world.there.framework), coordinator)
    try_to_align(world.here.update, item, world.there.people["owner"])
    assert not Alignment.objects.filter(record="communities.update").exists()


def test_a_kind_of_record_that_the_caller_did_not_name_is_a_fault_of_the_caller(
    world: World, now: datetime
) -> None:
    with pytest.raises(ValueError, match="is not in the table"):
        align(
            record=world.stranger,
            item=item_of(world.here.framework),
            strength=Strength.DIRECT,
            rationale={},
            gates=GATES,
            actor=world.here.people["owner"],
            now=now,
        )


def test_an_alignment_is_taken_back_and_the_log_keeps_both(world: World, now: datetime) -> None:
    alignment = say(world, now, item_of(world.here.framework))
    take_back_alignment(alignment=alignment, actor=world.here.people["owner"], now=now)
    assert (list(alignments_of(world.here.update)), acts(world)[:2]) == (
        [],
        ["alignment.take_back", "alignment.make"],
    )


def test_the_database_refuses_items_and_alignments_across_communities(world: World, now: datetime) -> None:
    item = item_of(world.there.framework)
    with pytest.raises(IntegrityError, match="alignment_item_same_community"), transaction.atomic():
        Alignment.objects.create(
            community=world.here.community,
            item=item,
            record="communities.update",
            record_id=1,
            strength="direct",
            made_by=world.here.memberships["owner"],
            made_at=now,
        )


def test_a_large_tree_is_read_in_one_query(world: World, now: datetime) -> None:
    framework = adopt(world, now, "ferguson-calls-to-action")
    with CaptureQueriesContext(connection) as queries:
        tree = tree_of(framework)
    assert (len(queries), sum(1 + len(branch.parts) for branch in tree)) == (1, 63)


def test_items_to_choose_from_are_those_of_the_community(world: World) -> None:
    rows = items_of(world.here.people["member"], world.here.community)
    assert {item.framework for item in rows} == {world.here.framework}
