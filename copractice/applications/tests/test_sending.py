"""Sending: what it needs, what it gives, in time, in grace and late; reopening, and sending again."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.completing import complete, reopen_part
from copractice.applications.actions.sending import reopen, send
from copractice.applications.models import Receipt
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import World
from tests.world_applications import begin, fill, finish, join, make_sent


def test_a_sent_application_gives_each_party_one_receipt(world: World, now: datetime) -> None:
    made = make_sent(world.here.called.call, now)
    assert made.application.state == ApplicationState.SUBMITTED
    assert set(made.receipts) == {Party.EMPLOYER, Party.UMBRELLA, Party.YOUTH}
    assert len({receipt.application_sha256 for receipt in made.receipts.values()}) == 1
    assert Notice.objects.filter(kind="receipt").count() == 3
