"""What waits for a person and by when, over all stages and communities, the most pressing first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from copractice.applications.analysis.duties import duties_of
from copractice.applications.analysis.overview import Step
from copractice.applications.queries.staff import substitutions_to_decide, unsent
from copractice.cohorts.queries import assessments
from copractice.cohorts.queries.sessions import OPEN_FOR, to_reflect, upcoming_for
from copractice.communities.models import Community
from copractice.communities.queries import read_text
from copractice.communities.queries.imports import visible_to as imports_visible_to
from copractice.communities.states import ImportState
from copractice.consents.queries.consents import waiting_for
from copractice.consents.queries.guardianships import to_verify, without_guardian
from copractice.convening.queries.convenings import led_by, open_for
from copractice.convening.states import ConveningState
from copractice.definition.queries import commitments, definitions
from copractice.impact.queries.reports import to_publish
from copractice.people.models import Person
from copractice.recommendations.analysis import ends_at
from copractice.recommendations.queries import recommendations
from copractice.review.queries import reviews
from copractice.review.rules import is_open
from copractice.review.states import ReviewState
from copractice.selection.queries import decisions

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Wait:
    """One thing that waits: what to do, for which community, where, the words of the button, and by when.

    `by` is told in the community's zone; it is None for what has no closing time.
    """

    title: str
    community: Community
    url: str
    act: str
    by: datetime | None = None


def waits_for(person: Person, now: datetime) -> list[Wait]:
    """Return what waits for a person, the soonest first; then, without a date, steps that others wait for."""
    waits = [
        *_applications(person, now),
        *_consents(person, now),
        *_guardians(person, now),
        *_substitutions(person, now),
        *_unsent(person, now),
        *_reviews(person, now),
        *_seats(person, now),
        *_approvals(person, now),
        *_sessions(person, now),
        *_reflections(person, now),
        *_asked(person, now),
        *_handed(person, now),
        *_owed(person, now),
        *_verdicts(person, now),
        *_steps(person, now),
        *_checked(person, now),
        *_votes(person, now),
        *_consultations(person, now),
        *_definitions_led(person, now),
        *_signatures(person, now),
        *_releases(person, now),
    ]
    return sorted(waits, key=lambda wait: (wait.by is None, wait.by or now))


def _applications(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield the parts that a person has to fill, and for a lead what its application needs next."""
    words = {
        Step.FILL: (_("Fill your part of the application"), _("Go on with my part")),
        Step.INVITE: (_("Your application lacks a party"), _("Invite who is missing")),
        Step.SEND: (_("Your application can be sent"), _("Look at it and send it")),
    }
    for duty in duties_of(person, now):
        title, act = words[duty.step]
        record = duty.part if duty.step == Step.FILL else duty.part.application
        yield Wait(title, duty.part.community, record.get_absolute_url(), act, by=duty.deadline.at)


