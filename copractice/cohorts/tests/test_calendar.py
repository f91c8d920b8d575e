"""Calendars: a feed by a secret address that tells when and nothing else, and one session for who may read it."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from copractice.applications.tests.parts import signed_in
from copractice.cohorts.actions import sessions as acts
from copractice.cohorts.models import Participant
from copractice.cohorts.queries.sessions import feed_token, participant_by_token
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import Practiced


def meeting(practiced: Practiced, **more: object) -> acts.Meeting:
    """Return the next session as it stands, with what is changed."""
    row = practiced.next
    said = {name: getattr(row, name) for name in ("title", "agenda", "place", "link", "starts_at", "ends_at")}
    return acts.Meeting(**said | more)


def test_the_feed_tells_when_and_links_to_the_page_but_not_where(today: Place) -> None:
    practiced = today.practiced
    path = reverse("cohort_feed", args=[feed_token(practiced.youth)])
    response = Client().get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content.decode()
    events = Calendar.from_ical(body).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Session 1 of here", "Session 2 of here"]
    assert events[1]["DTSTART"].dt == practiced.next.starts_at.replace(microsecond=0)
    assert events[1]["URL"].endswith(practiced.next.get_absolute_url())
    for hidden in (
        "Room 4",
        "join/secret",
        "We read and talk",
        practiced.youth.name,
        today.organization.name,
    ):
        assert hidden not in body.replace("\r\n ", "")


def test_a_new_address_shuts_the_old_one(today: Place) -> None:
    practiced = today.practiced
    old = reverse("cohort_feed", args=[feed_token(practiced.youth)])
    client = signed_in(practiced.youth.person)
    client.post(reverse("renew_feed", args=["here", practiced.cohort.code]))
    assert Client().get(old).status_code == 410
    new = feed_token(Participant.objects.get(pk=practiced.youth.pk))
    assert Client().get(reverse("cohort_feed", args=[new])).status_code == 200


def test_a_made_up_address_and_one_of_who_has_left_open_nothing(practiced: Practiced, now: datetime) -> None:
    token = feed_token(practiced.youth)
    assert participant_by_token(token, now) == practiced.youth
    assert participant_by_token(f"{practiced.youth.code}-1.made-up", now) is None
    assert participant_by_token(token.replace("-1.", "-2."), now) is None
    Participant.objects.filter(pk=practiced.youth.pk).update(until=now.date(), exit_reason="time")
    assert participant_by_token(token, now) is None


def test_one_session_carries_its_place_to_people_of_the_cohort(today: Place) -> None:
    practiced = today.practiced
    path = reverse("cohort_session_calendar", args=["here", practiced.next.code])
    body = signed_in(practiced.youth.person).get(path).content.decode().replace("\r\n ", "")
    assert "Room 4" in body
    assert "join/secret" in body
    assert signed_in(today.people["member"]).get(path).status_code == 404


def test_calendars_take_a_change_and_people_are_told_of_time_and_place(
    practiced: Practiced, facilitator: Person, now: datetime
) -> None:
    by = {"session": practiced.next, "actor": facilitator, "now": now}
    row = acts.change_session(meeting=meeting(practiced, agenda={"en": "New"}), revision=1, **by)
    assert not Notice.objects.filter(kind="session_changed").exists()
    later = practiced.next.starts_at + timedelta(days=1)
    moved = meeting(practiced, starts_at=later, ends_at=later + timedelta(hours=2))
    row = acts.change_session(meeting=moved, revision=2, **by)
    assert row.revision == 3
    told = Notice.objects.filter(kind="session_changed").values_list("person", flat=True)
    here = (practiced.leader, practiced.umbrella_lead, practiced.youth)
    assert set(told) == {one.person_id for one in here}
    acts.cancel_session(**by)
    assert Notice.objects.filter(kind="session_canceled").count() == 3


def test_a_session_planned_twice_is_one_and_numbers_go_on(
    practiced: Practiced, facilitator: Person, now: datetime
) -> None:
    by = {"cohort": practiced.cohort, "form_key": "s" * 32, "actor": facilitator, "now": now}
    first = acts.schedule_session(meeting=meeting(practiced), **by)
    assert acts.schedule_session(meeting=meeting(practiced), **by) == first
    assert first.number == 3
