"""The demo's calls and applications: the totals and the traps that are told of them."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from copractice.applications.models import AnswerVersion, Application, Invitation, Part, Receipt, Substitution
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.answers import is_sealed
from copractice.calls.analysis.standing import standing_of
from copractice.calls.models import Call, CallVersion, DeadlineChange, Faq, InformationSession
from copractice.calls.queries import calls as public
from copractice.calls.states import Party
from copractice.communities.models import Community
from copractice.consents.models import Guardianship
from copractice.consents.queries.guardianships import guardianship_of, live, to_verify
from copractice.demo.applications import DOUBLE, FROM_RIGHT_TO_LEFT, LEADER_12
from copractice.demo.calls import clocks_change
from copractice.demo.queries import guests
from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from copractice.people.models import Person

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]
CENTRAL = ZoneInfo("America/Chicago")


def call_of(letter: str) -> Call:
    return Call.objects.select_related("community").get(title__en=f"Call for Demo Cohort {letter}")


def states_of(letter: str) -> Counter[str]:
    return Counter(Application.objects.filter(call=call_of(letter)).values_list("state", flat=True))


def live_parts(letter: str, party: Party = Party.YOUTH) -> list[Part]:
    rows = Part.objects.filter(application__call=call_of(letter), party=party, state__in=LIVE_PARTS)
    return list(rows.select_related("application", "owner", "community"))


def part_of(name: str) -> Part:
    rows = Part.objects.select_related("application", "owner", "community")
    return rows.get(name=name, application__call=call_of("C"), state__in=LIVE_PARTS)


def test_call_a_closed_on_the_sunday_the_clocks_changed_and_ten_of_eleven_were_sent() -> None:
    call = call_of("A")
    closed = call.closes_at.astimezone(CENTRAL)
    assert (closed.date(), closed.hour, closed.minute) == (date(2024, 11, 3), 23, 59)
    assert closed.utcoffset() == timedelta(hours=-6)
    assert (closed - timedelta(days=1)).utcoffset() == timedelta(hours=-5)
    assert states_of("A") == {"confirmed": 10, "draft": 1}
    assert set(call.part_kinds.values_list("party", flat=True)) == {"employer"}
    assert call.state == "decided"
    grace = Application.objects.get(call=call, in_grace=True).submitted_at.astimezone(CENTRAL)
    assert (grace.date(), grace.hour, grace.minute) == (date(2024, 11, 4), 0, 11)
    late = AnswerVersion.objects.get(kind="late")
    assert late.answer.part.application.state == "draft"
    assert late.text != late.answer.text


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 7, 1), date(2026, 11, 1), date(2026, 12, 31)])
def test_the_clocks_change_is_a_first_sunday_of_november_long_ago(day: date) -> None:
    found = clocks_change(datetime(day.year, day.month, day.day, 15, tzinfo=CENTRAL))
    assert (found.month, found.weekday()) == (11, 6)
    assert found.day <= 7
    assert 600 < (day - found).days < 970


def test_call_b_had_three_versions_one_extension_and_sixteen_applications(now: datetime) -> None:
    call = call_of("B")
    assert call.state == "decided"
    assert CallVersion.objects.filter(call=call, published_at__isnull=False).count() == 3
    change = DeadlineChange.objects.get(call=call)
    assert (change.new_closes_at - change.old_closes_at, change.scope) == (timedelta(days=14), "all")
    assert states_of("B") == {"confirmed": 10, "waitlisted": 2, "not_selected": 3, "withdrawn": 1}
    assert {part.state for part in live_parts("B")} == {"complete"}
    then = call.closes_at
    sealed = {part.application.pk for part in live_parts("B") if is_sealed(part, then)}
    sent = set(Application.objects.filter(call=call).exclude(state="withdrawn").values_list("pk", flat=True))
    assert (len(sealed), len(sent - sealed)) == (2, 13)


def test_call_c_is_open_for_six_days_more_after_one_extension(now: datetime) -> None:
    call = call_of("C")
    standing = standing_of(call, now)
    assert (standing.is_open, standing.days_left, standing.moved_days) == (True, 6, 14)
    assert standing.change.reason["en"].startswith("Most applications still wait")
    told = Notice.objects.filter(kind__startswith="deadline_", created_at=standing.change.changed_at)
    assert (standing.change.told, told.count()) == (25, 25)
    assert public.latest(call.community) == call
    assert CallVersion.objects.filter(call=call, published_at__isnull=False).count() == 2
    assert not CallVersion.objects.get(call=call, number=2).must_confirm
    starts = (
        InformationSession.objects.filter(call=call).order_by("starts_at").values_list("starts_at", flat=True)
    )
    assert [at < now for at in starts] == [True, False]
    assert Faq.objects.filter(call=call, withdrawn_at__isnull=True).count() == 4


def test_of_twelve_applications_to_c_five_wait_on_the_youth_part() -> None:
    assert states_of("C") == {"submitted": 5, "draft": 7}
    waiting = [part for part in live_parts("C") if part.state != "complete"]
    assert sorted(part.name for part in waiting) == [
        "Youth 01",
        "Youth 03",
        "Youth 04",
        "Youth 07",
        "Youth 11",
    ]
    others_done = [part for part in live_parts("C", Party.UMBRELLA) if part.state == "complete"]
    assert {part.application.pk for part in waiting} <= {part.application.pk for part in others_done}
    assert Invitation.objects.get(state="sent", is_printed=True).part.name == "Youth 03"
    assert Invitation.objects.get(state="sent", part__name="Youth 07").address == "youth-07@example.org"


def test_young_people_wait_on_a_guardian_and_on_its_check(now: datetime) -> None:
    first, second = (
        guardianship_of(part_of(f"Youth {n}").owner, call_of("C").community, now) for n in ("01", "04")
    )
    assert (first.verified_at, second.verified_at) == (None, None)
    said = {row.name: row.consents.get(purpose="apply").state for row in (first, second)}
    assert said == {"Guardian 01": "asked", "Guardian 04": "given"}
    coordinator = Person.objects.get(email="coordinator-01@example.org")
    assert {"Guardian 01", "Guardian 04"} <= {row.name for row in to_verify(coordinator, now)}


def test_a_guardian_was_changed_and_a_young_person_turned_18(now: datetime) -> None:
    ended, holds = Guardianship.objects.filter(youth_name="Youth 08").order_by("since")
    assert (ended.name, bool(ended.ended_why), holds.name, holds.until) == (
        "Guardian 08",
        True,
        "Guardian 18",
        None,
    )
    assert not is_sealed(part_of("Youth 08"), now)
    over = Guardianship.objects.get(youth_name="Youth 09")
    assert over.verified_at
    assert not live(now).filter(pk=over.pk).exists()
    assert live(over.verified_at + timedelta(hours=1)).filter(pk=over.pk).exists()


def test_an_umbrella_is_an_employer_too_a_youth_was_replaced_and_one_draft_is_untouched() -> None:
    both = Part.objects.filter(
        application__call=call_of("C"), organization__name="Example Regional Health System"
    )
    assert set(both.values_list("party", flat=True)) == {"employer", "umbrella"}
    swap = Substitution.objects.get()
    assert (swap.old_part.name, swap.new_part.name, swap.new_part.state) == (
        "Youth 06",
        "Youth 05",
        "complete",
    )
    assert part_of("Leader 05").organization.name == DOUBLE
    untouched = part_of("Leader 10")
    assert (untouched.saved_at, untouched.application.parts.count(), untouched.answers.count()) == (
        None,
        1,
        0,
    )


def test_the_extension_let_in_an_application_written_from_right_to_left() -> None:
    part = part_of(LEADER_12)
    change = DeadlineChange.objects.get(call=call_of("C"))
    assert part.organization_name == FROM_RIGHT_TO_LEFT
    assert change.old_closes_at < part.application.created_at < part.application.submitted_at
    assert part.application.state == "submitted"


def test_every_complete_part_of_a_sent_application_has_a_receipt_of_its_hash() -> None:
    parts = Part.objects.filter(application__state="submitted", state="complete")
    held = {row.part_id: row for row in Receipt.objects.order_by("made_at")}
    assert {part.pk for part in parts} <= held.keys()
    assert {part.pk for part in parts if held[part.pk].part_sha256 != part.sha256} == set()


def test_the_other_community_sees_nothing_of_it(now: datetime) -> None:
    makers = Community.objects.get(slug="demo-makers")
    other = Person.objects.get(email="coordinator-51@example.org")
    client = Client()
    client.force_login(other)
    for path in (call_of("C").get_absolute_url().replace("demo-stem", "demo-makers"),):
        assert client.get(path).status_code == 404
    for application in Application.objects.select_related("community")[:2]:
        assert client.get(application.get_absolute_url()).status_code == 404
    assert public.latest(makers) is None
    assert list(public.of_community(AnonymousUser(), makers, now)) == []
    kinds = set(LogEntry.objects.filter(community_id=makers.pk).values_list("act", flat=True))
    assert not any(kind.startswith(("call.", "application.", "part.", "guardianship.")) for kind in kinds)


def test_parties_and_guardians_are_personas_too(now: datetime) -> None:
    rows = {guest.name: (guest.role, guest.organization) for guest in guests(now)}
    assert rows["Guardian 01"] == ("Guardian of Youth 01", "")
    assert rows["Youth 11"] == ("Employed youth", "Example Regional Health System")
    assert rows[LEADER_12] == ("Employer institution", FROM_RIGHT_TO_LEFT)
    assert not {"Leader 01", "Youth 01", "Guardian 08", "Guardian 09", "Leader 31"} & rows.keys()
    page = Client().get("/demo/").content.decode()
    for name in ("Leader 01", "Umbrella lead 01", "Youth 01", "Youth 02", "Guardian 01"):
        assert f"Sign in as {name}" in page


def test_one_click_signs_in_as_a_guardian(client: Client, now: datetime) -> None:
    guest = next(guest for guest in guests(now) if guest.name == "Guardian 01")
    answer = client.post(f"/demo/sign-in/{guest.code}/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.session["_auth_user_id"] == str(guest.person.pk)
    assert client.post("/demo/sign-in/nobody/").status_code == 404


def test_no_mail_of_the_story_waits_and_none_keeps_a_secret() -> None:
    assert not Notice.objects.filter(state="queued").exists()
    assert not Notice.objects.filter(secret=True).exclude(text="").exists()
