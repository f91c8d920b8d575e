"""Handing notices to the mail server: at once, again with growing pauses, and at last parked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions.writing import PATIENCE
from copractice.notices.files import Reply, hand_over
from copractice.notices.models import Notice
from copractice.notices.queries import due, overaged, was_silent_just_now
from copractice.notices.states import MOVES, Answer, NoticeState
from copractice.people.models import Person

Server = Mapping[str, Any]
LONGEST_PAUSE = timedelta(minutes=30)


def deliver_new(*, notice_id: int, server: Server | None, now: datetime) -> Answer | None:
    """Try a fresh notice at once, unless the server was just silent: then the next round will find it."""
    if was_silent_just_now(now):
        return None
    answer = deliver(notice_id=notice_id, server=server, now=now)
    if answer is Answer.TAKEN:
        wake_silent(now=now)
    return answer


@transaction.atomic
def deliver(*, notice_id: int, server: Server | None, now: datetime) -> Answer | None:
    """Hand one queued notice to the server and keep what it said; None when there was nothing to do.

    The row stays locked during the talk, so no second worker sends it too. If this process dies between the
    server's yes and the commit, the notice goes out again under the same Message-ID.
    """
    rows = Notice.objects.select_for_update(skip_locked=True)
    notice = rows.filter(pk=notice_id, state=NoticeState.QUEUED, give_up_at__gt=now).first()
    if notice is None or server is None:
        return None
    reply = hand_over(notice, server=server, sender=settings.DEFAULT_FROM_EMAIL, site_host=settings.SITE_HOST)
    _keep(notice, reply, now)
    return reply.answer


def deliver_due(*, server: Server | None, now: datetime) -> int:
    """Make a round over all due notices, and stop at the first silence; returns how many were sent.

    The round also finds notices whose first job was lost. Without a server it only lets codes expire.
    """
    park_overaged(now=now, all_kinds=server is not None)
    sent = 0
    for notice_id in due(now).values_list("pk", flat=True):
        answer = deliver(notice_id=notice_id, server=server, now=now)
        if answer is Answer.TAKEN:
            sent += 1
            wake_silent(now=now)
        if answer is Answer.SILENT or server is None:
            break
    return sent


@transaction.atomic
def wake_silent(*, now: datetime) -> None:
    """End the pause of notices that met only silence, now that the server answers again."""
    rows = Notice.objects.filter(state=NoticeState.QUEUED, silent_since__isnull=False, next_try_at__gt=now)
    waiting = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if waiting:
        Notice.objects.filter(pk__in=waiting).update(next_try_at=now)


@transaction.atomic
def park_overaged(*, now: datetime, all_kinds: bool) -> int:
    """Park what is not worth another try; without a server, only sign-in codes, so that nothing else is lost."""
    rows = overaged(now) if all_kinds else overaged(now).filter(secret=True)
    notices = list(rows.select_for_update(skip_locked=True))
    for notice in notices:
        _leave_queue(notice, "park")
        notice.save()
    return len(notices)


@transaction.atomic
def park_queue(*, why: str) -> int:
    """Park everything that waits, for the reason given, until staff send it again; returns how many."""
    notices = list(Notice.objects.select_for_update().filter(state=NoticeState.QUEUED))
    for notice in notices:
        _leave_queue(notice, "park")
        notice.last_error = why
        notice.save()
    return len(notices)


@transaction.atomic
def retry(*, notice: Notice, actor: Person, community_id: int, now: datetime) -> Notice:
    """Put a parked notice back into the queue; the community's own action asks first whether the actor may."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk, community_id=community_id)
    require(not notice.secret, _("A sign-in code is not sent twice. Ask for a new one."))
    notice.state = move(MOVES, NoticeState(notice.state), "retry")
    notice.tries, notice.next_try_at, notice.give_up_at = 0, now, now + PATIENCE
    notice.save()
    app.configure_task("notices.deliver").defer(notice_id=notice.pk)
    record(actor, "notice.retry", notice, community_id=community_id, at=now)
    return notice


@transaction.atomic
def forget_sign_in_mail(*, now: datetime) -> int:
    """Delete the rows of sign-in mail a day after it left the queue; they are nobody's business any more."""
    rows = Notice.objects.filter(secret=True, created_at__lt=now - timedelta(days=1))
    return rows.exclude(state=NoticeState.QUEUED).delete()[0]


def _keep(notice: Notice, reply: Reply, now: datetime) -> None:
    notice.tries += 1
    notice.tried_at = now
    notice.last_error = reply.words
    notice.next_try_at = now + min(timedelta(minutes=2 ** min(notice.tries - 1, 10)), LONGEST_PAUSE)
    notice.silent_since = (notice.silent_since or now) if reply.answer is Answer.SILENT else None
    if reply.answer is Answer.TAKEN:
        notice.sent_at = now
        _leave_queue(notice, "send")
    elif reply.answer is Answer.NEVER:
        _leave_queue(notice, "park")
    notice.save()


def _leave_queue(notice: Notice, name: str) -> None:
    notice.state = move(MOVES, NoticeState(notice.state), name)
    notice.silent_since = None
    if notice.secret:
        notice.text = ""
