from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from environ import Env

from copractice.ledger.queries import entries_of
from copractice.ledger.states import Refused
from copractice.notices.actions import deliver, forget_sign_in_mail, park_queue, retry
from copractice.notices.models import Notice
from copractice.notices.states import Answer
from copractice.notices.tests.sink import Sink
from copractice.people.models import Person

Put = Callable[..., Notice]


def test_a_server_that_takes_the_message_gets_it_whole(put: Put, sink: Sink, now: datetime) -> None:
    notice = put(text="Good day, Ñuñez.\n")
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.TAKEN
    [message] = sink.messages
    assert message["From"] == "Copractice <no-reply@localhost>"
    assert (message["To"], message["Subject"]) == ("ana@example.org", "Hello")
    assert message["Message-ID"] == f"<{notice.message_id}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content() == "Good day, Ñuñez.\n"
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at, notice.tries, notice.text) == ("sent", now, 1, "Good day, Ñuñez.\n")


def test_a_sent_notice_is_not_sent_again(put: Put, sink: Sink, now: datetime) -> None:
    notice = put()
    deliver(notice_id=notice.pk, server=sink.settings, now=now)
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is None
    assert len(sink.messages) == 1


def test_the_text_of_a_sign_in_code_is_deleted_once_sent(put: Put, sink: Sink, now: datetime) -> None:
    notice = put(secret=True, text="Your code: BCDF-GHJK\n")
    deliver(notice_id=notice.pk, server=sink.settings, now=now)
    notice.refresh_from_db()
    assert (notice.state, notice.text) == ("sent", "")
    assert sink.messages[0].get_content() == "Your code: BCDF-GHJK\n"


def test_a_server_that_says_later_is_asked_again_after_growing_pauses(
    put: Put, sink: Sink, now: datetime
) -> None:
    notice = put()
    sink.mode = "later"
    pauses = []
    for _ in range(7):
        assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.LATER
        notice.refresh_from_db()
        pauses.append(notice.next_try_at - now)
        now = notice.next_try_at
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 30, 30)]
    assert (notice.state, notice.tries, notice.last_error) == ("queued", 7, "451 Come back later")
    assert notice.silent_since is None


def test_a_mailbox_that_does_not_exist_parks_the_notice_with_the_reason(
    put: Put, sink: Sink, now: datetime
) -> None:
    notice = put()
    sink.mode = "never"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.NEVER
    notice.refresh_from_db()
    assert (notice.state, notice.last_error, notice.text) == ("parked", "550 No such mailbox", "Good day.\n")


def test_a_server_that_hangs_is_left_after_the_time_set_and_nothing_is_lost(
    put: Put, sink: Sink, now: datetime
) -> None:
    notice = put()
    sink.mode = "hang"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.SILENT
    notice.refresh_from_db()
    assert (notice.state, notice.silent_since, notice.text) == ("queued", now, "Good day.\n")
    assert notice.last_error == "SMTPServerDisconnected: Connection unexpectedly closed: timed out"


def test_a_server_that_is_not_there_loses_nothing(
    put: Put, dead_server: dict[str, Any], now: datetime
) -> None:
    notice = put()
    assert deliver(notice_id=notice.pk, server=dead_server, now=now) is Answer.SILENT
    later = now + timedelta(minutes=1)
    assert deliver(notice_id=notice.pk, server=dead_server, now=later) is Answer.SILENT
    notice.refresh_from_db()
    assert (notice.state, notice.tries, notice.silent_since) == ("queued", 2, now)
    assert notice.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_without_a_server_a_notice_waits_untried(put: Put, now: datetime) -> None:
    notice = put()
    assert deliver(notice_id=notice.pk, server=None, now=now) is None
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == ("queued", 0)


