"""Who reads which answer and which file; and what keeps a part from being complete."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from copractice.applications.actions.answering import save
from copractice.applications.actions.uploading import Sent, sweep, upload
from copractice.applications.files import stored
from copractice.applications.models import Answer, Application, Part, Upload
from copractice.applications.queries.answers import is_sealed, missing, readable
from copractice.applications.states import ApplicationState
from copractice.applications.tests.parts import Parts, make_parts, signed_in
from copractice.applications.tests.pdfs import pdf, picture
from copractice.calls.models import Question
from copractice.consents.actions.answers import answer_consent
from copractice.consents.actions.guardians import name_guardian, verify_guardian
from copractice.consents.models import BirthMonth
from copractice.consents.states import Check
from copractice.ledger.models import Access
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World, make_world
from tests.world_answers import make_upload
from tests.world_consents import guardian_consent, own_consent

ALL = [1, 2, 3, 4, 5]


def read(person: Person, part: Part, now: datetime) -> list[int]:
    return [row.question.number for row in readable(person, part, now)]


def give_yes(parts: Parts, now: datetime) -> None:
    """Have the young person and a checked guardian say yes."""
    youth, community = parts.youth.owner, parts.place.community
    guardianship = name_guardian(
        community=community,
        youth_name="Young",
        name="Guardian",
        email="guardian@elsewhere.example.org",
        actor=youth,
        now=now,
    )
    verify_guardian(guardianship=guardianship, how=Check.CALL, note="Called.", actor=parts.staff, now=now)
    answer_consent(consent=own_consent(youth, community), says_yes=True, language="en", actor=youth, now=now)
    consent = guardian_consent(guardianship)
    answer_consent(consent=consent, says_yes=True, language="en", actor=guardianship.guardian, now=now)


def test_the_owner_reads_all_at_any_time(parts: Parts, now: datetime) -> None:
    for part in (parts.employer, parts.umbrella, parts.youth):
        assert read(part.owner, part, now) == ALL


def test_nobody_else_reads_a_part_that_is_not_done(parts: Parts, world: World, now: datetime) -> None:
    parts.send(now)
    others = (parts.umbrella.owner, parts.youth.owner, parts.staff, world.stranger)
    for person in others:
        assert read(person, parts.fresh(parts.employer), now) == []


def test_parties_read_what_a_question_shares_once_the_part_is_done(parts: Parts, now: datetime) -> None:
    done = parts.complete(parts.employer, now)
    assert read(parts.umbrella.owner, done, now) == [2, 3]
    assert read(parts.youth.owner, done, now) == [2, 3]


def test_no_party_reads_a_word_of_a_young_person(parts: Parts, now: datetime) -> None:
    parts.send(now)
    done = parts.complete(parts.youth, now)
    Question.objects.filter(version=done.version, party="youth").update(audience="staff")
    assert read(parts.lead, done, now) == read(parts.umbrella.owner, done, now) == []


def test_staff_read_after_the_sending_all_but_what_is_for_the_owner_alone(
    parts: Parts, now: datetime
) -> None:
    done = parts.complete(parts.umbrella, now)
    assert read(parts.staff, done, now) == []
    parts.send(now)
    assert read(parts.staff, parts.fresh(parts.umbrella), now) == [1, 2, 4, 5]


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
def test_staff_read_nothing_of_what_was_taken_back(
    parts: Parts, now: datetime, state: ApplicationState
) -> None:
    parts.complete(parts.umbrella, now)
    parts.send(now)
    gone = now if state == ApplicationState.WITHDRAWN else None
    Application.objects.filter(pk=parts.application.pk).update(state=state, withdrawn_at=gone)
    assert read(parts.staff, parts.fresh(parts.umbrella), now) == []


def test_staff_of_another_community_read_nothing(parts: Parts, world: World, now: datetime) -> None:
    parts.send(now)
    done = parts.complete(parts.umbrella, now)
    assert read(world.there.people["coordinator"], done, now) == []


def test_staff_who_are_a_party_read_as_a_party(parts: Parts, now: datetime) -> None:
    parts.send(now)
    give_yes(parts, now)
    youth, umbrella = parts.complete(parts.youth, now), parts.complete(parts.umbrella, now)
    Part.objects.filter(pk=parts.employer.pk).update(owner=parts.staff)
    assert read(parts.staff, youth, now) == []
    assert read(parts.staff, umbrella, now) == [2]


def test_a_minors_part_is_sealed_until_both_said_yes_and_again_when_one_takes_it_back(
    parts: Parts, now: datetime
) -> None:
    parts.send(now)
    done = parts.complete(parts.youth, now)
    assert is_sealed(done, now)
    assert read(parts.staff, done, now) == []
    give_yes(parts, now)
    assert not is_sealed(done, now)
    assert read(parts.staff, done, now) == [1, 2, 3, 5]
    own = own_consent(parts.youth.owner, parts.place.community)
    later = now + timedelta(minutes=1)
    answer_consent(consent=own, says_yes=False, language="en", actor=parts.youth.owner, now=later)
    assert read(parts.staff, done, now + timedelta(minutes=2)) == []


def test_an_adults_part_is_not_sealed_and_an_unknown_age_is(world: World, now: datetime) -> None:
    parts = make_parts(world.here, now, age=19)
    parts.send(now)
    done = parts.complete(parts.youth, now)
    assert read(parts.staff, done, now) == [1, 2, 3, 5]
    BirthMonth.objects.all().delete()
    assert read(parts.staff, done, now) == []


# --- What is missing ---


def put(parts: Parts, number: int, text: str, now: datetime, base: int = 0) -> None:
    key = parts.key(parts.employer, number)
    save(part=parts.employer, key=key, text=text, base=base, language="en", actor=parts.lead, now=now)


def why(parts: Parts, number: int) -> str:
    return {one.question.number: one.why for one in missing(parts.employer)}.get(number, "")


def test_what_is_required_and_not_said_is_missing(parts: Parts, now: datetime) -> None:
    assert [one.question.number for one in missing(parts.employer)] == [1, 2, 3, 4]
    put(parts, 1, " \n\t ", now)
    assert why(parts, 1) == "This needs an answer."
    put(parts, 1, "They build.", now, base=1)
    assert why(parts, 1) == ""


@pytest.mark.parametrize(("words", "said"), [(300, ""), (301, "by 1 word."), (303, "by 3 words.")])
def test_a_text_over_its_limit_is_told_by_how_much(
    parts: Parts, now: datetime, words: int, said: str
) -> None:
    put(parts, 1, "word " * words, now)
    assert why(parts, 1).endswith(said)
    assert bool(why(parts, 1)) == bool(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", ""),
        ("500", ""),
        ("４２", ""),
        ("0", "Write 1 or more."),
        ("501", "Write 500 or less."),
        ("about ten", "Write a number in digits, like 12 or 7.5."),
        ("1e3", "Write a number in digits, like 12 or 7.5."),
    ],
)
def test_a_number_has_to_be_one_within_its_bounds(parts: Parts, now: datetime, text: str, said: str) -> None:
    put(parts, 4, text, now)
    assert why(parts, 4) == said


@pytest.mark.parametrize(
    ("text", "fits"), [("1", True), ("2", True), ("0", False), ("3", False), ("Summer", False)]
)
def test_a_choice_has_to_be_one_of_those_offered(parts: Parts, now: datetime, text: str, fits: bool) -> None:
    put(parts, 3, text, now)
    assert (why(parts, 3) == "") == fits


def test_words_instead_of_a_file_do_not_count(parts: Parts, now: datetime) -> None:
    put(parts, 5, "It is on our site.", now)
    assert why(parts, 5) == "Send a file."
    make_upload(parts.employer, now)
    assert why(parts, 5) == "Send a file."


# --- Files ---


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


@pytest.fixture
def today(db: None) -> Parts:
    """Return parts that began yesterday, since pages ask the real clock."""
    return make_parts(make_world(timezone.now()).here, timezone.now() - timedelta(days=1))


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


def test_parties_read_on_one_page_what_the_others_share(today: Parts) -> None:
    now = timezone.now()
    for number, text in {1: "A secret of the lead", 2: "Summer Bench", 3: "2"}.items():
        key = today.key(today.employer, number)
        save(part=today.employer, key=key, text=text, base=0, language="en", actor=today.lead, now=now)
    key = today.key(today.youth, 1)
    by = {"language": "en", "actor": today.youth.owner, "now": now}
    save(part=today.youth, key=key, text="A secret of the youth", base=0, **by)
    path = f"/c/here/applications/{today.application.code}/shared/"
    umbrella = signed_in(today.umbrella.owner)
    assert "Nothing is shared with you yet" in umbrella.get(path).content.decode()
    today.complete(today.employer, now)
    today.complete(today.youth, now)
    page = umbrella.get(path).content.decode()
    assert ("Summer Bench" in page, "School year" in page) == (True, True)
    assert "A secret" not in page
    assert signed_in(today.staff).get(path).status_code == 404


PLACES = ["", "check/", "version/", "history/", "answers/", "restore/"]


@pytest.mark.parametrize("rest", PLACES)
def test_the_pages_of_a_part_are_there_for_its_owner_alone(today: Parts, rest: str) -> None:
    path = f"{today.youth.get_absolute_url()}{rest}"
    key = {"question": today.key(today.youth, 1)}
    for person in (today.lead, today.umbrella.owner, today.staff):
        client = signed_in(person)
        assert {client.get(path, key).status_code, client.post(path, key).status_code} <= {404, 405}
    save(
        part=today.youth,
        key=key["question"],
        text="Mine",
        base=0,
        language="en",
        actor=today.youth.owner,
        now=timezone.now(),
    )
    key["version"] = str(Answer.objects.get(part=today.youth).versions.get().pk)
    own = signed_in(today.youth.owner)
    found = {own.get(path, key).status_code, own.post(path, key | {"text": "x"}).status_code}
    assert found & {200, 302}
