"""Sample applications, made by the actions that their parties use: one that is filled, one that was sent."""

from dataclasses import dataclass
from datetime import datetime

from copractice.applications.actions import accepting, answering, completing, inviting, sending, starting
from copractice.applications.models import Application, Invitation, Part, Receipt
from copractice.applications.queries.answers import questions_of
from copractice.calls.models import Call, Question
from copractice.calls.states import Party, QuestionKind
from copractice.communities.models import new_code
from copractice.people.models import Person
from tests.world_consents import month_for_age

SAYS = {QuestionKind.LONG: "We learn by doing.", QuestionKind.SHORT: "Summer Bench"}


@dataclass(frozen=True)
class Applied:
    """An application with its parties: lead, umbrella and youth fill their parts, a second youth is asked."""

    application: Application
    lead: Part
    umbrella: Part
    youth: Part
    asked: Part
    invitation: Invitation
    token: str

    @property
    def owners(self) -> dict[str, Person]:
        """Return who owns which part."""
        return {part.party: part.owner for part in (self.lead, self.umbrella, self.youth) if part.owner}


@dataclass(frozen=True)
class SentIn:
    """An application that was sent when all its parties were done, with a receipt for each."""

    application: Application
    parts: dict[str, Part]
    receipts: dict[str, Receipt]

    @property
    def receipt(self) -> Receipt:
        """Return the lead's receipt."""
        return self.receipts[Party.EMPLOYER]


def begin(
    call: Call,
    now: datetime,
    *,
    name: str = "lead",
    organization: str = "Example Lab",
    person: Person | None = None,
) -> Part:
    """Start an application in the name of a person, made for it if none is given; return the lead's part."""
    lead = person or Person.objects.create_user(f"{name}@{call.community.slug}.example.org")
    application = starting.start(
        call=call,
        name=f"{name.title()} of {call.community.slug}",
        organization_name=organization,
        form_key=new_code().ljust(32, "0"),
        actor=lead,
        now=now,
    )
    return application.parts.get()


def ask(lead: Part, party: Party, now: datetime, *, name: str) -> inviting.Sent:
    """Invite a party by mail."""
    slug = lead.community.slug
    guest = inviting.Guest(party, f"{name.title()} of {slug}", address=f"{name}@{slug}.example.org")
    if party == Party.UMBRELLA:
        guest = inviting.Guest(party, guest.name, "Example Alliance", guest.address)
    return inviting.invite(application=lead.application, guest=guest, actor=lead.owner, now=now)


def join(lead: Part, party: Party, now: datetime, *, name: str, age: int = 16) -> Part:
    """Invite a party, which accepts as the person of the address."""
    sent = ask(lead, party, now, name=name)
    month = month_for_age(age, now) if party == Party.YOUTH else None
    yes = accepting.Yes(sent.invitation.part.name, month)
    return accepting.accept(token=sent.token, yes=yes, actor=None, now=now)


def answer_to(question: Question) -> str:
    """Return an answer that fits a question."""
    return SAYS.get(QuestionKind(question.kind), "1")


def fill(part: Part, now: datetime) -> Part:
    """Answer every question that has to be answered."""
    for question in questions_of(part).filter(is_required=True):
        answering.save(
            part=part,
            key=question.key,
            text=answer_to(question),
            base=0,
            language="en",
            actor=part.owner,
            now=now,
        )
    return part


def finish(part: Part, now: datetime) -> Part:
    """Fill a part and say that it is done."""
    return completing.complete(part=fill(part, now), actor=part.owner, now=now)


def make_applied(call: Call, now: datetime) -> Applied:
    """Make an application whose three parties have begun, and ask a second youth."""
    lead = begin(call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    youth = join(lead, Party.YOUTH, now, name="young")
    sent = ask(lead, Party.YOUTH, now, name="asked")
    return Applied(
        application=lead.application,
        lead=lead,
        umbrella=umbrella,
        youth=youth,
        asked=sent.invitation.part,
        invitation=sent.invitation,
        token=sent.token,
    )


def make_sent(call: Call, now: datetime, *, person: Person | None = None) -> SentIn:
    """Make an application that was sent with all its parts done."""
    lead = begin(call, now, name="sender", organization="Example Studio", person=person)
    others = [
        join(lead, Party.UMBRELLA, now, name="sender-umbrella"),
        join(lead, Party.YOUTH, now, name="sender-youth"),
    ]
    parts = {part.party: finish(part, now) for part in [lead, *others]}
    application = sending.send(application=lead.application, actor=lead.owner, now=now)
    receipts = {receipt.part.party: receipt for receipt in Receipt.objects.filter(part__in=parts.values())}
    return SentIn(application, parts, receipts)
