"""The pages: taps, the field to write in, who is let in, and that a young person's words change no other page."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copractice.applications.tests.parts import signed_in, text
from copractice.cohorts.actions.seating import ask_consents
from copractice.cohorts.models import Cohort, Participant, Reflection, SessionAttendance
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Membership
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.ledger.models import Access
from copractice.people.models import Person
from copractice.web.waits import waits_for
from tests.world import Place
from tests.world_cohorts import HOTLINE, SECRET, Practiced, make_seat, make_session, take_in, write

HIDDEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|<time datetime="[^"]*"')


def bytes_of(person: Person | None, path: str) -> bytes:
    """Return a page as somebody gets it, without the token and the instant that are new in every answer."""
    client = signed_in(person) if person else Client()
    response = client.get(path)
    return b"%d " % response.status_code + HIDDEN.sub(b"", response.content)


def agree(practiced: Practiced) -> None:
    now = timezone.now()
    Consent.objects.create(
        community=practiced.cohort.community,
        person=practiced.youth.person,
        giver=practiced.youth.person,
        purpose=Purpose.TAKE_PART,
        text_version="1",
        language="en",
        state=ConsentState.GIVEN,
        asked_at=now,
        answered_at=now,
    )


def every_page(place: Place) -> list[str]:
    """Return the addresses of a cohort's pages."""
    practiced = place.practiced
    of_cohort = ("cohort", "seats", "cohort_board", "my_cohort")
    of_session = ("cohort_session", "attendance", "session_reflections", "reflect", "cohort_session_calendar")
    return [
        *[reverse(name, args=["here", practiced.cohort.code]) for name in of_cohort],
        *[reverse(name, args=["here", practiced.session.code]) for name in of_session],
        reverse("cohorts", args=["here"]),
        reverse("seat", args=["here", practiced.seat.code]),
        reverse("home"),
    ]


def test_a_young_persons_words_change_no_page_but_their_own_and_the_facilitators(today: Place) -> None:
    practiced = today.practiced
    agree(practiced)
    readers = [None, *(today.people[role] for role in ("coordinator", "member", "safeguarding_lead"))]
    readers += [practiced.leader.person, practiced.umbrella_lead.person]
    before = {(reader, path): bytes_of(reader, path) for reader in readers for path in every_page(today)}
    Reflection.objects.update(text="Something else entirely, and much longer than before.")
    after = {(reader, path): bytes_of(reader, path) for reader in readers for path in every_page(today)}
    assert [key for key in before if before[key] != after[key]] == []
    assert not any(SECRET.encode() in page for page in before.values())


def test_a_facilitator_reads_and_each_look_at_a_young_persons_words_is_kept(today: Place) -> None:
    practiced = today.practiced
    path = reverse("session_reflections", args=["here", practiced.session.code])
    facilitator = signed_in(today.people["facilitator"])
    unread = bytes_of(today.people["facilitator"], path)
    assert "never shown here while a consent is missing" in unread.decode()
    kept = list(Reflection.objects.values_list("pk", "text"))
    Reflection.objects.update(text="")
    assert bytes_of(today.people["facilitator"], path) == unread  # nothing tells that somebody wrote
    for pk, words in kept:
        Reflection.objects.filter(pk=pk).update(text=words)
    assert not Access.objects.exists()
    agree(practiced)
    assert SECRET in text(facilitator.get(path))
    look = Access.objects.get()
    assert (look.record, look.record_id) == ("cohorts.reflection", str(practiced.reflection.pk))
    assert signed_in(today.people["coordinator"]).get(path).status_code == 404


