"""Parts to fill: an application to the sample call with its lead, its umbrella and a young person."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from copractice.applications.models import Answer, Application, Part
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.models import Call, Question
from copractice.calls.states import Party
from copractice.consents.actions.answers import answer_consent
from copractice.consents.actions.guardians import name_guardian, verify_guardian
from copractice.consents.states import Check
from copractice.people.models import Person
from tests.world import Place
from tests.world_applications import begin, join
from tests.world_calls import make_call
from tests.world_consents import guardian_consent, own_consent


@dataclass
class Parts:
    """One application, with its three parts in progress, and who is who."""

    place: Place
    call: Call
    employer: Part
    umbrella: Part
    youth: Part

    @property
    def application(self) -> Application:
        return self.employer.application

    @property
    def lead(self) -> Person:
        return self.employer.owner

    @property
    def staff(self) -> Person:
        return self.place.people["coordinator"]

    def key(self, part: Part, number: int) -> str:
        """Return the key of the question of this number, from 1, to the part's party."""
        return self.question(part, number).key

    def question(self, part: Part, number: int) -> Question:
        return part.version.questions.filter(party=part.party).order_by("number")[number - 1]

    def send(self, now: datetime) -> None:
        """Have the application sent, without the rules of sending."""
        rows = Application.objects.filter(pk=self.application.pk)
        rows.update(state=ApplicationState.SUBMITTED, submitted_at=now, sha256="a" * 64)

    def complete(self, part: Part, now: datetime) -> Part:
        """Have a part complete, without the rules of completing."""
        rows = Part.objects.filter(pk=part.pk)
        rows.update(state=PartState.COMPLETE, completed_at=now, sha256="b" * 64)
        return self.fresh(part)

    def fresh(self, part: Part) -> Part:
        rows = Part.objects.select_related("application__call", "version", "owner", "community")
        return rows.get(pk=part.pk)


def make_parts(place: Place, now: datetime, age: int = 16) -> Parts:
    """Make an application whose three parties have begun; the young person is sixteen unless said otherwise."""
    call = make_call(place.community, place.people["coordinator"], now)
    lead = begin(call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    youth = join(lead, Party.YOUTH, now, name="young", age=age)
    parts = Parts(place, call, lead, umbrella, youth)
    return Parts(place, call, *(parts.fresh(part) for part in (lead, umbrella, youth)))


def signed_in(person: Person, **more: object) -> Client:
    """Return the browser of somebody."""
    client = Client(**more)
    client.force_login(person)
    return client


def close(parts: Parts) -> None:
    """Have the call closed an hour ago, for everybody."""
    now = timezone.now()
    rows = Call.objects.filter(pk=parts.call.pk)
    rows.update(closes_at=now - timedelta(hours=1), parties_by=now - timedelta(hours=1))


def place(part: Part, rest: str = "") -> str:
    """Return the address of a part's page."""
    return f"{part.get_absolute_url()}{rest}"


def text(response: HttpResponse) -> str:
    """Return a page as it reads, with single spaces."""
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def answers(part: Part) -> dict[int, str]:
    """Return what a part answers, by the numbers of its questions."""
    return dict(Answer.objects.filter(part=part).values_list("question__number", "text"))


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
