"""A yes, a no, and a yes taken back: on the page by who is asked, or on paper by staff; a no is kept too."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import author_membership
from copractice.consents.actions.asking import LATER, ask_guardian, ask_own
from copractice.consents.actions.holding import hold_family
from copractice.consents.models import Consent
from copractice.consents.rules import may_answer, may_record_paper
from copractice.consents.states import MOVES, ConsentState, Purpose, Way
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person


@transaction.atomic
def answer_consent(
    *, consent: Consent, says_yes: bool, language: str, actor: Person, now: datetime
) -> Consent:
    """Keep a yes or a no; a no after a yes takes it back, and acts at the next request.

    The same answer once more changes nothing.
    """
    consent = _locked(consent)
    require(may_answer(actor, consent, now), _("Only the person who is asked can answer this."))
    name = move_for(consent, says_yes=says_yes)
    if name is None:
        return consent
    consent.way, consent.recorded_by, consent.language = Way.PAGE, None, language
    return _answer(consent, name, actor, now)


@transaction.atomic
def record_paper(*, consent: Consent, says_yes: bool, actor: Person, now: datetime) -> Consent:
    """Keep what a signed paper says, in the name of the staff member who holds it."""
    consent = _locked(consent)
    require(
        may_record_paper(actor, consent, now),
        _("Only staff write down a signed paper, and none about themselves."),
    )
    name = move_for(consent, says_yes=says_yes)
    if name is None:
        return consent
    consent.way = Way.PAPER
    consent.recorded_by = author_membership(actor, consent.community, now)
    return _answer(consent, name, actor, now)


def move_for(consent: Consent, *, says_yes: bool) -> str | None:
    """Return the move that a yes or a no is now; None where it was said already."""
    state = ConsentState(consent.state)
    if says_yes:
        return None if state is ConsentState.GIVEN else "give"
    if state is ConsentState.GIVEN:
        return "withdraw"
    return "refuse" if state is ConsentState.ASKED else None


def _answer(consent: Consent, name: str, actor: Person, now: datetime) -> Consent:
    consent.state = move(MOVES, ConsentState(consent.state), name)
    consent.answered_at = now
    consent.save(update_fields=["state", "answered_at", "way", "recorded_by", "language"])
    if consent.purpose == Purpose.APPLY:
        _ask_the_rest(consent, now)
    record(actor, f"consent.{name}", consent, community_id=consent.community_id, at=now)
    return consent


def _ask_the_rest(consent: Consent, now: datetime) -> None:
    if consent.guardianship is None:
        ask_own(person=consent.person, community=consent.community, now=now, purposes=LATER)
    else:
        ask_guardian(guardianship=consent.guardianship, now=now, purposes=LATER)


def _locked(consent: Consent) -> Consent:
    hold_family(youth_id=consent.person_id, community_id=consent.community_id)
    rows = Consent.objects.select_related("community", "person", "guardianship__guardian")
    return rows.select_for_update(of=("self",)).get(pk=consent.pk)