def test_a_tap_is_saved_at_once_with_and_without_scripts(today: Place) -> None:
    practiced = today.practiced
    client = signed_in(today.people["facilitator"])
    board = reverse("attendance", args=["here", practiced.session.code])
    assert "4 people are not marked yet" in text(client.get(board))
    path = reverse("mark_attendance", args=["here", practiced.session.code])
    tap = {"participant": practiced.youth.code, "mark": "present"}
    assert client.post(path, tap)["Location"] == f"{board}#p-{practiced.youth.code}"
    assert SessionAttendance.objects.get().presence == "present"
    piece = client.post(path, tap | {"mark": "excused"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in piece.content.decode()
    assert "<html" not in piece.content.decode()
    assert client.post(path, {"participant": "0000000000", "mark": "present"}).status_code == 409
    client.post(path, {"mark": "rest"})
    assert "3 of 3 expected people were there" in text(client.get(board))


def test_a_reflection_is_written_on_the_page_and_while_typing(today: Place) -> None:
    practiced = today.practiced
    client = signed_in(practiced.leader.person)
    page = reverse("reflect", args=["here", practiced.session.code])
    shown = text(client.get(page))
    assert HOTLINE["en"] in shown
    assert SECRET not in shown
    typed = {"question": "reflection", "text": "We start", "revision": "0"}
    piece = client.post(reverse("save_reflection", args=["here", practiced.session.code]), typed)
    assert 'data-kind="saved" data-revision="1"' in piece.content.decode()
    beside = client.post(page, {"answer-reflection": "Other", "revision-reflection": "0"})
    assert beside.status_code == 409
    assert "Both are kept" in text(beside)
    sent = client.post(page, {"answer-reflection": "We start over", "revision-reflection": "1"})
    assert sent["Location"] == reverse("my_cohort", args=["here", practiced.cohort.code])
    assert Reflection.objects.get(participant=practiced.leader).text == "We start over"
    assert client.post(page, {"answer-reflection": "x" * 50_001}).status_code == 400


def test_where_nothing_may_be_written_the_page_only_shows_what_was(today: Place) -> None:
    practiced = today.practiced
    client = signed_in(practiced.leader.person)
    mine = reverse("my_cohort", args=["here", practiced.cohort.code])
    page = reverse("reflect", args=["here", practiced.session.code])
    assert page in text(client.get(mine))
    assert "Save what I wrote" in text(client.get(page))
    later = timezone.now().date() + timedelta(days=1)
    Participant.objects.filter(pk=practiced.leader.pk).update(since=later)  # joined after the session
    assert f'"{page}"' not in text(client.get(mine))
    shown = text(client.get(page))
    assert "Save what I wrote" not in shown
    assert " readonly>" in shown
    write(practiced.session, practiced.leader, timezone.now(), "From my first day")
    assert f'"{page}"' in text(client.get(mine))
    assert "From my first day" in text(client.get(page))
    late = client.post(page, {"answer-reflection": "And more", "revision-reflection": "1"})
    assert (late.status_code, "And more" in text(late)) == (409, True)


def test_the_home_says_what_comes_next_and_asks_until_it_is_written(today: Place) -> None:
    practiced, now = today.practiced, timezone.now()
    mine = [wait.title for wait in waits_for(practiced.leader.person, now)]
    assert mine == ["Your next session: Session 2 of here", "How was it? Session 1 of here"]
    theirs = [wait.title for wait in waits_for(practiced.youth.person, now)]
    assert theirs == ["Your next session: Session 2 of here"]
    assert waits_for(practiced.leader.person, now + timedelta(days=20)) == []


def test_an_invitation_by_mail_signs_in_and_shows_what_comes_next(today: Place) -> None:
    practiced = today.practiced
    client = Client()
    path = reverse("participant_invitation", args=[practiced.token])
    assert "Take part for" in text(client.get(path))
    response = client.post(path, {"name": "Second Leader"}, follow=True)
    assert response.redirect_chain[-1][0] == practiced.asked.get_absolute_url()
    assert client.get(path).status_code == 410
    assert Participant.objects.get(pk=practiced.asked.pk).name == "Second Leader"


def test_the_adults_of_a_seat_see_it_and_only_its_leaders_change_it(today: Place) -> None:
    practiced = today.practiced
    seat = practiced.seat.get_absolute_url()
    invite = reverse("invite_participant", args=["here", practiced.seat.code])
    opened = {"leader": (200, 200), "umbrella_lead": (200, 404), "youth": (404, 404)}
    for name, answers in opened.items():
        client = signed_in(getattr(practiced, name).person)
        assert (client.get(seat).status_code, client.get(invite).status_code) == answers
    foreign = make_seat(practiced.cohort, today.umbrella)
    assert signed_in(practiced.leader.person).get(foreign.get_absolute_url()).status_code == 404


def test_the_public_page_names_organizations_and_no_young_person(today: Place) -> None:
    page = bytes_of(None, today.practiced.cohort.get_absolute_url()).decode()
    assert today.organization.name in page
    assert today.practiced.youth.name not in page
    assert today.practiced.leader.name not in page  # asked, and has not said yes


def test_a_cohort_that_is_over_offers_what_was_recommended_and_nothing_to_plan(today: Place) -> None:
    practiced, client = today.practiced, signed_in(today.people["facilitator"])
    cohort = practiced.cohort
    for presence in (practiced.session, make_session(cohort, practiced.session.starts_at, number=3)):
        for one in (practiced.leader, practiced.youth):
            marked = {"presence": "absent", "marked_at": timezone.now()}
            by = Membership.objects.get(person=today.people["facilitator"])
            SessionAttendance.objects.create(
                community=cohort.community, session=presence, participant=one, marked_by=by, **marked
            )
    board, plan = (reverse(name, args=["here", cohort.code]) for name in ("cohort_board", "plan_session"))
    change = reverse("change_cohort_session", args=["here", practiced.session.code])
    shown = text(client.get(board))
    assert "2 people missed the last two sessions" in shown
    assert plan in shown
    assert change in text(client.get(practiced.session.get_absolute_url()))
    Cohort.objects.filter(pk=cohort.pk).update(state="completed")
    shown = text(client.get(board))
    assert "2 sessions were held" in shown
    assert "Missed two" not in shown
    assert "Next:" not in shown
    assert plan not in shown
    assert f'class="button" href="{reverse("cohort_recommendations", args=["here", cohort.code])}"' in shown
    assert change not in text(client.get(practiced.session.get_absolute_url()))
    mine = text(signed_in(practiced.leader.person).get(reverse("my_cohort", args=["here", cohort.code])))
    assert "Your calendar address" not in mine


def test_lists_ask_the_database_the_same_for_one_and_for_thirty(today: Place) -> None:
    practiced = today.practiced
    client = signed_in(today.people["facilitator"])
    staff = signed_in(today.people["coordinator"])
    asked = [
        (client, reverse("cohort_board", args=["here", practiced.cohort.code])),
        (client, reverse("attendance", args=["here", practiced.session.code])),
        (client, reverse("session_reflections", args=["here", practiced.session.code])),
        (staff, reverse("seats", args=["here", practiced.cohort.code])),
        (Client(), reverse("cohort", args=["here", practiced.cohort.code])),
    ]
    few = [_queries(*one) for one in asked]
    seat = make_seat(practiced.cohort, today.umbrella)
    for number in range(30):
        take_in(seat, f"more{number}", ParticipantRole.LEADER)
    assert [_queries(*one) for one in asked] == few


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_an_adult_who_is_asked_for_the_name_only_reads_nothing_of_an_application(today: Place) -> None:
    practiced, now = today.practiced, timezone.now()
    ask_consents(practiced.leader.person, practiced.cohort, is_youth=False, now=now)
    page = text(signed_in(practiced.leader.person).get(reverse("family", args=["here"])))
    assert "What may be shown of you" in page
    assert "reads your part" not in page
    assert "Four more questions" not in page
