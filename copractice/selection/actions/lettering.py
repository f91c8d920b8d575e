"""The words of letters, and the letters themselves: one for each live part, all at the same instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.queries.applications import lead_of
from copractice.applications.queries.parts import live_parts
from copractice.calls.models import Call
from copractice.communities.rules import may_run
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.models import Person
from copractice.selection.actions.deciding import held_call
from copractice.selection.analysis.letters import (
    ACCEPT_BY,
    language_for,
    strange_words,
    texts_of,
    words_for,
)
from copractice.selection.models import Decision, Letter, LetterText
from copractice.selection.states import Outcome


@dataclass(frozen=True)
class Text:
    """What staff write for one outcome, by language."""

    subject: Mapping[str, str]
    body: Mapping[str, str]


@transaction.atomic
def write_texts(
    *, call: Call, texts: Mapping[Outcome, Text], revision: int, actor: Person, now: datetime
) -> None:
    """Keep what the letters of a call say; refused if somebody else changed them since `revision`."""
    call = held_call(call)
    require(may_run(actor, call.community, now), _("Only the community's staff write letters."))
    known = texts_of(call)
    stands = max((row.revision for row in known.values()), default=0)
    require(
        stands == revision,
        _("Somebody changed these texts meanwhile. Yours are below; load the page to see theirs."),
    )
    for outcome, text in texts.items():
        _check(outcome, text)
    for outcome, text in texts.items():
        row = known.get(outcome) or LetterText(community_id=call.community_id, call=call, outcome=outcome)
        row.subject, row.body, row.revision = dict(text.subject), dict(text.body), revision + 1
        row.save()
    record(actor, "letter_text.write", call, community_id=call.community_id, at=now)


def write_letters(decision: Decision, texts: Mapping[str, LetterText], now: datetime) -> list[Letter]:
    """Write to the owner of every live part of an application, each in their own language.

    What reviewers said is for the lead alone: no other party learns of it.
    """
    application = decision.application
    lead, made = lead_of(application), []
    for part in live_parts(application):
        if part.owner is None:
            continue
        language = language_for(part.owner, application.community)
        words = words_for(
            texts,
            Outcome(decision.outcome),
            language,
            call=application.call,
            accept_by=decision.accept_by,
        )
        letter = Letter.objects.create(
            community_id=application.community_id,
            decision=decision,
            part=part,
            subject=words.subject,
            body=words.body,
            remarks=decision.remarks if part.owner == lead else "",
            language=words.language,
            sent_at=now,
        )
        send_notice("decision_letter", to=part.owner, about=letter, community_id=letter.community_id, now=now)
        made.append(letter)
    return made


def _check(outcome: Outcome, text: Text) -> None:
    for body in text.body.values():
        strange = strange_words(body)
        require(
            not strange,
            _("“%(words)s” would not be filled in. Only {accept_by} is.") % {"words": ", ".join(strange)},
        )
        has_date = ACCEPT_BY in body
        require(
            has_date == (outcome == Outcome.SELECTED),
            _("The letter for a seat, and no other, says until when to answer: write {accept_by} there."),
        )
