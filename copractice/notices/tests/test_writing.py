from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from copractice.notices.actions import send_notice
from copractice.notices.models import Notice
from copractice.people.models import Person

Put = Callable[..., Notice]


@pytest.fixture
def words(settings: Any) -> None:
    """Add this folder's templates, so that a notice of kind `greeting` has words."""
    engine = {**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}
    settings.TEMPLATES = [engine]


@pytest.mark.django_db
def test_each_person_is_written_to_in_their_language(words: None, now: datetime) -> None:
    ana = Person.objects.create_user("ana@example.org", language="en")
    luis = Person.objects.create_user("luis@example.org", language="es")
    send_notice("greeting", to=[ana, luis], community_id=7, now=now)
    rows = Notice.objects.order_by("pk").values_list("person", "address", "subject", "community_id")
    assert list(rows) == [
        (ana.pk, "ana@example.org", "Greeting in en", 7),
        (luis.pk, "luis@example.org", "Greeting in es", 7),
    ]


@pytest.mark.django_db
def test_a_notice_links_to_the_whole_address_of_the_site(words: None, now: datetime) -> None:
    ana = Person.objects.create_user("ana@example.org")
    [notice] = send_notice("greeting", to=ana, now=now)
    assert notice.text == "Read on: http://localhost:8000/\n"


@pytest.mark.django_db
def test_who_has_no_address_gets_no_notice_and_the_sender_can_tell(words: None, now: datetime) -> None:
    youth = Person.objects.create_user()
    ana = Person.objects.create_user("ana@example.org")
    notices = send_notice("greeting", to=[youth, ana], now=now)
    assert [notice.person for notice in notices] == [ana]


def test_a_notice_is_tried_at_once_and_for_72_hours(put: Put, now: datetime) -> None:
    notice = put()
    assert (notice.state, notice.next_try_at, notice.give_up_at) == (
        "queued",
        now,
        now + timedelta(hours=72),
    )
    [job] = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("notices.deliver", {"notice_id": notice.pk})


def test_a_secret_is_worth_sending_as_long_as_its_code_lives(put: Put, now: datetime) -> None:
    assert put(secret=True).give_up_at == now + timedelta(minutes=10)


def test_a_transaction_that_fails_takes_notice_and_job_along(put: Put) -> None:
    def fail_after_writing() -> None:
        with transaction.atomic():
            put()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert (Notice.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\r\nBcc: all@example.org"])
def test_a_second_header_in_the_subject_is_refused(put: Put, subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        put(subject=subject)


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.org\nBcc: all@example.org",
        "ana",
        "",
        "a\u202eb@example.org",
        "ana@example.org, b@example.org",
    ],
)
def test_what_is_no_address_is_refused(put: Put, address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        put(address=address)


def test_a_subject_loses_letters_that_turn_the_writing_and_keeps_the_rest(put: Put) -> None:
    assert put(subject="From \u202eevil\u202c O'Brien-Ñuñez 李 👩\u200d🌾").subject == (
        "From evil O'Brien-Ñuñez 李 👩\u200d🌾"
    )


def test_a_long_subject_is_cut_to_what_fits(put: Put) -> None:
    assert put(subject="a" * 300).subject == "a" * 199 + "…"
