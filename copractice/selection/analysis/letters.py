"""What a letter says: the staff's words for an outcome, else our own, in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.communities.analysis.instants import in_words
from copractice.communities.models import Community
from copractice.communities.queries.texts import read_text
from copractice.people.models import Person
from copractice.selection.models import LetterText
from copractice.selection.states import Outcome

ACCEPT_BY = "{accept_by}"
STRANGE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Words:
    """Subject and body of a letter in one language."""

    subject: str
    body: str
    language: str


def language_for(person: Person | None, community: Community) -> str:
    """Return the language in which somebody is written to: their own if the community speaks it, else its first."""
    spoken = list(community.languages)
    mine = person.language.split("-")[0] if person else spoken[0]
    return mine if mine in spoken else spoken[0]


def texts_of(call: Call) -> dict[str, LetterText]:
    """Return what staff wrote for a call, by outcome."""
    return {row.outcome: row for row in LetterText.objects.filter(call=call)}


def words_for(
    texts: Mapping[str, LetterText],
    outcome: Outcome,
    language: str,
    *,
    call: Call,
    accept_by: datetime | None,
) -> Words:
    """Return the letter for an outcome in a language; a text that lacks it is read in the one it has.

    No name stands in it, not even the reader's: the same words go to every party of every application.
    """
    written = texts.get(outcome)
    with translation.override(language):
        subject, body, spoken = (*default_words(outcome), language)
        if written:
            found = read_text(written.body, language)
            subject, body = read_text(written.subject, language).text, found.text
            spoken = found.language
    with translation.override(spoken):
        at = in_words(accept_by, call.time_zone) if accept_by else ""
    return Words(subject, body.replace(ACCEPT_BY, at), spoken)


def default_words(outcome: Outcome) -> tuple[str, str]:
    """Return our own subject and body for an outcome, in the language that is being spoken."""
    if outcome == Outcome.SELECTED:
        return _("Your application has a seat"), _(
            "Your application was chosen. Whoever leads it takes the seat on the page of the decision by"
            " {accept_by}. After that the seat may go to somebody else.\n\n"
            "We look forward to working with all of you."
        )
    if outcome == Outcome.WAITLISTED:
        return _("Your application is on the waiting list"), _(
            "There were more good applications than seats, and yours is on the waiting list. If a seat becomes"
            " free for you, all of you get a letter. There is nothing to do until then.\n\n"
            "Thank you for the work that you put into it."
        )
    return _("Your application has no seat this time"), _(
        "We read your application with care, and it was not chosen this time. If you would like to know why,"
        " write to the call team.\n\n"
        "Thank you for the work that you put into it. Your next application is welcome."
    )


def strange_words(body: str) -> list[str]:
    """Return what stands in braces in a text and would not be filled in."""
    return sorted({found for found in STRANGE.findall(body) if found != ACCEPT_BY})
