"""The family's page: what is asked of whom, the questions, who answers for the young person, and who looked.

It stands above all stages because questions and parts belong to later stages than consents do. Nothing that
the young person wrote is read here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.applications.models import Part
from copractice.applications.queries.parts import owned_by
from copractice.applications.states import PartState
from copractice.calls.models import Question
from copractice.calls.queries.versions import questions_to
from copractice.calls.states import Party
from copractice.cohorts.models import Participant
from copractice.cohorts.queries import words
from copractice.cohorts.queries.reflections import written_by
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community
from copractice.communities.views.public import community_or_404
from copractice.consents.files import consent_text
from copractice.consents.models import Consent, Guardianship
from copractice.consents.queries import guardianship_of, is_minor, needs
from copractice.consents.queries.births import birth_month_of
from copractice.consents.queries.consents import guardians_of, own_of
from copractice.consents.queries.guardianships import wards_of
from copractice.consents.queries.looks import Look, guardianships_about, looks_at
from copractice.consents.rules import may_name_guardian
from copractice.consents.states import ConsentState, Need, Purpose
from copractice.consents.views.devices import look_at_browser
from copractice.impact.queries import stories
from copractice.people.models import Person
from copractice.recommendations.queries import learnings, people, recommendations

# What tells who wrote in the cohort's name, when somebody reads that it was looked at.
RECOMMENDED = ("recommendations.learning", "recommendations.recommendation")


@dataclass(frozen=True)
class Line:
    """One purpose: in short, what the reader said to it, and what the other of the two said."""

    short: str
    mine: Consent
    other: Consent | None


@dataclass(frozen=True)
class Asked:
    """A part that a young person fills: how far it is, and what it asks; never what it says."""

    part: Part
    is_done: bool
    questions: list[Question]


@dataclass(frozen=True)
class Side:
    """What one reader sees of one young person: their own page, or the guardian's."""

    youth_name: str
    guardianship: Guardianship | None
    is_guardian: bool
    is_minor: bool
    may_name: bool
    missing: tuple[Need, ...]
    lines: list[Line]
    asked: list[Asked]
    looks: list[Look]
    birth_month: date | None = None

    @property
    def first(self) -> Consent | None:
        """Return the consent to apply, on which all the others wait."""
        return self.lines[0].mine if self.lines else None

    @property
    def applies(self) -> bool:
        """Return whether an application is asked about at all; an adult of a cohort is asked for the name only."""
        return any(line.mine.purpose == Purpose.APPLY for line in self.lines)

    @property
    def title(self) -> str:
        """Return the state of it all in one sentence."""
        return _to_guardian(self) if self.is_guardian else _to_youth(self)

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing."""
        return not self.missing


@require_safe
def family(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a young person their own yes and guardian, and a guardian everything about each ward."""
    now = timezone.now()
    community = community_or_404(request, slug)
    wards = list(wards_of(request.user, now).filter(community=community).select_related("youth"))
    for ward in wards:
        look_at_browser(request, ward, now)
    sides = [*_own(request.user, community, now), *(_ward(row, now) for row in wards)]
    if not sides:
        raise Http404
    return render(request, "web/family/family.html", {"sides": sides})


def _own(person: Person, community: Community, now: datetime) -> list[Side]:
    own = own_of(person, community)
    if not own:
        return []
    guardianship = guardianship_of(person, community, now)
    theirs = guardians_of(guardianship) if guardianship else []
    side = Side(
        youth_name=guardianship.youth_name if guardianship else "",
        guardianship=guardianship,
        is_guardian=False,
        is_minor=is_minor(person, community, now),
        may_name=may_name_guardian(person, community, now),
        missing=needs(person, community, now),
        lines=_lines(own, theirs, to_guardian=False),
        asked=_asked(person, community),
        looks=_looks(person, community),
        birth_month=birth_month_of(person, community),
    )
    return [side]


def _ward(row: Guardianship, now: datetime) -> Side:
    return Side(
        youth_name=row.youth_name,
        guardianship=row,
        is_guardian=True,
        is_minor=True,
        may_name=False,
        missing=needs(row.youth, row.community, now),
        lines=_lines(guardians_of(row), own_of(row.youth, row.community), to_guardian=True),
        asked=_asked(row.youth, row.community),
        looks=_looks_told_to(row, now),
    )


