"""Posting an update and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community, Update
from copractice.communities.queries.memberships import author_membership
from copractice.communities.rules import may_post_update, may_withdraw_update
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@transaction.atomic
def post_update(
    *,
    community: Community,
    title: Mapping[str, str],
    body: Mapping[str, str],
    form_key: str,
    actor: Person,
    now: datetime,
) -> Update:
    """Post a dated notice on the public page; the same form sent twice posts once."""
    require(may_post_update(actor, community, now), _("Only the community's staff can post an update."))
    Community.objects.select_for_update().get(pk=community.pk)
    update, is_new = Update.objects.get_or_create(
        community=community,
        form_key=form_key,
        defaults={
            "author": author_membership(actor, community, now),
            "title": dict(title),
            "body": dict(body),
            "posted_at": now,
        },
    )
    if is_new:
        record(actor, "update.post", update, community_id=community.pk, at=now)
    return update


@transaction.atomic
def withdraw_update(*, update: Update, actor: Person, now: datetime) -> Update:
    """Take an update off the public page; it is kept, and read by nobody."""
    update = Update.objects.select_for_update(of=("self",)).select_related("community").get(pk=update.pk)
    require(
        may_withdraw_update(actor, update, now),
        _("Only the community's staff can take back an update, and only once."),
    )
    update.withdrawn_at = now
    update.save(update_fields=["withdrawn_at"])
    record(actor, "update.withdraw", update, community_id=update.community_id, at=now)
    return update
