"""Starting an application: signed in at once, or by a link that proves an address."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.models import Application, Part
from copractice.applications.queries.organizations import known_organization
from copractice.applications.rules import may_lead
from copractice.applications.states import PartState
from copractice.calls.models import Call, CallVersion
from copractice.calls.queries.versions import published_of
from copractice.calls.rules import takes_applications
from copractice.calls.states import Party
from copractice.communities.analysis.instants import in_words
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.notices.actions import queue
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address
from copractice.people.queries import person_at

SALT = "applications.start"
LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class Offer:
    """What a link proves: that mail to this address was read, by somebody of this name, for this call."""

    call: str
    name: str
    address: str


@transaction.atomic
def start(
    *, call: Call, name: str, organization_name: str, form_key: str, actor: Person, now: datetime
) -> Application:
    """Start an application and its employer part, which makes the actor its lead; a form sent twice starts once.

    An organization that the community knows under this name is linked.
    """
    require_taking(call, now)
    application, is_new = Application.objects.get_or_create(
        community=call.community, form_key=form_key, defaults={"call": call, "created_at": now}
    )
    if not is_new:
        require(may_lead(actor, application), _("This form was sent already. Open the call and begin again."))
        return application
    part = new_part(application, party=Party.EMPLOYER, version=current_version(call), name=name, now=now)
    part.organization_name = organization_name
    part.organization = known_organization(call.community, organization_name)
    part.owner, part.state = actor, PartState.IN_PROGRESS
    part.save(force_insert=True)
    record(actor, "application.start", application, community_id=call.community_id, at=now)
    return application


@transaction.atomic
def offer_start(*, call: Call, name: str, address: str, now: datetime) -> None:
    """Write to an address: a known one is told to sign in, any other gets a link that starts an application."""
    require_taking(call, now)
    address = tidy_address(address)
    is_known = person_at(address) is not None
    token = signing.dumps({"call": call.code, "name": name, "address": address}, salt=SALT)
    place = reverse("start_by_link", args=[token])
    if is_known:
        place = reverse("start_application", args=[call.community.slug, call.code])
    words = {"call": call, "is_known": is_known, "link": f"{settings.SITE_URL}{place}"}
    queue(
        kind="application_offer",
        address=address,
        subject=render_to_string("notices/application_offer.subject.txt", words).strip(),
        text=render_to_string("notices/application_offer.txt", words).strip() + "\n",
        community_id=call.community_id,
        now=now,
    )


def read_offer(token: str) -> Offer | None:
    """Return what a link to start says, or None when it is forged, too old, or was used."""
    try:
        offer = Offer(**signing.loads(token, salt=SALT, max_age=LIFETIME))
    except signing.BadSignature:
        return None
    is_used = Person.objects.filter(email=offer.address).exists()
    return None if is_used else offer


@transaction.atomic
def start_from_offer(
    *, token: str, call: Call, name: str, organization_name: str, form_key: str, now: datetime
) -> tuple[Person, Application]:
    """Make the person whose address the link proves, and start in their name; the link works once."""
    offer = read_offer(token)
    if offer is None or offer.call != call.code:
        raise Refused(_("This link has expired or was used already. Sign in, or start again from the call."))
    person = make_person(email=offer.address, actor=None, now=now, language=_language())
    application = start(
        call=call, name=name, organization_name=organization_name, form_key=form_key, actor=person, now=now
    )
    return person, application


def require_taking(call: Call, now: datetime) -> None:
    """Refuse to start where a call does not take applications, with the reason."""
    closed = _("This call closed on %(deadline)s. Ask the call team whether it opens again.")
    told = {"deadline": in_words(call.closes_at, call.time_zone)}
    is_over = now > call.closes_at
    require(takes_applications(call, now), closed % told if is_over else _("This call is not open yet."))


def current_version(call: Call) -> CallVersion:
    """Return the version that a part which begins now will answer; an open call has one."""
    version = published_of(call)
    if version is None:
        raise ValueError("an open call has a published version")
    return version


def new_part(application: Application, *, party: str, version: CallVersion, name: str, now: datetime) -> Part:
    """Return an unsaved part with a salt of its own."""
    return Part(
        community=application.community,
        application=application,
        party=party,
        version=version,
        name=name,
        salt=secrets.token_hex(32),
        created_at=now,
    )


def _language() -> str:
    spoken = (get_language() or "en").split("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else "en"
