"""The demo's chapters on Apply: eleven applications to A, sixteen to B, and twelve to C, which is open."""

from datetime import datetime, timedelta

from copractice.applications.actions import substituting, withdrawing
from copractice.applications.actions.inviting import Guest
from copractice.applications.models import Part
from copractice.calls.states import Party
from copractice.communities.actions import Facts, add_organization
from copractice.communities.models import Community, OrganizationKind
from copractice.consents.actions.guardians import change_guardian
from copractice.demo import call_texts, calls
from copractice.demo.answer_texts import FIRST_WORDS, LATE
from copractice.demo.applying import Telling, address_of, birth_month, owner_of
from copractice.demo.definition import Story
from copractice.people.models import Person

MUSEUMS, HEALTH = "Example Museums Alliance", "Example Regional Health System"
WORKS, LIBRARIES = "Example Youth Works Network", "Example Library Federation"
UMBRELLAS = {
    MUSEUMS: "Umbrella lead 01",
    HEALTH: "Umbrella lead 02",
    WORKS: "Umbrella lead 03",
    LIBRARIES: "Umbrella lead 04",
}
# The ten institutions in the order of their leaders, each with the umbrella organization that stands behind it.
INSTITUTIONS = [
    ("Example Riverbend Science Center", MUSEUMS),
    ("Example Prairie Botanic Lab", MUSEUMS),
    ("Example Gateway Makerspace", WORKS),
    ("Example Confluence Health Tech", HEALTH),
    ("Example Bluff City Robotics Club", WORKS),
    ("Example Northside Data Studio", WORKS),
    ("Example Meramec Field Station", MUSEUMS),
    ("Example Arch Street Library Lab", LIBRARIES),
    ("Example Delmar Design Works", WORKS),
    ("Example Cahokia Energy Co-op", WORKS),
]
OTHERS = [  # who else applied to B
    ("Example Cedar Hollow Nature Center", MUSEUMS),
    ("Example Harbor Light Aquarium Lab", MUSEUMS),
    ("Example Mill Creek Fab Shop", WORKS),
    ("Example Osage Sky Observatory", MUSEUMS),
    ("Example Maple Bend Greenhouse", LIBRARIES),
    ("Example Pear Street Sound Lab", LIBRARIES),
]
NEW_IN_A = "Example Kiln Row Ceramics Lab"
FROM_RIGHT_TO_LEFT = "Example مختبر النهر"  # a river lab, whose leader signs in Arabic too
LEADER_12 = "قائدة 12"
# The same club was put on the list a second time, under a shorter name: staff find it and merge.
DOUBLE = "Example Bluff City Robotics"
MINORS_OF_B = {
    3: 17,
    5: 16,
    6: 15,
    7: 17,
    8: 16,
}  # by application: the age of its young person, when it applied
WITHOUT_GUARDIAN = {14: 16, 15: 17}  # the guardian never answered
TWO_YOUTH = {1, 2, 3, 4}
WITHDRAWN = 16


def tell(*, now: datetime) -> None:
    """Tell the three calls with everything that was applied."""
    stem = Community.objects.get(slug="demo-stem")
    story = Story(stem, Person.objects.get(email="coordinator-01@example.org"), now)
    _tell_a(story)
    _tell_b(story)
    _tell_c(story)


def _tell_a(story: Story) -> None:
    """Ten of eleven were sent: one of them in the last minute, one in the silent grace; one was too late."""
    call = calls.open_a(story)
    telling = Telling(story, call)
    names = [*[name for name, _umbrella in INSTITUTIONS], NEW_IN_A]
    for number, name in enumerate(names, start=1):
        began = call.closes_at - timedelta(days=34 - 2 * number)
        lead = telling.start(f"Leader {20 + number}", name, began)
        if number < len(names):
            sent = {9: timedelta(minutes=1), 10: timedelta(minutes=-12)}.get(number, timedelta(days=number))
            telling.finish(lead, call.closes_at - sent)
            telling.send(lead, call.closes_at - sent)
        else:
            telling.fill(lead, call.closes_at - timedelta(hours=2))
            telling.write(lead, 4, LATE, call.closes_at + timedelta(minutes=46), base=1)
    calls.close(call)


