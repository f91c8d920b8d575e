"""Answering a question for all, and taking the answer back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import only_staff, written
from copractice.calls.models import Call, Faq
from copractice.calls.rules import may_write
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@transaction.atomic
def post_faq(
    *,
    call: Call,
    question: Mapping[str, str],
    answer: Mapping[str, str],
    form_key: str,
    actor: Person,
    now: datetime,
) -> Faq:
    """Answer a question where everybody reads it; the same form sent twice posts once."""
    call = written(call, actor, now)
    faq, is_new = Faq.objects.get_or_create(
        community_id=call.community_id,
        form_key=form_key,
        defaults={"call": call, "question": dict(question), "answer": dict(answer), "posted_at": now},
    )
    if is_new:
        record(actor, "faq.post", faq, community_id=call.community_id, at=now)
    return faq


@transaction.atomic
def withdraw_faq(*, faq: Faq, actor: Person, now: datetime) -> Faq:
    """Take an answer off the page; it is kept, and read by nobody."""
    faq = Faq.objects.select_for_update(of=("self",)).select_related("call__community").get(pk=faq.pk)
    require(may_write(actor, faq.call.community, now), only_staff())
    require(faq.withdrawn_at is None, _("This answer was taken back already."))
    faq.withdrawn_at = now
    faq.save(update_fields=["withdrawn_at"])
    record(actor, "faq.withdraw", faq, community_id=faq.community_id, at=now)
    return faq
