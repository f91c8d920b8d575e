"""Codes that are typed: printed for who has no address, or read out when mail is dead; each signs in once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.ledger.actions import record
from copractice.ledger.models import SITE
from copractice.ledger.states import Refused, require
from copractice.people.models import Person, SignInCode, new_typed_code
from copractice.people.queries import code_hash, open_codes
from copractice.people.rules import may_sign_in

PRINTED_LASTS = timedelta(days=60)
READ_OUT_LASTS = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_A_DAY = 5


@transaction.atomic
def make_code(
    *, person: Person, is_printed: bool, actor: Person, now: datetime, community_id: int = SITE
) -> str:
    """Make the one code that a person has, voiding older ones, and return it: two groups of four.

    Printed it lasts 60 days, read out an hour. It is shown this once; only a keyed hash is kept. Whether the
    actor may, and that the account is no staff account, is asked by the caller's own action.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(may_sign_in(person), _("This person cannot sign in. Activate the person first."))
    made_today = SignInCode.objects.filter(person=person, made_at__gt=now - A_DAY).count()
    require(made_today < MOST_A_DAY, _("Five codes were made for this person today. Go on tomorrow."))
    SignInCode.objects.filter(
        person=person, spent_at__isnull=True, made_at__lt=now, expires_at__gt=now
    ).update(expires_at=now)
    letters = new_typed_code()
    lasts = PRINTED_LASTS if is_printed else READ_OUT_LASTS
    code = SignInCode.objects.create(
        person=person,
        code_hash=code_hash(letters),
        is_printed=is_printed,
        made_at=now,
        expires_at=now + lasts,
    )
    record(actor, "sign_in_code.make", code, community_id=community_id, at=now)
    return f"{letters[:4]}-{letters[4:]}".upper()


@transaction.atomic
def spend_code(*, typed: str, now: datetime) -> SignInCode:
    """Use up a code and return it with the person it signs in; wrong, used and expired are refused alike."""
    code = open_codes(typed, now).select_related("person").select_for_update(of=("self",)).first()
    if code is None:
        raise Refused(_("This code does not work. It may be mistyped, used already or too old."))
    code.spent_at = now
    code.save(update_fields=["spent_at"])
    record(code.person, "sign_in_code.spend", code, community_id=SITE, at=now)
    return code


@transaction.atomic
def forget_codes(*, now: datetime) -> int:
    """Delete codes that were used or expired more than a month ago; returns how many."""
    rows = SignInCode.objects.filter(expires_at__lt=now - timedelta(days=30))
    return rows.delete()[0]
