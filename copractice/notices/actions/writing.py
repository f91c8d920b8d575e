"""Writing into the outbox, in the transaction of whatever the message is about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from procrastinate.contrib.django import app

from copractice.notices.models import Notice
from copractice.notices.states import NoticeState
from copractice.people.models import Person, tidy_address

# Letters that turn the direction of what follows; in a subject they only ever disguise it.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
PATIENCE = timedelta(hours=72)
PATIENCE_SECRET = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


@transaction.atomic
def send_notice(
    kind: str,
    *,
    to: Person | Iterable[Person],
    about: models.Model | None = None,
    community_id: int | None = None,
    now: datetime,
) -> list[Notice]:
    """Write one notice for the person or each of the persons, in the person's language, and return them.

    The words are the templates `notices/<kind>.subject.txt` and `notices/<kind>.txt` of the stage that sends;
    they know `person`, `about` and `link`, the record's whole address. Who has no address gets no notice, as
    the returned list shows.
    """
    people = [to] if isinstance(to, Person) else to
    return [
        _notice_for(person, kind=kind, about=about, community_id=community_id, now=now)
        for person in people
        if person.email
    ]


@transaction.atomic
def queue(
    *,
    kind: str,
    address: str,
    subject: str,
    text: str,
    now: datetime,
    person: Person | None = None,
    community_id: int | None = None,
    secret: bool = False,
    patience: timedelta | None = None,
) -> Notice:
    """Put a message into the outbox and defer its delivery; if the transaction fails, neither happened.

    `patience` is for how long it is tried; if not said, a sign-in code is given up sooner than the rest.

    Raises `ValueError` for an address or subject that could smuggle a second header into the mail.
    """
    notice = Notice.objects.create(
        kind=kind,
        address=_checked(address),
        subject=_one_line(subject),
        text=text,
        person=person,
        community_id=community_id,
        secret=secret,
        created_at=now,
        next_try_at=now,
        give_up_at=now + (patience or (PATIENCE_SECRET if secret else PATIENCE)),
    )
    app.configure_task("notices.deliver").defer(notice_id=notice.pk)
    return notice


@transaction.atomic
def take_back(*, notice_ids: Iterable[int]) -> int:
    """Delete those of the notices that still wait to be sent; return how many. What was sent or parked stays.

    One that is being handed over at this moment is waited for, and stays if the server took it.
    """
    rows = Notice.objects.select_for_update().filter(pk__in=list(notice_ids), state=NoticeState.QUEUED)
    waiting = [row.pk for row in rows.order_by("pk")]
    return Notice.objects.filter(pk__in=waiting).delete()[0]


def _notice_for(
    person: Person, *, kind: str, about: models.Model | None, community_id: int | None, now: datetime
) -> Notice:
    path = getattr(about, "get_absolute_url", lambda: "/")()
    words = {"person": person, "about": about, "link": f"{settings.SITE_URL}{path}"}
    with translation.override(person.language):
        subject = render_to_string(f"notices/{kind}.subject.txt", words).strip()
        text = render_to_string(f"notices/{kind}.txt", words).strip() + "\n"
    return queue(
        kind=kind,
        address=person.email or "",
        subject=subject,
        text=text,
        now=now,
        person=person,
        community_id=community_id,
    )


def _checked(address: str) -> str:
    tidy = tidy_address(address)
    try:
        validate_email(tidy)
    except ValidationError as error:
        raise ValueError("not an address that mail can be sent to") from error
    return tidy


def _one_line(subject: str) -> str:
    if "\n" in subject or "\r" in subject:
        raise ValueError("a subject is one line")
    return Truncator(subject.translate(TURNS)).chars(200)
