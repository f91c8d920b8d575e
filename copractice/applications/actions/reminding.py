"""Reminding exactly those who are waited for, and nobody twice within 48 hours."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.applications.actions.inviting import resend
from copractice.applications.analysis.board import board_of
from copractice.applications.analysis.reminding import Recipient, Why, plan_of
from copractice.applications.files.letters import language_of, letter
from copractice.applications.models import Application, Reminder
from copractice.applications.queries.deadlines import to_complete
from copractice.calls.models import Call
from copractice.communities.rules import may_run
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.notices.actions import queue
from copractice.people.models import Person

KINDS = {
    Why.FILL: "remind_fill",
    Why.INVITE: "remind_invite",
    Why.SEND: "remind_send",
    Why.YES: "remind_yes",
    Why.NAME: "remind_name",
    Why.GUARDIAN: "remind_guardian",
}


@transaction.atomic
def remind(*, call: Call, keys: Collection[str], actor: Person, now: datetime) -> int:
    """Remind those of the named recipients who are still waited for; return how many were.

    The names are what the preview showed. Whoever got done, or was reminded meanwhile, is left out.
    """
    require(may_run(actor, call.community, now), _("Only the community's staff can send reminders."))
    codes = {key.partition(":")[0] for key in keys}
    _hold(call, codes)
    wanted = [one for one in plan_of(board_of(call, now), now).to_remind if one.key in keys]
    reminded = [one for one in wanted if _is_written(one, actor, now)]
    Reminder.objects.bulk_create(
        [
            Reminder(community_id=call.community_id, part=one.part, whom=one.whom, sent_by=actor, sent_at=now)
            for one in reminded
        ]
    )
    if reminded:
        record(actor, "call.remind", call, community_id=call.community_id, at=now)
    return len(reminded)


def _hold(call: Call, codes: Iterable[str]) -> None:
    """Let one sending of reminders at a time speak of these applications."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(call=call)
    list(rows.filter(parts__code__in=list(codes)).order_by("pk"))


def _is_written(one: Recipient, actor: Person, now: datetime) -> bool:
    """Write to one recipient; an invitation goes out again, unless too many of its application did today."""
    if one.why == Why.ANSWER:
        try:
            resend(part=one.part, address=one.address, actor=actor, now=now)
        except Refused:
            return False
        return True
    _write(one, now)
    return True


def _write(one: Recipient, now: datetime) -> None:
    application, person = one.line.application, one.person
    words = {
        "part": one.part,
        "call": application.call,
        "deadline": to_complete(one.part) if one.why == Why.FILL else one.line.deadline,
        "guardianship": one.guardianship,
    }
    written = letter(
        KINDS[one.why],
        address=one.address,
        person=person,
        language=language_of(person, application.community),
        path=_path(one),
        words=words,
    )
    queue(**vars(written), community_id=application.community_id, now=now)


def _path(one: Recipient) -> str:
    slug = one.line.application.community.slug
    if one.why in (Why.INVITE, Why.SEND):
        return one.line.application.get_absolute_url()
    if one.why in (Why.YES, Why.GUARDIAN):
        return reverse("family", args=[slug])
    return (
        reverse("name_guardian", args=[slug])
        if one.why == Why.NAME
        else reverse("part", args=[slug, one.part.code])
    )
