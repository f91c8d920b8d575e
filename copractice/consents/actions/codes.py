"""Codes for people of a community who cannot be reached by mail; never for an account that runs a community."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.consents.rules import may_come_in_by_code, may_issue_code
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.actions.codes import make_code, spend_code
from copractice.people.models import Person, SignInCode


@transaction.atomic
def issue_code(*, person: Person, community: Community, actor: Person, now: datetime) -> str:
    """Make a code that staff hand over, and return it to be shown once.

    It is printed, for 60 days, for who has no address; for who has one it is read out, and lasts an hour.
    That the person belongs to the community's records is the caller's part: fetch through its gate.
    """
    require(
        may_issue_code(actor, person, community, now),
        _(
            "No code can be made for this account: it is your own, belongs to somebody who runs a community, "
            "or takes part in another community too. Mail opens it."
        ),
    )
    return make_code(
        person=person, is_printed=not person.email, actor=actor, now=now, community_id=community.pk
    )


@transaction.atomic
def come_in(*, typed: str, now: datetime) -> SignInCode:
    """Use up a typed code and return whom it signs in; of a code that was read out, the person is told.

    Somebody who runs a community by now is refused in the words for a wrong code, and the code stays unspent.
    """
    code = spend_code(typed=typed, now=now)
    require(
        may_come_in_by_code(code.person, now),
        _("This code does not work. It may be mistyped, used already or too old."),
    )
    if not code.is_printed:
        send_notice("code_read_out", to=code.person, now=now)
    return code