def _tell_b(story: Story) -> None:
    """Of sixteen applications thirteen are whole, two lack a guardian's yes, and one was withdrawn."""
    call = calls.open_b(story)
    calls.reword(story, call, 468)
    telling = Telling(story, call)
    applicants = [*INSTITUTIONS, *OTHERS]
    leads: list[tuple[Part, Part]] = []
    for number, (name, umbrella) in enumerate(applicants, start=1):
        label = f"Leader {number:02}" if number <= len(INSTITUTIONS) else f"Leader {30 + number}"
        began = story.ago(467 - number)
        lead = telling.start(label, name, began)
        backs = telling.join(lead, Party.UMBRELLA, UMBRELLAS[umbrella], began, organization=umbrella)
        leads.append((lead, backs))
    calls.ask_more(story, call, 449)
    calls.extend(story, call, call_texts.REASON_OF_B, 446)
    for number, (lead, backs) in enumerate(leads, start=1):
        done = story.ago(445 - number)
        _youth_of_b(telling, lead, number, done)
        telling.finish(backs, done)
        telling.finish(lead, done)
        telling.send(lead, done + timedelta(minutes=20))
    lead = leads[WITHDRAWN - 1][0]
    withdrawing.withdraw(application=lead.application, actor=owner_of(lead), now=story.ago(428))
    calls.close(call)


def _youth_of_b(telling: Telling, lead: Part, number: int, at: datetime) -> None:
    """Let one or two young people fill their parts; the second one is always of age."""
    age = (MINORS_OF_B | WITHOUT_GUARDIAN).get(number, 19)
    youth = telling.join(lead, Party.YOUTH, f"Youth {30 + number}", at, age=age)
    if number in MINORS_OF_B:
        telling.whole_family(youth, f"Guardian {30 + number}", at)
    elif number in WITHOUT_GUARDIAN:
        telling.name_guardian(youth, f"Guardian {30 + number}", at)
    telling.finish(youth, at)
    if number in TWO_YOUTH:
        second = telling.join(lead, Party.YOUTH, f"Youth {50 + number}", at, age=20)
        telling.finish(second, at)


def _tell_c(story: Story) -> None:
    """Twelve were started, five wait on the youth part, five are sent; the deadline moved by two weeks."""
    call = calls.open_c(story)
    telling = Telling(story, call)
    _sent_early(telling)
    calls.reword(story, call, 22)
    _waiting(telling)
    calls.extend(story, call, call_texts.REASON_OF_C, 10)
    _sent_late(telling)


def _with_umbrella(telling: Telling, number: int, days: int, *, name: str = "") -> Part:
    """Start an institution's application whose umbrella organization and lead are done; return the lead's part."""
    known, umbrella = INSTITUTIONS[number - 1]
    at = telling.story.ago(days)
    lead = telling.start(f"Leader {number:02}", name or known, at)
    backs = telling.join(lead, Party.UMBRELLA, UMBRELLAS[umbrella], at, organization=umbrella)
    telling.finish(backs, telling.story.ago(days - 1))
    telling.finish(lead, telling.story.ago(days - 2))
    return lead


