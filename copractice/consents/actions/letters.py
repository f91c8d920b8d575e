"""Mail to families: what a guardian is asked, and what a young person has to do next."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from copractice.consents.models import Guardianship
from copractice.consents.rules import may_come_in_by_code
from copractice.notices.actions import queue
from copractice.people.actions.links import invite_link
from copractice.people.models import Person

LINK_LASTS = timedelta(days=21)


def tell_guardian(*, guardianship: Guardianship, now: datetime) -> bool:
    """Write to a guardian with a link that signs them in once; returns whether there is an address.

    Whoever runs a community gets no such link and signs in by a code, as always.
    """
    guardian, path = guardianship.guardian, _family(guardianship)
    if not guardian.email:
        return False
    if may_come_in_by_code(guardian, now):
        link = invite_link(person=guardian, actor=guardianship.youth, now=now, lifetime=LINK_LASTS)
        path = f"{link}?{urlencode({'next': path})}"
    _write("guardian_asked", guardian, guardianship, path, now)
    return True


def tell_named_again(*, guardianship: Guardianship, now: datetime) -> bool:
    """Tell a young person that the guardian stopped, so that they can name another one."""
    path = reverse("name_guardian", args=[guardianship.community.slug])
    _write("guardian_stopped", guardianship.youth, guardianship, path, now)
    return bool(guardianship.youth.email)


def _family(guardianship: Guardianship) -> str:
    return reverse("family", args=[guardianship.community.slug])


def _write(kind: str, to: Person, guardianship: Guardianship, path: str, now: datetime) -> None:
    if not to.email:
        return
    words = {"about": guardianship, "link": f"{settings.SITE_URL}{path}"}
    with translation.override(to.language):
        subject = render_to_string(f"notices/{kind}.subject.txt", words).strip()
        text = render_to_string(f"notices/{kind}.txt", words).strip() + "\n"
    queue(
        kind=kind,
        address=to.email,
        subject=subject,
        text=text,
        now=now,
        person=to,
        community_id=guardianship.community_id,
    )
