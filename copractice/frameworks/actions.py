"""Adopting a framework, aligning a record to an item, and taking an alignment back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.queries.memberships import author_membership
from copractice.frameworks.files import items_of, shipped
from copractice.frameworks.models import Alignment, Framework, FrameworkItem, Strength
from copractice.frameworks.queries import label_of
from copractice.frameworks.rules import may_adopt_framework, may_align
from copractice.ledger.actions import record as log
from copractice.ledger.states import require
from copractice.people.models import Person

# Label of a kind of record → the records of that kind that a person may read. The package that owns the
# records hands it in, so frameworks know none of the packages that come after them.
Gates = Mapping[str, Callable[[Person], QuerySet[Any]]]


@transaction.atomic
def adopt_framework(*, community: Community, key: str, actor: Person, now: datetime) -> Framework:
    """Copy a framework that comes with Copractice into a community."""
    require(
        may_adopt_framework(actor, community, now), _("Only the community's staff can adopt a framework.")
    )
    require(key in shipped(), _("There is no such framework. Choose one from the list."))
    Community.objects.select_for_update().get(pk=community.pk)
    held = Framework.objects.filter(community=community, key=key)
    require(not held.exists(), _("This community has adopted this framework already."))
    source = shipped()[key]
    framework = Framework.objects.create(
        community=community,
        key=key,
        name=source.name,
        note=source.note,
        adopted_by=author_membership(actor, community, now),
        adopted_at=now,
    )
    _copy_items(framework)
    log(actor, "framework.adopt", framework, community_id=community.pk, at=now)
    return framework


@transaction.atomic
def align(
    *,
    record: Model,
    item: FrameworkItem,
    strength: Strength,
    rationale: Mapping[str, str],
    gates: Gates,
    actor: Person,
    now: datetime,
) -> Alignment:
    """Say that a record serves an item; said again, the new strength and reason stand.

    Raises `ValueError` for a kind of record that the caller's table does not know.
    """
    label = label_of(record)
    if label not in gates:
        raise ValueError(f"{label} is not in the table of records that can be aligned")
    community = Community.objects.select_for_update().get(pk=item.community_id)
    require(may_align(actor, community, now), _("Only the community's staff can align its records."))
    theirs = gates[label](actor).filter(pk=record.pk, community=community)
    require(theirs.exists(), _("This record is not one of this community."))
    alignment, _is_new = Alignment.objects.update_or_create(
        community=community,
        item=item,
        record=label,
        record_id=record.pk,
        defaults={
            "strength": strength,
            "rationale": dict(rationale),
            "made_by": author_membership(actor, community, now),
            "made_at": now,
        },
    )
    log(actor, "alignment.make", alignment, community_id=community.pk, at=now)
    return alignment


@transaction.atomic
def take_back_alignment(*, alignment: Alignment, actor: Person, now: datetime) -> None:
    """Delete an alignment; the log keeps that it was made and taken back."""
    community = Community.objects.select_for_update().get(pk=alignment.community_id)
    alignment = Alignment.objects.select_for_update().get(pk=alignment.pk)
    require(may_align(actor, community, now), _("Only the community's staff can align its records."))
    log(actor, "alignment.take_back", alignment, community_id=community.pk, at=now)
    alignment.delete()


def _copy_items(framework: Framework) -> None:
    source = items_of(shipped()[framework.key])
    items = [
        FrameworkItem(
            community=framework.community,
            framework=framework,
            position=position,
            ref=item.ref,
            kind=item.kind,
            title=item.title,
            scale=item.scale,
            source_url=item.source_url,
            verified=item.verified,
            note=item.note,
        )
        for position, item in enumerate(source)
    ]
    FrameworkItem.objects.bulk_create(items)
    for item, read in zip(items, source, strict=True):
        item.parent = items[read.parent] if read.parent is not None else None
    FrameworkItem.objects.bulk_update(items, ["parent"])