def _lines(mine: list[Consent], others: list[Consent], *, to_guardian: bool) -> list[Line]:
    language = get_language() or "en"
    by_purpose = {row.purpose: row for row in others}
    return [
        Line(
            consent_text(
                row.purpose, version=row.text_version, language=language, to_guardian=to_guardian
            ).short,
            row,
            by_purpose.get(row.purpose),
        )
        for row in mine
    ]


def _asked(youth: Person, community: Community) -> list[Asked]:
    parts = owned_by(youth).filter(community=community, party=Party.YOUTH).exclude(state=PartState.REPLACED)
    return [
        Asked(part, part.state == PartState.COMPLETE, list(questions_to(part.version, Party.YOUTH)))
        for part in parts
    ]


def _looks(youth: Person, community: Community) -> list[Look]:
    parts = (
        owned_by(youth).filter(community=community, party=Party.YOUTH).order_by().values_list("pk", flat=True)
    )
    own = {"applications.part": list(parts), "cohorts.reflection": written_by(youth, community)}
    own |= {"cohorts.assessmentanswer": words.written_by(youth, community)}
    own |= {"recommendations.learning": learnings.written_by(youth, community)}
    own |= {"recommendations.recommendation": recommendations.written_by(youth, community)}
    own |= {"cohorts.participant": stories.listed_as(youth, community)}
    own |= {"impact.story": stories.told_by(youth, community)}
    return looks_at(community, {**guardianships_about(youth, community), **own}, _without_role)


def _without_role(community: Community, people: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return name and role of adults who came by an invitation: by their part, or rather by their seat."""
    parts = Part.objects.filter(community=community, owner__in=people).exclude(party=Party.YOUTH)
    seated = Participant.objects.filter(community=community, person__in=people)
    seated = seated.exclude(role=ParticipantRole.EMPLOYED_YOUTH)
    found = {part.owner_id: (part.name, part.get_party_display()) for part in parts.order_by("pk")}
    return found | {
        row.person_id: (row.name, row.get_role_display()) for row in seated.order_by("since", "pk")
    }


def _looks_told_to(row: Guardianship, now: datetime) -> list[Look]:
    """Return a guardian's list; at a recommendation somebody looks because of its author, so who is of the
    organization that it goes to does not read of that.
    """
    looks = _looks(row.youth, row.community)
    if not people.is_tied_to(row.guardian, row.youth, row.community, now):
        return looks
    return [look for look in looks if look.record not in RECOMMENDED]


def _said_no(row: Consent | None) -> bool:
    return row is not None and row.state in (ConsentState.REFUSED, ConsentState.WITHDRAWN)


def _to_youth(side: Side) -> str:
    names = {"guardian": side.guardianship.name if side.guardianship else ""}
    if not side.applies:
        return _("What may be shown of you")
    if _said_no(side.first):
        return _("You said no. Nobody reads your part.")
    if side.lines and _said_no(side.lines[0].other):
        return _("%(guardian)s said no. Nobody reads your part.") % names
    sentences = {
        Need.OWN_YES: _("Your own yes or no is missing"),
        Need.GUARDIAN: _("You need a parent or guardian on record"),
        Need.GUARDIAN_YES: _("%(guardian)s has not answered yet") % names,
        Need.VERIFICATION: _("The staff still check who your guardian is"),
    }
    if side.missing:
        return sentences[side.missing[0]]
    return _("You and your guardian said yes") if side.is_minor else _("You said yes")


def _to_guardian(side: Side) -> str:
    names = {"youth": side.youth_name}
    if _said_no(side.first):
        return _("You said no. Nobody reads what %(youth)s writes.") % names
    if Need.GUARDIAN_YES in side.missing:
        return _("%(youth)s needs your yes or no") % names
    if Need.VERIFICATION in side.missing:
        return _("You said yes. The staff still check that you are the guardian.")
    if Need.OWN_YES in side.missing:
        return _("You said yes. %(youth)s has to say yes too.") % names
    return _("You and %(youth)s both said yes") % names