def test_a_site_on_a_desk_can_print_its_mail_instead(
    put: Put, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    notice = put(text="Your code: BCDF-GHJK\n")
    assert (
        deliver(notice_id=notice.pk, server=Env.email_url_config("consolemail://"), now=now) is Answer.TAKEN
    )
    assert "Your code: BCDF-GHJK" in capsys.readouterr().out


def test_a_message_that_arrived_without_an_answer_goes_out_again_under_the_same_id(
    put: Put, sink: Sink, now: datetime
) -> None:
    notice = put()
    sink.mode = "drop"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.SILENT
    sink.mode = "ok"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.TAKEN
    assert sink.message_ids == [f"<{notice.message_id}@localhost>"] * 2


def test_a_goodbye_that_hangs_does_not_send_the_message_twice(put: Put, sink: Sink, now: datetime) -> None:
    notice = put()
    sink.mode = "slow goodbye"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=now) is Answer.TAKEN
    notice.refresh_from_db()
    assert (notice.state, len(sink.messages)) == ("sent", 1)


@pytest.mark.django_db
def test_staff_send_a_parked_notice_again_and_the_log_says_who(put: Put, sink: Sink, now: datetime) -> None:
    coordinator = Person.objects.create_user("coordinator@example.org")
    notice = put(community_id=7)
    sink.mode = "never"
    deliver(notice_id=notice.pk, server=sink.settings, now=now)
    later = now + timedelta(days=4)
    notice = retry(notice=notice, actor=coordinator, community_id=7, now=later)
    assert (notice.state, notice.tries, notice.next_try_at) == ("queued", 0, later)
    assert notice.give_up_at == later + timedelta(hours=72)
    [entry] = entries_of(7)
    assert (entry.act, entry.actor_key, entry.record_id) == (
        "notice.retry",
        coordinator.log_key,
        str(notice.pk),
    )
    sink.mode = "ok"
    assert deliver(notice_id=notice.pk, server=sink.settings, now=later) is Answer.TAKEN


def test_a_notice_that_still_waits_cannot_be_sent_again(put: Put, now: datetime) -> None:
    coordinator = Person.objects.create_user("coordinator@example.org")
    with pytest.raises(Refused, match="“queued”"):
        retry(notice=put(community_id=7), actor=coordinator, community_id=7, now=now)


def test_a_notice_of_another_community_is_not_there(put: Put, now: datetime) -> None:
    coordinator = Person.objects.create_user("coordinator@example.org")
    with pytest.raises(Notice.DoesNotExist):
        retry(notice=put(community_id=8), actor=coordinator, community_id=7, now=now)


def test_a_sign_in_code_is_never_sent_again(put: Put, sink: Sink, now: datetime) -> None:
    coordinator = Person.objects.create_user("coordinator@example.org")
    notice = put(community_id=7, secret=True)
    sink.mode = "never"
    deliver(notice_id=notice.pk, server=sink.settings, now=now)
    with pytest.raises(Refused, match="not sent twice"):
        retry(notice=notice, actor=coordinator, community_id=7, now=now)


def test_sign_in_mail_is_forgotten_a_day_after(put: Put, sink: Sink, now: datetime) -> None:
    old, waiting, plain = put(secret=True), put(secret=True), put()
    for notice in (old, plain):
        deliver(notice_id=notice.pk, server=sink.settings, now=now)
    assert forget_sign_in_mail(now=now + timedelta(hours=23)) == 0
    assert forget_sign_in_mail(now=now + timedelta(hours=25)) == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {waiting.pk, plain.pk}


def test_after_a_restore_what_waited_is_parked_with_the_reason(put: Put, sink: Sink, now: datetime) -> None:
    sent, waiting, code = put(), put(), put(secret=True, text="Your code: BCDF-GHJK\n")
    deliver(notice_id=sent.pk, server=sink.settings, now=now)
    assert park_queue(why="It may have gone out before.") == 2
    rows = [Notice.objects.get(pk=notice.pk) for notice in (sent, waiting, code)]
    assert [(row.state, row.text, row.last_error) for row in rows] == [
        ("sent", "Good day.\n", ""),
        ("parked", "Good day.\n", "It may have gone out before."),
        ("parked", "", "It may have gone out before."),
    ]
    assert deliver(notice_id=waiting.pk, server=sink.settings, now=now) is None
    assert len(sink.messages) == 1
