"""Hashes of parts and of the whole, and the receipts that name them."""

from collections.abc import Iterable
from datetime import datetime

from copractice.applications.analysis.hashes import application_hash, part_content, part_hash
from copractice.applications.models import Application, Part, Receipt
from copractice.applications.queries.answers import rows_of
from copractice.applications.states import PartState
from copractice.notices.actions import send_notice


def hashed(part: Part) -> str:
    """Return the hash of a part as it stands."""
    return part_hash(part.salt, part_content(part, rows_of(part)))


def whole_hash(application: Application, parts: Iterable[Part]) -> str:
    """Return the hash of an application, made of the hashes of those of its parts that are complete."""
    complete = [part.sha256 for part in parts if part.state == PartState.COMPLETE]
    return application_hash(application.code, application.call.code, complete)


def give_receipts(parts: Iterable[Part], *, is_grace: bool, now: datetime) -> list[Receipt]:
    """Give each of these complete parts of a sent application a receipt, on its page and by mail."""
    receipts = Receipt.objects.bulk_create(
        [
            Receipt(
                community_id=part.community_id,
                part=part,
                part_sha256=part.sha256,
                application_sha256=part.application.sha256,
                content=part_content(part, rows_of(part)),
                made_at=now,
                in_grace=is_grace,
            )
            for part in parts
        ]
    )
    for receipt in receipts:
        owner = receipt.part.owner
        if owner:
            send_notice("receipt", to=owner, about=receipt, community_id=receipt.community_id, now=now)
    return receipts
