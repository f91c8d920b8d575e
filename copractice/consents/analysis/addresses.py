"""Whether two e-mail addresses are one mailbox: the same, with a tag, or with dots that a provider ignores.

What it cannot show: two mailboxes of one person. Only a person of the staff can, by a call or face to face.
"""

from copractice.consents.states import Doubt
from copractice.people.models import tidy_address

DOTS_DO_NOT_COUNT = {"gmail.com", "googlemail.com"}
SAME_PROVIDER = {"googlemail.com": "gmail.com"}
TAGS = "+"


def mailbox(address: str) -> str:
    """Return the mailbox behind the spellings of an address."""
    local, _, domain = tidy_address(address).rpartition("@")
    domain = SAME_PROVIDER.get(domain, domain)
    local = local.partition(TAGS)[0]
    if domain in DOTS_DO_NOT_COUNT:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def doubt_about(guardian: str | None, youth: str | None) -> Doubt:
    """Return why a guardian's address may be the young person's own; nothing is known where one has none."""
    if not guardian or not youth:
        return Doubt.NONE
    if tidy_address(guardian) == tidy_address(youth):
        return Doubt.OWN_ADDRESS
    return Doubt.PLUS_TAG if mailbox(guardian) == mailbox(youth) else Doubt.NONE
