"""Every kind of page that personas of the demo can reach, looked at by axe: on a phone, and at a desk in the dark.

The pages are found by following links, so that a new page is looked at without being named here. Whatever
address of the site is not found that way has to stand in `no_page.py`, or a test fails.
"""

import re
from collections import defaultdict
from datetime import datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from playwright.sync_api import Page

from copractice.applications.actions.starting import offer_start
from copractice.applications.models import Application, Part
from copractice.calls.actions.versions import start_version
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.cohorts.models import Participant
from copractice.communities.actions import affiliate
from copractice.communities.models import Affiliation, AffiliationRole, Community, Membership, Organization
from copractice.convening.actions import freezing, lives, room
from copractice.convening.models import Convening
from copractice.notices.models import Notice
from copractice.people.actions.links import invite_link
from copractice.people.models import Person
from copractice.recommendations.models import Recommendation
from copractice.recommendations.states import RecommendationState
from tests import matrix
from tests.journeys.conftest import Visit
from tests.journeys.no_page import NO_PAGE
from tests.world import make_import, make_organizations, make_parked
from tests.world_answers import ask_more, write_twice
from tests.world_applications import ask, begin, make_sent
from tests.world_assessments import make_measured
from tests.world_calls import make_call, make_called
from tests.world_cohorts import make_practiced
from tests.world_definition import make_consultations
from tests.world_recommendations import make_draft
from tests.world_review import Reviewed, make_reviewed
from tests.world_selection import make_chosen

FOLLOWED = 8  # pages of a kind whose links are followed: the first two may not lead on
BEGIN = ["/", "/demo/", "/styleguide/", "/sign-in/", "/sign-in/code/", "/join/", "/me/"]
LINK = re.compile(r'href="(/[^"#?]*)')
# Pages of who has a passkey: test_passkeys.py looks at them.
BEHIND_A_PASSKEY = {"mfa_authenticate", "passkey", "prove", "recovery_codes"}
PAGES = matrix.url_names() - NO_PAGE - BEHIND_A_PASSKEY
Layout = tuple[int, str]  # how wide a window is, and its theme
PHONE, DESK = (390, "light"), (1280, "dark")
READER = "Reader 1 of demo-stem"
PERSONAS = [
    "",
    "Coordinator 01",
    "Coordinator 51",
    "Member 01",
    "Youth 01",
    "Guardian 01",
    "Lead 90",
    READER,
    "Facilitator 01",
    "Leader 08",
]
WHOLE = {"", "Coordinator 01"}  # whose pages are looked at also where another persona saw their like

