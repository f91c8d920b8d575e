"""Parts to fill: an application to the sample call with its lead, its umbrella and a young person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from copractice.applications.actions.starting import new_part
from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.models import Call, Question
from copractice.calls.queries.versions import published_of
from copractice.calls.states import Party
from copractice.communities.models import new_code
from copractice.consents.actions.births import tell_birth_month
from copractice.people.models import Person
from tests.world import Place
from tests.world_calls import make_call

SIXTEEN = timedelta(days=16 * 366)


@dataclass
class Parts:
    """One application, with its three parts in progress, and who is who."""

    place: Place
    call: Call
    application: Application
    employer: Part
    umbrella: Part
    youth: Part

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
        Application.objects.filter(pk=self.application.pk).update(
            state=ApplicationState.SUBMITTED, submitted_at=now, sha256="a" * 64
        )

    def complete(self, part: Part, now: datetime) -> Part:
        """Have a part complete, without the rules of completing."""
        Part.objects.filter(pk=part.pk).update(state=PartState.COMPLETE, completed_at=now, sha256="b" * 64)
        return self.fresh(part)

    def fresh(self, part: Part) -> Part:
        return Part.objects.select_related("application__call", "version", "owner", "community").get(
            pk=part.pk
        )


def make_parts(place: Place, now: datetime, born: date | None = None) -> Parts:
    """Make an application whose three parties have begun; the young person is sixteen unless `born` says else."""
    call = make_call(place.community, place.people["coordinator"], now)
    application = Application.objects.create(
        community=place.community, call=call, form_key=new_code(), created_at=now
    )
    made = {party: _part(application, party, now) for party in Party}
    month = born or (now - SIXTEEN).date()
    tell_birth_month(person=made[Party.YOUTH].owner, community=place.community, month=month, now=now)
    return Parts(place, call, application, *(made[party] for party in Party))


def _part(application: Application, party: Party, now: datetime) -> Part:
    version = published_of(application.call)
    part = new_part(application, party=party, version=version, name=f"{party.label} of here", now=now)
    part.owner = Person.objects.create_user(f"{party}.{application.code}@example.org")
    part.state = PartState.IN_PROGRESS
    part.save(force_insert=True)
    return part
