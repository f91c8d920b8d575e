"""What staff do with their community's outbox."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.rules import may_see_notices
from copractice.ledger.states import require
from copractice.notices.actions.sending import retry
from copractice.notices.models import Notice
from copractice.people.models import Person


@transaction.atomic
def retry_notice(*, community: Community, notice: Notice, actor: Person, now: datetime) -> Notice:
    """Queue a parked notice of this community again."""
    require(may_see_notices(actor, community, now), _("Only the community's staff can send a message again."))
    return retry(notice=notice, actor=actor, community_id=community.pk, now=now)