# The elements that make a page scroll sideways; a page that does not has none.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > innerWidth + .5)
    .map(element => element.outerHTML.slice(0, 90))"""


def furnish(now: datetime) -> list[str]:
    """Add to the demo what its story does not hold yet, so that every kind of page is there.

    Returns the addresses that no page links to.
    """
    community = Community.objects.get(slug="demo-stem")
    coordinator = Person.objects.get(email="coordinator-01@example.org")
    held = {"funder": Membership.objects.get(community=community, role="funder")}
    organizations = make_organizations(community, held, coordinator, now)
    reviewed = make_reviewed(community, coordinator, now)
    address = f"{READER.lower().replace(' ', '-')}@example.org"
    Person.objects.filter(email="reader1@demo-stem.example.org").update(email=address)
    make_import(community, coordinator, now)
    make_parked(community, now)
    drafted = plan(community, coordinator, now)
    closed = lives.open_voting(convening=drafted, actor=coordinator, now=now)
    voter = room.join(convening=closed, key="a phone", actor=None, now=now)
    room.write_statement(text="One thing to say.", language="en", actor=voter, now=now)
    closed = lives.close_voting(convening=closed, actor=coordinator, now=now)
    freezing.freeze(convening_id=closed.pk, now=now)
    plan(community, coordinator, now)
    waiting = Convening.objects.get(community__slug="demo-makers")
    voter = room.join(convening=waiting, key="a phone", actor=None, now=now)
    room.write_statement(text="Let beginners choose.", language="en", actor=voter, now=now)
    called = make_called(community, coordinator, now)
    assert all((called.draft, called.faq, called.session))  # made when asked for
    start_version(call=called.call, actor=coordinator, now=now)
    comments = make_consultations(make_signer(community, coordinator, now), coordinator, now)
    unlinked = make_applying(make_call(community, coordinator, now), now)
    return [comments, *unlinked, *make_decided(reviewed, now), *make_meeting(organizations, now)]


def make_meeting(organizations: dict[str, Any], now: datetime) -> list[str]:
    """Add a cohort at work, of which a young persona takes part; return what no page links to, or only late."""
    community = organizations["organization"].community
    facilitator = Membership.objects.get(community=community, name="Facilitator 01")
    practiced = make_practiced(community, facilitator, organizations, now)
    youth = Person.objects.get(email="youth-01@example.org")
    Participant.objects.filter(pk=practiced.youth.pk).update(person=youth)
    draft = make_draft(practiced.youth, now)
    measured = make_measured(practiced, facilitator, now)
    return [
        measured.baseline.get_absolute_url(),
        reverse("enter_scores", args=[community.slug, measured.baseline.code, practiced.seat.code]),
        reverse("change_assessment_item", args=[community.slug, measured.baseline.code, "q2"]),
        reverse("add_assessment_item", args=[community.slug, measured.baseline.code]),
        reverse("answer_assessment", args=[community.slug, measured.survey.code]),
        reverse("offer_recommendation", args=[community.slug, draft.code]),
        reverse("participant_invitation", args=[practiced.token]),
        reverse("seat_applications", args=[community.slug, practiced.cohort.code]),
        practiced.cohort.get_absolute_url(),
        practiced.seat.get_absolute_url(),
        practiced.session.get_absolute_url(),
    ]


def make_decided(reviewed: Reviewed, now: datetime) -> list[str]:
    """Add decisions, of which the lead of `make_applying` got one; return what no page links to."""
    staff = Membership.objects.filter(community=reviewed.call.community, until=None)
    chosen = make_chosen(reviewed, staff.get(role="coordinator"), staff.get(role="owner"), now)
    lead = Person.objects.get(email="lead-90@example.org")
    Part.objects.filter(pk=chosen.letter.part_id).update(owner=lead)
    Application.objects.filter(pk=chosen.decision.application_id).update(state="selected")
    call = [reviewed.call.community.slug, reviewed.call.code]
    pages = ("publish_decisions", "promote_next", "remind_answers")
    return [chosen.decision.get_absolute_url(), *(reverse(name, args=call) for name in pages)]


def make_signer(community: Community, coordinator: Person, now: datetime) -> Affiliation:
    """Let a member persona be who signs for an organization."""
    return affiliate(
        organization=Organization.objects.get(community=community, name="Example Lantern Street Studio"),
        membership=Membership.objects.get(community=community, name="Member 01"),
        role=AffiliationRole.EXECUTIVE,
        since=now.date(),
        actor=coordinator,
        now=now,
    )


def make_applying(call: Call, now: datetime) -> list[str]:
    """Add a lead with a draft and a sent application; return what no page links to."""
    lead = Person.objects.create_user("lead-90@example.org")
    make_sent(call, now, person=lead)
    draft = begin(call, now, person=lead)
    sent = ask(draft, Party.YOUTH, now, name="asked-90")
    write_twice(draft, now)
    ask_more(call, Party.EMPLOYER, Person.objects.get(email="coordinator-01@example.org"), now)
    offer_start(call=call, name="New lead", address="new-lead-90@example.org", now=now)
    start = Notice.objects.get(kind="application_offer").text
    check = reverse("check_part", args=[draft.community.slug, draft.code])  # behind a button
    return [reverse("party_invitation", args=[sent.token]), re.search(r"/start/\S+", start)[0], check]


def plan(community: Community, coordinator: Person, now: datetime) -> Convening:
    words = lives.Plan(title={"en": "Next time"}, question={"en": "What then?"}, held_on=now.date())
    return lives.prepare(community=community, plan=words, actor=coordinator, now=now)


def enter_room(client: Client) -> list[str]:
    """Give a browser a voice in the room that is open, and return the addresses of that voice."""
    code = Convening.objects.get(community__slug="demo-makers").room_code
    client.post(reverse("enter", args=[code]))
    return [reverse(name, args=[code]) for name in ("room", "keep_votes")]


def place_of_someone() -> str:
    """Return the address of somebody's place in an organization; few organizations of the story have one."""
    row = Affiliation.objects.filter(community__slug="demo-stem").first()
    return reverse("affiliation", args=["demo-stem", row.code])