def _consents(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield what a family has to answer, one card for each young person, and the guardian who is missing."""
    waiting = waiting_for(person, now)
    for (community, __), rows in groupby(waiting, key=lambda row: (row.community, row.person_id)):
        asked = list(rows)
        if asked[0].guardianship:
            said = {"youth": asked[0].guardianship.youth_name}
            title = _("%(youth)s needs your yes or no") % said
        else:
            title = _("Your own yes or no is asked")
        url = reverse("family", args=[community.slug]) if len(asked) > 1 else asked[0].get_absolute_url()
        yield Wait(title, community, url, _("Read what is asked and answer"))
    for community in without_guardian(person, now):
        url = reverse("name_guardian", args=[community.slug])
        title = _("You are under 18: a parent or guardian has to say yes too")
        yield Wait(title, community, url, _("Name a parent or guardian"))


def _guardians(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for staff how many guardians wait to be checked, by community."""
    for community, rows in groupby(
        to_verify(person, now).order_by("community", "pk"), lambda row: row.community
    ):
        n = len(list(rows))
        title = ngettext("%(n)d guardian waits to be checked", "%(n)d guardians wait to be checked", n)
        url = reverse("guardianships", args=[community.slug])
        yield Wait(title % {"n": n}, community, url, _("Check them"))


def _substitutions(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for staff the parties that somebody wants to replace in a sent application."""
    for row in substitutions_to_decide(person, now):
        url = reverse("application_staff", args=[row.community.slug, row.application.code])
        title = _("Somebody asks to replace a party of a sent application")
        yield Wait(title, row.community, url, _("Read why and decide"))


def _unsent(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for staff the calls that close within a week while drafts are not sent."""
    for call, n in unsent(person, now):
        if call.closes_at - now > A_WEEK:
            continue
        title = ngettext("%(n)d application is not sent yet", "%(n)d applications are not sent yet", n)
        url = reverse("applications", args=[call.community.slug, call.code])
        yield Wait(title % {"n": n}, call.community, url, _("See for whom they wait"), by=call.closes_at)


def _reviews(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for a reviewer the ties to declare, then how many reviews are not sent yet."""
    for reviewer in reviews.calls_of(person, now):
        plan = reviews.plan_of(reviewer.call)
        if plan is None or not is_open(plan, now):
            continue
        url, by = reviewer.get_absolute_url(), plan.due_at
        left = sum(row.state == ReviewState.DRAFT for row in reviews.list_of(reviewer, now))
        if reviewer.declared_at is None:
            title = _("You review for a call: say first what ties you to whom")
            yield Wait(title, reviewer.community, url, _("Declare my ties"), by)
        elif left:
            title = ngettext("%(n)d review waits for you", "%(n)d reviews wait for you", left) % {"n": left}
            yield Wait(title, reviewer.community, url, _("My reviews"), by)


def _sessions(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for who takes part in a cohort the session that comes within two weeks."""
    for me, row in upcoming_for(person, now):
        title = _("Your next session: %(title)s") % {"title": _words(row.title)}
        yield Wait(title, me.community, row.get_absolute_url(), _("Where and what"), by=row.starts_at)


def _reflections(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield the newest session about which somebody has not written yet, for two weeks."""
    for me, row in to_reflect(person, now):
        title = _("How was it? %(title)s") % {"title": _words(row.title)}
        url = reverse("reflect", args=[me.community.slug, row.code])
        yield Wait(title, me.community, url, _("Write about it"), by=row.starts_at + OPEN_FOR)


def _asked(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield the assessments of one's cohorts in which a question still has no answer."""
    for row, left in assessments.to_answer(person, now):
        title = ngettext("%(n)d question for you: %(title)s", "%(n)d questions for you: %(title)s", left)
        url = reverse("answer_assessment", args=[row.community.slug, row.code])
        said = {"n": left, "title": _words(row.title)}
        yield Wait(title % said, row.community, url, _("Answer"), by=row.closes_at)


def _handed(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for a facilitator what young people handed over, to be offered in the cohort's name."""
    for row in recommendations.handed_to(person, now):
        title = _("A young person handed you a recommendation")
        yield Wait(title, row.community, row.get_absolute_url(), _("Read it and offer it"))


def _owed(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield the recommendations that wait for a person's answer, by the end of their day."""
    for row in recommendations.to_answer(person, now):
        title = _("An answer is owed: %(title)s") % {"title": row.title}
        url = reverse("answer_recommendation", args=[row.community.slug, row.code])
        yield Wait(title, row.community, url, _("Read and answer"), by=ends_at(row))


def _verdicts(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for an author the answers of which they did not say yet whether they fit."""
    for row in recommendations.to_judge(person):
        title = _("You got an answer: %(title)s") % {"title": row.title}
        yield Wait(title, row.community, row.get_absolute_url(), _("Say whether it fits"))


def _words(texts: Mapping[str, str]) -> str:
    return read_text(texts, get_language() or "en").text


def _seats(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for a lead the seats to take or to give back."""
    for row in decisions.to_answer(person):
        if row.accept_by and now <= row.accept_by:
            title, act = _("Your application has a seat: take it or give it back"), _("Answer")
            yield Wait(title, row.community, row.get_absolute_url(), act, by=row.accept_by)


def _approvals(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for staff the calls in which somebody else's drafts wait for a second person."""
    for call, n in decisions.drafted_by_others(person, now):
        title = ngettext(
            "%(n)d decision waits for a second person", "%(n)d decisions wait for a second person", n
        )
        url = reverse("decisions", args=[call.community.slug, call.code])
        yield Wait(title % {"n": n}, call.community, url, _("Read and approve"))


def _steps(person: Person, now: datetime) -> Iterator[Wait]:
    for row, waiting in led_by(person, now):
        args = [row.community.slug, row.code]
        if row.state == ConveningState.OPEN:
            title = ngettext("%(n)d statement waits", "%(n)d statements wait", waiting) % {"n": waiting}
            url = reverse("moderation", args=args)
            yield Wait(title, row.community, url, _("Decide about them"), by=row.closes_at)
        else:
            title, url = (
                _("A closed convening waits for its priorities"),
                reverse("adopt_priorities", args=args),
            )
            yield Wait(title, row.community, url, _("Adopt priorities"))


def _checked(person: Person, now: datetime) -> Iterator[Wait]:
    title, act = _("An import is checked and waits for your word"), _("See what was found")
    for row in imports_visible_to(person, now).filter(state=ImportState.CHECKED):
        yield Wait(title, row.community, row.get_absolute_url(), act)


def _votes(person: Person, now: datetime) -> Iterator[Wait]:
    title, act = _("A convening is open: your votes count"), _("Go into the room")
    for row in open_for(person, now):
        yield Wait(title, row.community, reverse("room", args=[row.room_code]), act, by=row.closes_at)


def _consultations(person: Person, now: datetime) -> Iterator[Wait]:
    for row in definitions.consultations_for(person, now):
        title = _("A definition is in consultation: say what you think")
        yield Wait(title, row.community, row.get_absolute_url(), _("Read and answer"), row.consults_until)


def _definitions_led(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield what staff have to do: settle objections first, then adopt."""
    for row, unsettled in definitions.led_by(person, now):
        if unsettled:
            title = ngettext(
                "%(n)d objection waits for an answer",
                "%(n)d objections wait for an answer",
                unsettled,
            )
            said, act = title % {"n": unsettled}, _("Settle them")
        else:
            said, act = _("A consultation is over: adopt the version, or close it"), _("Decide about it")
        yield Wait(said, row.community, row.get_absolute_url(), act)


def _signatures(person: Person, now: datetime) -> Iterator[Wait]:
    for commitment, organization in commitments.waiting_for(person, now):
        title = _("A commitment waits for the signature of %(name)s") % {"name": organization.name}
        url = reverse("sign_commitment", args=[commitment.community.slug, commitment.code])
        yield Wait(title, commitment.community, url, _("Read and sign it"))


def _releases(person: Person, now: datetime) -> Iterator[Wait]:
    """Yield for staff the releases that passed their check."""
    title, act = _("A release passed its check and waits for your word"), _("Read it and publish")
    for row in to_publish(person, now):
        yield Wait(title, row.community, row.get_absolute_url(), act)