def _sent_early(telling: Telling) -> None:
    """Three are sent: one whose youth turned 18 meanwhile, one with another guardian, one with another youth."""
    story, ago = telling.story, telling.story.ago
    lead = _with_umbrella(telling, 8, 40)
    sent = telling.ask(lead, Party.YOUTH, "Youth 09", ago(39))
    youth_part = telling.accept(sent, ago(39), born=birth_month(18, story.now, months=0))
    telling.whole_family(youth_part, "Guardian 09", ago(38))
    telling.finish(youth_part, ago(37))
    telling.send(lead, ago(36))

    lead = _with_umbrella(telling, 7, 38)
    youth_part = telling.join(lead, Party.YOUTH, "Youth 08", ago(36), age=16)
    first = telling.whole_family(youth_part, "Guardian 08", ago(35))
    telling.finish(youth_part, ago(34))
    telling.send(lead, ago(33))
    second = change_guardian(
        guardianship=first,
        name="Guardian 18",
        email=address_of("Guardian 18"),
        why="Youth 08 lives with an aunt now.",
        actor=story.by,
        now=ago(12),
    )
    telling.guardian_agrees(second, ago(11))
    telling.check(second, ago(11))

    facts = Facts(DOUBLE, [OrganizationKind.YOUTH_SERVING], "Alton", county="Madison County")
    add_organization(community=story.community, facts=facts, actor=story.by, now=ago(37))
    lead = _with_umbrella(telling, 5, 36, name=DOUBLE)
    left = telling.join(lead, Party.YOUTH, "Youth 06", ago(34))
    asked = substituting.substitute(
        part=left,
        guest=Guest(Party.YOUTH, "Youth 05", "", address_of("Youth 05")),
        reason="Youth 06 moved to another city.",
        actor=owner_of(lead),
        now=ago(29),
    )
    if asked.sent:
        youth_part = telling.accept(asked.sent, ago(28), born=birth_month(19, ago(28)))
        telling.finish(youth_part, ago(27))
    telling.send(lead, ago(26))


def _waiting(telling: Telling) -> None:
    """Five wait on the youth part, one on its umbrella organization, and one has only been started."""
    ago = telling.story.ago
    lead = _with_umbrella(telling, 1, 21)
    youth = telling.join(lead, Party.YOUTH, "Youth 01", ago(18), age=16)
    telling.write(youth, 1, FIRST_WORDS, ago(17))
    telling.agree(youth, ago(17))
    telling.name_guardian(youth, "Guardian 01", ago(17))

    lead = _with_umbrella(telling, 2, 20)
    youth = telling.join(lead, Party.YOUTH, "Youth 04", ago(16), age=17)
    telling.agree(youth, ago(16))
    telling.guardian_agrees(telling.name_guardian(youth, "Guardian 04", ago(16)), ago(15))

    lead = _with_umbrella(telling, 4, 19)
    telling.ask(lead, Party.YOUTH, "Youth 03", ago(16), mail=False)

    lead = _with_umbrella(telling, 6, 18)
    telling.ask(lead, Party.YOUTH, "Youth 07", ago(14))

    lead = telling.start("Supervisor 02", HEALTH, ago(17))
    backs = telling.join(lead, Party.UMBRELLA, UMBRELLAS[WORKS], ago(17), organization=WORKS)
    telling.finish(backs, ago(15))
    telling.finish(lead, ago(15))
    telling.join(lead, Party.YOUTH, "Youth 11", ago(13), age=20)

    lead = telling.start("Leader 09", "Example Delmar Design Works", ago(16))
    telling.ask(lead, Party.UMBRELLA, UMBRELLAS[WORKS], ago(16), organization=WORKS)
    telling.finish(telling.join(lead, Party.YOUTH, "Youth 10", ago(15), age=18), ago(14))
    telling.finish(lead, ago(14))

    telling.start("Leader 10", "Example Cahokia Energy Co-op", ago(12))


def _sent_late(telling: Telling) -> None:
    """Two are sent after the first deadline, one of them also started after it: the extension made them possible."""
    ago = telling.story.ago
    lead = _with_umbrella(telling, 3, 9)
    telling.finish(telling.join(lead, Party.YOUTH, "Youth 02", ago(6), age=19), ago(5))
    telling.send(lead, ago(5))

    lead = telling.start("Leader 12", FROM_RIGHT_TO_LEFT, ago(4), name=LEADER_12)
    umbrella = UMBRELLAS[LIBRARIES]
    backs = telling.join(lead, Party.UMBRELLA, umbrella, ago(4), organization=LIBRARIES)
    youth = telling.join(lead, Party.YOUTH, "Youth 12", ago(3), age=21)
    for part in (backs, youth, lead):
        telling.finish(part, ago(2))
    telling.send(lead, ago(1))
