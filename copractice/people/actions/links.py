"""Invitations: a link that signs one person in, once."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from copractice.ledger.actions import record
from copractice.ledger.models import SITE
from copractice.ledger.states import Refused, require
from copractice.people.models import Person, SignInLink
from copractice.people.queries import open_links, token_hash
from copractice.people.rules import may_sign_in

LIFETIME = timedelta(days=7)


@transaction.atomic
def invite_link(
    *, person: Person, actor: Person | None, now: datetime, lifetime: timedelta = LIFETIME
) -> str:
    """Make the one invitation that a person has, voiding older ones, and return its path.

    `actor` is None for the owner's console. The token is in the path and nowhere else.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(may_sign_in(person), _("This person cannot sign in. Activate the person first."))
    SignInLink.objects.filter(person=person, spent_at__isnull=True).delete()
    token = secrets.token_urlsafe(16)
    link = SignInLink.objects.create(
        person=person, token_hash=token_hash(token), made_at=now, expires_at=now + lifetime
    )
    record(actor, "sign_in_link.make", link, community_id=SITE, at=now)
    return reverse("invitation", args=[token])


@transaction.atomic
def spend_link(*, token: str, now: datetime) -> Person:
    """Use up an invitation and return whom it signs in; unknown, used and expired are refused alike."""
    link = open_links(token, now).select_related("person").select_for_update(of=("self",)).first()
    if link is None:
        raise Refused(_("This invitation has expired or was used already."))
    link.spent_at = now
    link.save(update_fields=["spent_at"])
    return link.person


@transaction.atomic
def forget_links(*, now: datetime) -> int:
    """Delete invitations that were used or have expired; returns how many."""
    spent = SignInLink.objects.filter(spent_at__isnull=False)
    return (spent | SignInLink.objects.filter(expires_at__lte=now)).delete()[0]
