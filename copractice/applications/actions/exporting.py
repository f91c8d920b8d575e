"""Handing the staff a call's applications as a table; that it was done, and whose answers it holds, is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.analysis.export_table import Table, table_of
from copractice.calls.models import Call
from copractice.communities.rules import may_run
from copractice.ledger.actions import record, see
from copractice.ledger.states import require
from copractice.people.models import Person


@transaction.atomic
def export(*, call: Call, actor: Person, now: datetime) -> Table:
    """Return the table that the actor may read; each young person whose answers it holds can see that."""
    require(may_run(actor, call.community, now), _("Only the community's staff can export applications."))
    table = table_of(call, actor, now)
    for part in table.youth:
        see(actor, part, community_id=call.community_id, at=now)
    record(actor, "applications.export", call, community_id=call.community_id, at=now)
    return table
