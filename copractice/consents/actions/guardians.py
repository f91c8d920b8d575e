"""Naming a guardian, checking who they are, and ending it; a guardian's yes counts only once staff checked."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.queries.memberships import author_membership
from copractice.communities.rules import may_run
from copractice.consents.actions.asking import ask_guardian, ask_own
from copractice.consents.actions.holding import hold_family
from copractice.consents.actions.letters import tell_guardian, tell_named_again
from copractice.consents.analysis.addresses import doubt_about
from copractice.consents.models import Guardianship
from copractice.consents.queries.guardianships import guardianship_of
from copractice.consents.rules import may_end, may_name_guardian, may_verify
from copractice.consents.states import Check, Doubt
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address

A_DAY = timedelta(days=1)
MOST_A_DAY = 5  # each naming writes to an address that somebody typed


@transaction.atomic
def name_guardian(
    *,
    community: Community,
    youth_name: str,
    name: str,
    email: str | None,
    actor: Person,
    now: datetime,
    language: str = "en",
    device: str = "",
) -> Guardianship:
    """Keep whom a young person names as guardian, and write to them; nothing counts before staff checked.

    `email` is None for a guardian without one, who gets a printed code from staff. The young person's own
    address is taken as no address, with the doubt noted. `device` is the hash of the browser it is done in.
    """
    hold_family(youth_id=actor.pk, community_id=community.pk)
    require(
        may_name_guardian(actor, community, now),
        _("Your guardian has answered already. Ask the program's staff to change your guardian."),
    )
    earlier = guardianship_of(actor, community, now)
    if earlier and _is_same(earlier, youth_name, name, email):
        return earlier
    named = Guardianship.objects.filter(youth=actor, community=community, since__gt=now - A_DAY)
    require(
        named.count() < MOST_A_DAY,
        _("You named several guardians today, and each got a message. Go on tomorrow, or ask the staff."),
    )
    if earlier:
        _end(earlier, why="", actor=actor, now=now)
    return _name(
        community=community,
        youth=actor,
        youth_name=youth_name,
        name=name,
        email=email,
        language=language,
        device=device,
        actor=actor,
        now=now,
    )


@transaction.atomic
def change_guardian(
    *,
    guardianship: Guardianship,
    name: str,
    email: str | None,
    why: str,
    actor: Person,
    now: datetime,
    language: str = "en",
) -> Guardianship:
    """End a guardianship by staff, with the reason, and name another guardian, who is checked anew."""
    youth, community = guardianship.youth, guardianship.community
    ended = end_guardianship(guardianship=guardianship, why=why, actor=actor, now=now)
    require(may_run(actor, community, now), _("Only the program's staff can change a guardian."))
    return _name(
        community=community,
        youth=youth,
        youth_name=ended.youth_name,
        name=name,
        email=email,
        language=language,
        device=ended.named_from,
        actor=actor,
        now=now,
    )


@transaction.atomic
def verify_guardian(
    *, guardianship: Guardianship, how: Check, note: str, actor: Person, now: datetime
) -> Guardianship:
    """Keep that staff made sure who a guardian is, and how; from now on the guardian's yes counts."""
    row = _locked(guardianship)
    require(
        may_verify(actor, row, now),
        _("Only staff can check a guardian, never their own, and only while the young person is under 18."),
    )
    require(row.verified_at is None, _("This guardian is checked already."))
    row.verified_at, row.verified_how, row.verified_note = now, how, note
    row.verified_by = author_membership(actor, row.community, now)
    row.save(update_fields=["verified_at", "verified_how", "verified_note", "verified_by"])
    record(actor, "guardianship.verify", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def note_same_browser(*, guardianship: Guardianship, actor: Person, now: datetime) -> Guardianship:
    """Keep that the guardian's page was opened in the browser in which the guardian was named.

    A check made before this was known no longer counts: staff check again, with the doubt in sight.
    """
    row = _locked(guardianship)
    if row.doubt != Doubt.NONE:
        return row
    row.doubt = Doubt.SAME_BROWSER
    row.verified_at = row.verified_by = None
    row.verified_how = row.verified_note = ""
    row.save(update_fields=["doubt", "verified_at", "verified_by", "verified_how", "verified_note"])
    record(actor, "guardianship.doubt", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def end_guardianship(*, guardianship: Guardianship, why: str, actor: Person, now: datetime) -> Guardianship:
    """End a guardianship: by the guardian, or by staff with a reason; its answers stay on record."""
    row = _locked(guardianship)
    require(
        may_end(actor, row, now),
        _("Only the guardian or the program's staff can end this, and only while it holds."),
    )
    by_guardian = actor.pk == row.guardian_id
    require(bool(why) or by_guardian, _("Write why it ends. The reason stays with the record."))
    row = _end(row, why=why, actor=actor, now=now)
    if by_guardian:
        tell_named_again(guardianship=row, now=now)
    return row


def _name(
    *,
    community: Community,
    youth: Person,
    youth_name: str,
    name: str,
    email: str | None,
    language: str,
    device: str,
    actor: Person,
    now: datetime,
) -> Guardianship:
    doubt = doubt_about(email, youth.email)
    reached = None if doubt is Doubt.OWN_ADDRESS else email
    row = Guardianship.objects.create(
        community=community,
        youth=youth,
        guardian=_person(reached, language=language, actor=actor, now=now),
        youth_name=youth_name,
        name=name,
        since=now,
        named_from=device,
        doubt=doubt,
    )
    ask_own(person=youth, community=community, now=now)
    ask_guardian(guardianship=row, now=now)
    tell_guardian(guardianship=row, now=now)
    record(actor, "guardianship.name", row, community_id=community.pk, at=now)
    return row


def _is_same(row: Guardianship, youth_name: str, name: str, email: str | None) -> bool:
    """Tell whether a form says what is on record already, as when it was sent twice."""
    doubted = row.doubt == Doubt.OWN_ADDRESS and tidy_address(email or "") == row.youth.email
    same_address = doubted or (tidy_address(email) if email else None) == row.guardian.email
    return (row.youth_name, row.name) == (youth_name, name) and same_address


def _person(email: str | None, *, language: str, actor: Person, now: datetime) -> Person:
    known = Person.objects.filter(email=tidy_address(email)).first() if email else None
    return known or make_person(email=email, actor=actor, now=now, language=language)


def _end(row: Guardianship, *, why: str, actor: Person, now: datetime) -> Guardianship:
    row.until, row.ended_why = max(now, row.since), why
    row.save(update_fields=["until", "ended_why"])
    record(actor, "guardianship.end", row, community_id=row.community_id, at=now)
    return row


def _locked(guardianship: Guardianship) -> Guardianship:
    hold_family(youth_id=guardianship.youth_id, community_id=guardianship.community_id)
    rows = Guardianship.objects.select_related("community", "guardian", "youth")
    return rows.select_for_update(of=("self",)).get(pk=guardianship.pk)
