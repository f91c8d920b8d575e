"""Files that answer a question: kept, handed out to whoever may read the answer, swept away."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from copractice.applications.actions.uploading import Sent, sweep, upload
from copractice.applications.files import stored
from copractice.applications.models import Part, Upload
from copractice.applications.tests.parts import Parts, give_yes, signed_in
from copractice.applications.tests.pdfs import pdf, picture
from copractice.calls.models import Question
from copractice.ledger.models import Access
from copractice.ledger.states import Refused
from copractice.people.models import Person


def send(parts: Parts, part: Part, content: bytes, now: datetime, base: int = 0) -> Upload:
    sent = Sent("work.png", len(content), content)
    by = {"language": "en", "actor": part.owner, "now": now, "folder": settings.UPLOADS}
    return upload(part=part, key=parts.key(part, 5), sent=sent, base=base, **by).answer.upload


def test_the_same_file_again_is_kept_once(parts: Parts, now: datetime) -> None:
    first = send(parts, parts.employer, pdf(), now)
    assert send(parts, parts.employer, pdf(), now) == first
    assert Upload.objects.count() == len(list(settings.UPLOADS.iterdir())) == 1


def test_a_file_goes_to_a_question_for_files_only(parts: Parts, now: datetime) -> None:
    for number in (1, 2, 3, 4):
        with pytest.raises(Refused, match="takes no file"):
            upload(
                part=parts.employer,
                key=parts.key(parts.employer, number),
                sent=Sent("a.pdf", 9, pdf()),
                base=0,
                language="en",
                actor=parts.lead,
                now=now,
                folder=settings.UPLOADS,
            )
    assert not settings.UPLOADS.exists()


def test_a_disk_without_room_is_told_and_nothing_is_named(parts: Parts, now: datetime) -> None:
    settings.UPLOADS.write_bytes(b"a file where the folder should be")
    with pytest.raises(Refused, match="no room"):
        send(parts, parts.employer, pdf(), now)
    assert not Upload.objects.exists()


def test_the_sweep_drops_what_no_row_names_once_it_is_old(parts: Parts, now: datetime) -> None:
    kept = send(parts, parts.employer, pdf(), now)
    stored.store(settings.UPLOADS, "orphan.pdf", b"cut off")
    (settings.UPLOADS / "half.png.part").write_bytes(b"cut off")
    later = timezone.now() + timedelta(hours=25)
    assert sweep(folder=settings.UPLOADS, now=timezone.now()) == 0
    assert sweep(folder=settings.UPLOADS, now=later) == 2
    assert [path.name for path in Path(settings.UPLOADS).iterdir()] == [kept.stored]


def ask(parts: Parts, person: Person | None, row: Upload) -> int:
    client = signed_in(person) if person else Client()
    return client.get(f"/c/{parts.place.community.slug}/uploads/{row.code}/").status_code


def test_a_file_is_handed_out_to_be_kept_and_never_shown(today: Parts) -> None:
    row = send(today, today.employer, picture("PNG"), timezone.now())
    response = signed_in(today.lead).get(f"/c/here/uploads/{row.code}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="work.png"'
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_a_file_is_read_by_whoever_may_read_its_answer(today: Parts) -> None:
    now = timezone.now()
    row = send(today, today.employer, pdf(), now)
    stranger = Person.objects.get(email="stranger@example.org")
    others = [today.umbrella.owner, today.youth.owner, today.staff, stranger]
    assert [ask(today, person, row) for person in (today.lead, *others)] == [200, 404, 404, 404, 404]
    assert ask(today, None, row) == 302
    today.complete(today.employer, now)
    today.send(now)
    assert [ask(today, person, row) for person in (today.lead, *others)] == [200, 404, 404, 200, 404]
    Question.objects.filter(pk=row.question_id).update(audience="parties")
    assert [ask(today, person, row) for person in (today.lead, *others)] == [200, 200, 200, 200, 404]


def test_a_file_that_was_replaced_is_read_by_its_owner_alone(today: Parts) -> None:
    now = timezone.now()
    old = send(today, today.employer, pdf(), now)
    send(today, today.employer, picture("PNG"), now, base=1)
    today.complete(today.employer, now)
    today.send(now)
    assert [ask(today, person, old) for person in (today.lead, today.staff)] == [200, 404]


def test_a_look_at_a_young_persons_file_is_kept_and_a_minors_file_is_sealed(today: Parts) -> None:
    now = timezone.now()
    row = send(today, today.youth, picture("JPEG"), now)
    today.complete(today.youth, now)
    today.send(now)
    assert [ask(today, person, row) for person in (today.youth.owner, today.lead, today.staff)] == [
        200,
        404,
        404,
    ]
    assert not Access.objects.filter(record="applications.part").exists()
    give_yes(today, now - timedelta(minutes=1))
    assert ask(today, today.staff, row) == 200
    seen = Access.objects.get(record="applications.part")
    assert (seen.record_id, seen.viewer_key) == (str(today.youth.pk), today.staff.log_key)
