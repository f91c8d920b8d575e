"""What opens an account beside the e-mailed code: passkeys, an authenticator app, recovery codes.

Each change is an act in the site's own chain, and the person is told by mail: it may not have been them.
"""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from copractice.ledger.actions import record
from copractice.ledger.models import SITE
from copractice.ledger.states import Refused, require
from copractice.people.adapter import KIND
from copractice.people.models import Person
from copractice.people.queries import factors_of, has_second_factor, passkeys_of

MOST_PASSKEYS = 10


@transaction.atomic
def add_passkey(*, actor: Person, name: str, credential: dict[str, Any], now: datetime) -> Authenticator:
    """Keep a passkey whose answer the form has checked; a person has at most ten."""
    Person.objects.select_for_update().get(pk=actor.pk)
    full = passkeys_of(actor).count() >= MOST_PASSKEYS
    require(not full, _("You have ten passkeys. Remove one that you no longer use, then add this one."))
    passkey = WebAuthn.add(actor, name, credential).instance
    _tell(actor, "passkey_added", name=name)
    record(actor, "passkey.add", passkey, community_id=SITE, at=now)
    return passkey


@transaction.atomic
def rename_passkey(*, passkey: Authenticator, actor: Person, name: str) -> None:
    """Give one's own passkey another name; a taste, not an act, so the log holds nothing."""
    passkey = passkeys_of(actor).select_for_update().get(pk=passkey.pk)
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(*, passkey: Authenticator, actor: Person, now: datetime) -> None:
    """Take one's own passkey away; it opens nothing any more."""
    passkey = passkeys_of(actor).select_for_update().get(pk=passkey.pk)
    _take_away(passkey, actor)
    _tell(actor, "passkey_removed", name=passkey.wrap().name)
    record(actor, "passkey.remove", passkey, community_id=SITE, at=now)


@transaction.atomic
def add_app(*, actor: Person, secret: str, now: datetime) -> Authenticator:
    """Keep the secret that the person's authenticator app has read; a person has one app at a time."""
    Person.objects.select_for_update().get(pk=actor.pk)
    known = factors_of(actor).filter(type=Authenticator.Type.TOTP)
    require(
        not known.exists(), _("You have an authenticator app already. Remove it first, then add this one.")
    )
    app = TOTP.activate(actor, secret).instance
    _tell(actor, "app_added")
    record(actor, "authenticator_app.add", app, community_id=SITE, at=now)
    return app


@transaction.atomic
def remove_app(*, actor: Person, now: datetime) -> None:
    """Take one's own authenticator app away; its codes open nothing any more."""
    app = factors_of(actor).filter(type=Authenticator.Type.TOTP).select_for_update().first()
    if app is None:
        raise Refused(_("You have no authenticator app here, so nothing was removed."))
    _take_away(app, actor)
    _tell(actor, "app_removed")
    record(actor, "authenticator_app.remove", app, community_id=SITE, at=now)


@transaction.atomic
def make_recovery_codes(*, actor: Person, now: datetime) -> list[str]:
    """Make a new list of recovery codes, voiding the old one, and return it to be shown this once."""
    Person.objects.select_for_update().get(pk=actor.pk)
    has_factor = has_second_factor(actor)
    require(has_factor, _("Recovery codes stand in for a passkey or an app. Add one of these first."))
    Authenticator.objects.filter(user=actor, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(actor)
    record(actor, "recovery_codes.make", codes.instance, community_id=SITE, at=now)
    return list(codes.generate_codes())


@transaction.atomic
def reset_factors(*, person: Person, actor: Person | None, now: datetime, community_id: int = SITE) -> bool:
    """Take all second factors from a person who lost them, and sign them out everywhere; False if none was.

    `actor` is None for the owner's console. Whether the actor may is asked by the caller's own action.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        return False
    person.set_unusable_password()  # sessions hang on it: whoever holds the lost device is out as well
    person.save(update_fields=["password"])
    _tell(person, "factors_reset")
    record(actor, "second_factor.reset", person, community_id=community_id, at=now)
    return True


def _take_away(factor: Authenticator, owner: Person) -> None:
    """Delete a factor, and with the last one the recovery codes that stood in for it."""
    Authenticator.objects.filter(pk=factor.pk).delete()
    if not has_second_factor(owner):
        Authenticator.objects.filter(user=owner).delete()


def _tell(person: Person, what: str, **more: str) -> None:
    if not person.email:
        return
    with translation.override(person.language):
        told = {"what": what, "site": settings.SITE_HOST, **more}
        subject = render_to_string("people/mail/sign_in_changed.subject.txt", told).strip()
        text = render_to_string("people/mail/sign_in_changed.txt", told).strip()
    EmailMessage(subject, text, to=[person.email], headers={KIND: "sign_in_changed"}).send()