def advice() -> str:
    """Return the address of a recommendation that waits for its answer; a list begins with answered ones."""
    row = Recommendation.objects.filter(community__slug="demo-stem", state=RecommendationState.OFFERED)[0]
    return row.get_absolute_url()


def invitation() -> str:
    """Return the address of an invitation that nobody has used."""
    return invite_link(
        person=Person.objects.get(email="member-02@example.org"), actor=None, now=timezone.now()
    )


def walk(client: Client, begin: list[str]) -> dict[str, list[str]]:
    """Follow every link from the first pages on; return some addresses for each name of an address."""
    found: dict[str, list[str]] = defaultdict(list)
    waiting, seen = list(begin), set(begin)
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if name not in PAGES or len(found[name]) == FOLLOWED:
            continue
        response = client.get(path)
        if response.status_code == 200:
            found[name].append(path)
        # In the order of the page: lists are in order of time or name, while codes differ from run to run.
        links = [*LINK.findall(response.content.decode()), response.headers.get("Location", path)]
        waiting += [link for link in dict.fromkeys(links) if link not in seen]
        seen |= set(links)
    return {name: paths for name, paths in found.items() if paths}


def name_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).url_name
    except Resolver404:
        return ""


def faults_of(page: Page, path: str, layout: Layout) -> list[str]:
    """Return what is wrong with a page in one layout; a phone's page is tried on the narrowest phone too."""
    width, theme = layout
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)
    page.goto(path)
    faults = [] if page.locator("h1").count() == 1 or path == "/styleguide/" else ["not one h1"]
    if not page.title().strip(" |"):
        faults.append("no title")
    found = Axe().run(page)
    if found.violations_count:
        faults.append(found.generate_report())
    for narrow in {390: (390, 320)}.get(width, ()):
        page.set_viewport_size({"width": narrow, "height": 844})
        if wide := page.evaluate(TOO_WIDE):
            faults.append(f"wider than {narrow}: {wide}")
    return [f"{path} {layout}: {fault}" for fault in faults]


@pytest.mark.slow
@pytest.mark.longest
def test_axe_finds_nothing_on_any_page_that_a_persona_reaches(visit: Visit, demo: str) -> None:
    mailed = furnish(timezone.now())
    looked_at: set[str] = set()
    faults: list[str] = []
    for persona in PERSONAS:
        client = Client()
        first = [*BEGIN, *mailed, invitation(), advice(), place_of_someone(), *enter_room(client)]
        if persona:
            client.force_login(Person.objects.get(email=f"{persona.lower().replace(' ', '-')}@example.org"))
        found = walk(client, first)
        page = visit()
        add_cookies(page, client)
        for name, paths in found.items():
            if persona in WHOLE or name not in looked_at:
                # Of two pages of a kind, each is looked at in one layout.
                faults += faults_of(page, paths[0], PHONE) + faults_of(page, paths[:2][-1], DESK)
        looked_at |= set(found)
        page.context.close()
    assert faults == [], "\n".join(faults)
    assert PAGES - looked_at == set()


def add_cookies(page: Page, client: Client) -> None:
    """Give the browser what the walk was given: who is signed in, and the voice in the room."""
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "domain": "localhost", "path": morsel["path"] or "/"}
            for name, morsel in client.cookies.items()
            if name != settings.CSRF_COOKIE_NAME
        ]
    )
