"""The staff's pages through the door: what stands on them, what never does, and what each press does."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.applications.actions.answering import save
from copractice.applications.models import Invitation, Part, Reminder
from copractice.applications.queries.invitations import open_invitation
from copractice.applications.states import ApplicationState, PartState
from copractice.applications.tests.parts import signed_in
from copractice.calls.models import DeadlineChange
from copractice.calls.states import Party
from copractice.consents.actions.answers import answer_consent
from copractice.ledger.models import Access
from copractice.notices.models import Notice
from copractice.people.models import SignInCode
from copractice.web.waits import waits_for
from tests.world import World
from tests.world_applications import ask, begin, finish, join, make_sent
from tests.world_consents import own_consent
from tests.world_copy import lay_down_world
from tests.world_staff import make_substitution

CANARY = "the boss shouts at me"


@pytest.fixture
def world(db: None) -> World:
    """Return the world as it is today, since pages judge by the real clock."""
    return lay_down_world()


@pytest.fixture
def today() -> datetime:
    """Return an hour ago."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def staff(world: World) -> Client:
    return signed_in(world.here.people["coordinator"])


def call_path(world: World, name: str = "") -> str:
    return f"/c/here/calls/{world.here.call.code}/{name}"


def write(part: Part, now: datetime) -> None:
    question = part.version.questions.filter(party=part.party).order_by("number")[0]
    save(part=part, key=question.key, text=CANARY, base=0, language="en", actor=part.owner, now=now)


def test_the_list_shows_how_far_each_is_and_nothing_that_was_written(
    world: World, staff: Client, today: datetime
) -> None:
    lead = begin(world.here.call, today, organization="Bevo Lab")
    youth = join(lead, Party.YOUTH, today, name="young")
    for part in (lead, youth):
        write(part, today)
    pages = [call_path(world, name) for name in ("applications/", "reminders/", "export/", "deadline/")]
    pages.append(f"/c/here/applications/{lead.application.code}/staff/")
    texts = [staff.get(path).content.decode() for path in pages]
    assert "Bevo Lab" in texts[0]
    assert "1 started" in texts[0]
    assert not any(CANARY in text for text in texts)
    assert "Young of here" not in texts[0]


def test_filters_of_the_list(world: World, staff: Client, today: datetime) -> None:
    begin(world.here.call, today, name="one", organization="Bevo Lab")
    make_sent(world.here.call, today)
    path = call_path(world, "applications/")
    for query, shown, hidden in (
        ("?group=sent", "Example Studio", "Bevo Lab"),
        ("?waits=lead", "Bevo Lab", "Example Studio"),
        ("?words=bevo", "Bevo Lab", "Example Studio"),
    ):
        page = staff.get(path + query).content.decode()
        assert shown in page
        assert hidden not in page
    assert "No application is found" in staff.get(path + "?words=zzz").content.decode()
    assert staff.get(path + "?group=nonsense&page=x&waits=%00").status_code == 200


