"""Sample records that wait for the staff: a replacement that the lead of a sent application asked for."""

from datetime import datetime

from copractice.applications.actions.inviting import Guest
from copractice.applications.actions.substituting import substitute
from copractice.applications.models import Substitution
from copractice.calls.states import Party
from tests.world_applications import SentIn


def make_substitution(sent: SentIn, now: datetime, *, address: str = "next@example.org") -> Substitution:
    """Have the lead ask to replace the umbrella."""
    guest = Guest(Party.UMBRELLA, "Next umbrella lead", "Next Alliance", address)
    lead, old = sent.parts[Party.EMPLOYER].owner, sent.parts[Party.UMBRELLA]
    asked = substitute(part=old, guest=guest, reason="Their lead moved away.", actor=lead, now=now)
    return asked.substitution
