from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from copractice.notices.actions import deliver, deliver_due, deliver_new
from copractice.notices.models import Notice
from copractice.notices.queries import backlog_of, notices_of
from copractice.notices.states import Answer
from copractice.notices.tests.sink import Sink

Put = Callable[..., Notice]
MINUTE = timedelta(minutes=1)


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_a_round_sends_what_waits_codes_first_then_the_oldest(put: Put, sink: Sink, now: datetime) -> None:
    put(subject="second", now=now - MINUTE)
    put(subject="third")
    put(subject="code", secret=True)
    assert deliver_due(server=sink.settings, now=now) == 3
    assert [message["Subject"] for message in sink.messages] == ["code", "second", "third"]
    assert states() == ["sent"] * 3


def test_a_round_leaves_what_is_not_due(put: Put, sink: Sink, now: datetime) -> None:
    put(now=now + MINUTE)
    assert deliver_due(server=sink.settings, now=now) == 0
    assert sink.messages == []


def test_a_round_stops_at_the_first_silence(put: Put, dead_server: dict[str, Any], now: datetime) -> None:
    for _ in range(3):
        put()
    assert deliver_due(server=dead_server, now=now) == 0
    assert list(Notice.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0, 0]


def test_one_refused_mailbox_does_not_stop_the_others(put: Put, sink: Sink, now: datetime) -> None:
    refused, fine = put(), put(now=now + MINUTE)
    sink.mode = "never"
    deliver(notice_id=refused.pk, server=sink.settings, now=now)
    sink.mode = "ok"
    assert deliver_due(server=sink.settings, now=now + MINUTE) == 1
    fine.refresh_from_db()
    assert states() == ["parked", "sent"]


def test_a_fresh_notice_does_not_wait_for_a_server_that_was_just_silent(
    put: Put, sink: Sink, now: datetime
) -> None:
    first, second = put(), put()
    sink.mode = "hang"
    assert deliver_new(notice_id=first.pk, server=sink.settings, now=now) is Answer.SILENT
    assert deliver_new(notice_id=second.pk, server=sink.settings, now=now + MINUTE / 2) is None
    assert sink.connections == 1
    sink.mode = "ok"
    assert deliver_new(notice_id=second.pk, server=sink.settings, now=now + MINUTE) is Answer.TAKEN


def test_when_the_server_answers_again_what_met_silence_goes_out_at_once(
    put: Put, sink: Sink, dead_server: dict[str, Any], now: datetime
) -> None:
    old = put()
    for _ in range(6):
        deliver(notice_id=old.pk, server=dead_server, now=now)
    old.refresh_from_db()
    assert old.next_try_at == now + timedelta(minutes=30)
    fresh = put(now=now + 2 * MINUTE)
    assert deliver_new(notice_id=fresh.pk, server=sink.settings, now=now + 2 * MINUTE) is Answer.TAKEN
    assert deliver_due(server=sink.settings, now=now + 3 * MINUTE) == 1
    assert states() == ["sent", "sent"]


def test_after_72_hours_a_notice_is_parked_with_the_last_reason(
    put: Put, dead_server: dict[str, Any], now: datetime
) -> None:
    notice = put()
    deliver(notice_id=notice.pk, server=dead_server, now=now)
    deliver_due(server=dead_server, now=now + timedelta(hours=72))
    notice.refresh_from_db()
    assert (notice.state, notice.silent_since) == ("parked", None)
    assert notice.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_without_a_server_codes_expire_and_everything_else_waits(put: Put, now: datetime) -> None:
    plain, code = put(), put(secret=True)
    deliver_due(server=None, now=now + timedelta(days=30))
    plain.refresh_from_db()
    code.refresh_from_db()
    assert (plain.state, plain.text) == ("queued", "Good day.\n")
    assert (code.state, code.text) == ("parked", "")


def test_the_backlog_counts_one_community_and_tells_the_silence_of_the_site(
    put: Put, sink: Sink, dead_server: dict[str, Any], now: datetime
) -> None:
    sent, _waits, parked, elsewhere = (put(community_id=7), put(community_id=7), put(community_id=7), put())
    deliver(notice_id=sent.pk, server=sink.settings, now=now)
    sink.mode = "never"
    deliver(notice_id=parked.pk, server=sink.settings, now=now)
    deliver(notice_id=elsewhere.pk, server=dead_server, now=now + MINUTE)
    backlog = backlog_of(7, has_server=True)
    assert (backlog.queued, backlog.sent, backlog.parked) == (1, 1, 1)
    assert (backlog.oldest, backlog.age(now + MINUTE)) == (now, MINUTE)
    assert backlog.silent_since == now + MINUTE
    other = backlog_of(8, has_server=True)
    assert (other.queued, other.sent, other.parked, other.oldest) == (0, 0, 0, None)
    assert other.age(now) == timedelta(0)


def test_staff_see_their_own_notices_newest_first_and_what_can_go_again(
    put: Put, sink: Sink, now: datetime
) -> None:
    old, new = put(community_id=7), put(community_id=7, now=now + MINUTE)
    put(community_id=8)
    sink.mode = "never"
    deliver(notice_id=old.pk, server=sink.settings, now=now)
    rows = notices_of(7)
    assert [(row.pk, row.may_retry) for row in rows] == [(new.pk, False), (old.pk, True)]
    assert all("text" in row.get_deferred_fields() for row in rows)