def test_the_list_asks_as_often_for_three_as_for_one(world: World, staff: Client, today: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert staff.get(call_path(world, "applications/")).status_code == 200
        return len(seen)

    def more(name: str) -> None:
        join(begin(world.here.call, today, name=name), Party.YOUTH, today, name=f"young-{name}")

    more("one")
    first = queries()
    more("two")
    more("three")
    assert queries() == first


def test_staff_read_a_sent_part_and_a_look_at_a_youth_is_kept(
    world: World, staff: Client, today: datetime
) -> None:
    made = make_sent(world.here.call, today)
    path = f"/c/here/parts/{made.parts[Party.EMPLOYER].code}/staff/"
    assert "We learn by doing." in staff.get(path).content.decode()
    assert not Access.objects.filter(record="applications.part").exists()
    youth = made.parts[Party.YOUTH]
    path = f"/c/here/parts/{youth.code}/staff/"
    assert staff.get(path).status_code == 404
    detail = staff.get(f"/c/here/applications/{made.application.code}/staff/").content.decode()
    assert "Not available until both consents stand" in detail
    assert path not in detail
    assert not Access.objects.filter(record="applications.part").exists()


def test_an_adult_youths_part_is_read_and_the_look_is_kept(
    world: World, staff: Client, today: datetime
) -> None:
    lead = begin(world.here.call, today)
    youth = join(lead, Party.YOUTH, today, name="young", age=19)
    consent = own_consent(youth.owner, youth.community)
    answer_consent(consent=consent, says_yes=True, language="en", actor=youth.owner, now=today)
    finish(youth, today)
    path = f"/c/here/parts/{youth.code}/staff/"
    assert staff.get(path).status_code == 404
    lead.application.state, lead.application.submitted_at = ApplicationState.SUBMITTED, today
    lead.application.sha256 = "a" * 64
    lead.application.save()
    assert "is noted with the day" in staff.get(path).content.decode()
    look = Access.objects.get(record="applications.part")
    assert (look.record_id, look.viewer_key) == (str(youth.pk), world.here.people["coordinator"].log_key)


def test_reminders_go_to_those_who_were_shown(world: World, staff: Client, today: datetime) -> None:
    lead = begin(world.here.call, today)
    join(lead, Party.YOUTH, today, name="young", age=19)
    path = call_path(world, "reminders/")
    page = staff.get(path).content.decode()
    assert "Send 2 reminders" in page
    keys = re.findall(r'name="to" value="([^"]+)"', page)
    assert staff.post(path, {"to": keys[:1]}).status_code == 302
    assert Reminder.objects.count() == 1
    page = staff.get(path).content.decode()
    assert "Send 1 reminder<" in page.replace("</span>", "<")
    assert "Got a message less than 48 hours ago" in page


def test_a_deadline_moves_only_as_it_was_seen(world: World, staff: Client, today: datetime) -> None:
    begin(world.here.call, today)
    day = (world.here.call.closes_at + timedelta(days=7)).date().isoformat()
    typed = {"closes_at_day": day, "closes_at_clock": "23:59", "reason_en": "Floods."}
    page = staff.get(call_path(world, "deadline/")).content.decode()
    typed["form_key"] = re.findall(r'name="form_key" value="([^"]+)"', page)[0]
    assert staff.post(call_path(world, "deadline/"), typed).status_code == 200
    assert not DeadlineChange.objects.exists()
    seen = staff.post(call_path(world, "deadline/preview/"), typed).content.decode()
    assert "Change the deadline and send 1 message" in seen
    assert "Floods." in seen
    digest = re.findall(r'name="seen" value="([^"]+)"', seen)[0]
    changed = typed | {"seen": digest, "reason_en": "Other words."}
    again = staff.post(call_path(world, "deadline/"), changed).content.decode()
    assert "Something changed since you looked" in again
    assert not DeadlineChange.objects.exists()
    assert staff.post(call_path(world, "deadline/"), typed | {"seen": digest}).status_code == 302
    assert DeadlineChange.objects.get().told == 1
    assert Notice.objects.filter(kind="deadline_draft").count() == 1
    public = Client().get(call_path(world, "changes/")).content.decode()
    assert "Floods." in public


def test_a_refused_deadline_says_why_and_keeps_what_was_typed(
    world: World, staff: Client, today: datetime
) -> None:
    begin(world.here.call, today)
    day = (world.here.call.closes_at - timedelta(days=2)).date().isoformat()
    typed = {"closes_at_day": day, "closes_at_clock": "23:59", "reason_en": "Hurry.", "form_key": "f" * 32}
    response = staff.post(call_path(world, "deadline/preview/"), typed)
    assert response.status_code == 400
    page = response.content.decode()
    assert "only an owner moves the deadline earlier" in page
    assert "Hurry." in page


def test_more_time_for_one_application_of_the_same_call_only(
    world: World, staff: Client, today: datetime
) -> None:
    lead, foreign = begin(world.here.call, today), begin(world.there.call, today)
    path = call_path(world, "deadline/")
    assert "for one application" in staff.get(f"{path}?application={lead.application.code}").content.decode()
    assert "More time for Lead of here" in staff.get(f"{path}?part={lead.code}").content.decode()
    assert staff.get(f"{path}?application={foreign.application.code}").status_code == 404
    assert staff.get(f"{path}?part={foreign.code}").status_code == 404
    assert (
        staff.get(f"{call_path(world, 'reminders/')}?application={foreign.application.code}").status_code
        == 404
    )


def test_a_replacement_is_decided(world: World, staff: Client, today: datetime) -> None:
    made = make_sent(world.here.call, today)
    row = make_substitution(made, today)
    detail = f"/c/here/applications/{made.application.code}/staff/"
    assert "Their lead moved away." in staff.get(detail).content.decode()
    titles = [wait.title for wait in waits_for(world.here.people["coordinator"], timezone.now())]
    assert "Somebody asks to replace a party of a sent application" in titles
    assert staff.post(f"/c/here/substitutions/{row.code}/", {"agree": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.new_part.state, row.old_part.state) == (PartState.INVITED, PartState.REPLACED)
    assert staff.post(f"/c/here/substitutions/{row.code}/", {"agree": "1"}).status_code == 404


def test_a_replacement_is_refused(world: World, staff: Client, today: datetime) -> None:
    row = make_substitution(make_sent(world.here.call, today), today)
    staff.post(f"/c/here/substitutions/{row.code}/", {"refuse": "1"})
    row.refresh_from_db()
    assert (row.new_part, row.decided_by) == (None, world.here.memberships["coordinator"])


def test_an_application_is_ruled_out_on_its_page(world: World, staff: Client, today: datetime) -> None:
    application = make_sent(world.here.call, today).application
    path = f"/c/here/applications/{application.code}/rule/"
    assert staff.post(path, {"out": "1", "reason": ""}).status_code == 400
    assert staff.post(path, {"out": "1", "reason": "Not ours."}).status_code == 302
    page = staff.get(f"/c/here/applications/{application.code}/staff/").content.decode()
    assert "is ruled out" in page
    assert "Not ours." in page


def test_an_organization_is_chosen_or_added(world: World, staff: Client, today: datetime) -> None:
    part = begin(world.here.call, today, organization="Brand New Lab")
    path = f"/c/here/parts/{part.code}/organization/"
    assert "Add “Brand New Lab” to the list" in staff.get(path).content.decode()
    assert staff.post(path, {"organization": world.there.organization.code}).status_code == 400
    assert staff.post(path, {"organization": world.here.organization.code}).status_code == 302
    part.refresh_from_db()
    assert part.organization == world.here.organization
    assert staff.post(path, {"organization": "new"}).status_code == 302
    part.refresh_from_db()
    assert part.organization.name == "Brand New Lab"


def test_a_code_is_shown_once_and_only_for_accounts_without_staff_roles(
    world: World, staff: Client, today: datetime
) -> None:
    part = begin(world.here.call, today)
    path = f"/c/here/parts/{part.code}/sign-in-code/"
    assert not SignInCode.objects.exists()
    assert "Make a code" in staff.get(path).content.decode()
    assert not SignInCode.objects.exists()
    page = staff.post(path).content.decode()
    assert re.search(r">[0-9A-Z]{4}-[0-9A-Z]{4}<", page)
    assert SignInCode.objects.get().person == part.owner
    own = begin(world.here.call, today, person=world.here.people["owner"])
    path = f"/c/here/parts/{own.code}/sign-in-code/"
    assert "No code can be made for this account" in staff.get(path).content.decode()
    assert staff.post(path).status_code == 409


def test_staff_invite_again_by_a_code_that_is_shown_once(
    world: World, staff: Client, today: datetime
) -> None:
    sent = ask(begin(world.here.call, today), Party.UMBRELLA, today, name="umbrella-lead")
    path = f"/c/here/invitations/{sent.invitation.code}/staff/"
    page = staff.post(path, {"email": ""}).content.decode()
    assert re.search(r">[0-9A-Z]{4}-[0-9A-Z]{4}<", page)
    assert open_invitation(sent.token) is None
    fresh = Invitation.objects.get(part=sent.invitation.part, state="sent")
    assert fresh.is_printed
    path = f"/c/here/invitations/{fresh.code}/staff/"
    assert staff.post(path, {"email": "right@example.org"}).status_code == 302
    fresh = Invitation.objects.get(part=sent.invitation.part, state="sent")
    assert staff.post(f"/c/here/invitations/{fresh.code}/staff/revoke/").status_code == 302


def test_staff_replace_a_lead_who_is_lost(world: World, staff: Client, today: datetime) -> None:
    part = begin(world.here.call, today)
    path = f"/c/here/parts/{part.code}/replace/"
    assert "leads the application from then on" in staff.get(path).content.decode()
    typed = {"name": "New lead", "organization_name": "Example Lab", "email": "new@example.org"}
    assert staff.post(path, typed).status_code == 400
    assert staff.post(path, typed | {"reason": "She left."}).status_code == 302
    part.refresh_from_db()
    assert part.state == PartState.REPLACED
