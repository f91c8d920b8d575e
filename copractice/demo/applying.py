"""What the parties of the demo's applications do, each by the action that its page uses, at a past instant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from copractice.applications.actions import (
    accepting,
    answering,
    completing,
    inviting,
    sending,
    starting,
    versions,
)
from copractice.applications.models import Answer, AnswerVersion, Application, Part
from copractice.applications.queries.answers import questions_of
from copractice.applications.queries.parts import must_confirm, newer_versions
from copractice.applications.states import SaveKind
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.models import new_code
from copractice.consents.actions import answers, guardians
from copractice.consents.models import Consent, Guardianship
from copractice.consents.states import Check, Purpose
from copractice.demo.answer_texts import ANSWERS
from copractice.demo.definition import Story
from copractice.people.actions.persons import make_person
from copractice.people.models import Person

HALF_A_YEAR = 6


@dataclass
class Telling:
    """One call whose applications are told; answers are taken in turn, so that no two neighbors are alike."""

    story: Story
    call: Call
    turn: "count[int]" = field(default_factory=count)

    def start(self, label: str, organization: str, at: datetime, *, name: str = "") -> Part:
        """Let a leader start an application, and return the lead's part."""
        person = Person.objects.filter(email=address_of(label)).first()
        application = starting.start(
            call=self.call,
            name=name or label,
            organization_name=organization,
            form_key=new_code().ljust(32, "0"),
            actor=person or make_person(email=address_of(label), actor=None, now=at),
            now=at,
        )
        return application.parts.get()

    def ask(
        self, lead: Part, party: Party, label: str, at: datetime, *, organization: str = "", mail: bool = True
    ) -> inviting.Sent:
        """Let the lead invite a party, by mail or by a printed code."""
        guest = inviting.Guest(party, label, organization, address_of(label) if mail else "")
        return inviting.invite(application=lead.application, guest=guest, actor=owner_of(lead), now=at)

    def join(
        self, lead: Part, party: Party, label: str, at: datetime, *, organization: str = "", age: int = 19
    ) -> Part:
        """Let the lead invite a party, which accepts at once, and for a youth tells the birth month."""
        sent = self.ask(lead, party, label, at, organization=organization)
        return self.accept(sent, at, born=birth_month(age, at))

    def accept(self, sent: inviting.Sent, at: datetime, *, born: date) -> Part:
        """Let whom the invitation reached take the part; only a young person tells the birth month."""
        part = sent.invitation.part
        yes = accepting.Yes(part.name, born if part.party == Party.YOUTH else None)
        return accepting.accept(token=sent.token, yes=yes, actor=None, now=at)

    def fill(self, part: Part, at: datetime) -> Part:
        """Let a part's owner answer every question; in two writes, for one by one it takes a minute."""
        turn = next(self.turn)
        part = versions.open_part(part=part, now=at)
        if must_confirm(part):
            newest = newer_versions(part).get()
            part = versions.confirm_version(part=part, number=newest.number, actor=owner_of(part), now=at)
        rows = []
        for question in questions_of(part):
            pool = ANSWERS[Party(part.party), question.number]
            said = pool[turn % len(pool)]
            text, language = said if isinstance(said, tuple) else (said, "en")
            rows.append(
                Answer(
                    community_id=part.community_id,
                    part=part,
                    question=question,
                    text=text,
                    language=language,
                    revision=1,
                    saved_at=at,
                )
            )
        _keep_first(Answer.objects.bulk_create(rows), owner_of(part), at)
        Part.objects.filter(pk=part.pk).update(saved_at=at)
        return part

    def finish(self, part: Part, at: datetime) -> Part:
        """Let a part's owner answer, say yes to applying, and say that the part is done."""
        if part.party == Party.YOUTH:
            self.agree(part, at)
        return completing.complete(part=self.fill(part, at), actor=owner_of(part), now=at)

    def agree(self, part: Part, at: datetime) -> None:
        """Let a young person say yes for themself."""
        own = Consent.objects.get(
            person=owner_of(part),
            community=part.community_id,
            purpose=Purpose.APPLY,
            guardianship__isnull=True,
        )
        answers.answer_consent(consent=own, says_yes=True, language="en", actor=owner_of(part), now=at)

    def write(self, part: Part, number: int, text: str, at: datetime, *, base: int = 0) -> None:
        """Let a part's owner type an answer to one question; what comes after the deadline is kept as late."""
        answering.save(
            part=part,
            key=questions_of(part).get(number=number).key,
            text=text,
            base=base,
            language="en",
            actor=owner_of(part),
            now=at,
        )

    def send(self, lead: Part, at: datetime) -> Application:
        """Let the lead send the application."""
        return sending.send(application=lead.application, actor=owner_of(lead), now=at)

    def name_guardian(self, part: Part, label: str, at: datetime) -> Guardianship:
        """Let a young person name a guardian."""
        return guardians.name_guardian(
            community=self.story.community,
            youth_name=part.name,
            name=label,
            email=address_of(label),
            actor=owner_of(part),
            now=at,
        )

    def guardian_agrees(self, guardianship: Guardianship, at: datetime) -> None:
        """Let a guardian say yes."""
        asked = Consent.objects.get(guardianship=guardianship, purpose=Purpose.APPLY)
        giver = guardianship.guardian
        answers.answer_consent(consent=asked, says_yes=True, language="en", actor=giver, now=at)

    def check(self, guardianship: Guardianship, at: datetime) -> None:
        """Let the staff call a guardian back."""
        guardians.verify_guardian(
            guardianship=guardianship, how=Check.CALL, note="", actor=self.story.by, now=at
        )

    def whole_family(self, part: Part, label: str, at: datetime) -> Guardianship:
        """Let a guardian be named, say yes and be checked."""
        guardianship = self.name_guardian(part, label, at)
        self.guardian_agrees(guardianship, at)
        self.check(guardianship, at)
        return guardianship


def _keep_first(rows: Iterable[Answer], writer: Person, at: datetime) -> None:
    """Keep the first text of each answer in its history, as saving it does."""
    AnswerVersion.objects.bulk_create(
        AnswerVersion(
            community_id=row.community_id,
            answer=row,
            kind=SaveKind.SAVED,
            text=row.text,
            base=0,
            revision=1,
            saved_by=writer,
            saved_at=at,
        )
        for row in rows
    )


def birth_month(age: int, at: datetime, *, months: int = HALF_A_YEAR) -> date:
    """Return the month in which somebody was born who reached an age so many months before an instant."""
    day = at.astimezone(ZoneInfo("America/Chicago"))
    total = day.year * 12 + day.month - 1 - age * 12 - months - 1
    return date(total // 12, total % 12 + 1, 1)


def address_of(label: str) -> str:
    """Return the address of a persona."""
    return f"{label.lower().replace(' ', '-')}@example.org"


def owner_of(part: Part) -> Person:
    """Return who fills a part that was begun."""
    if part.owner is None:
        raise ValueError("this part has no owner yet")
    return part.owner
