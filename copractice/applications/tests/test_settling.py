"""Settling: staff decide, the lead answers, and each move is in the log."""

from datetime import datetime

import pytest

from copractice.applications.actions.settling import settle
from copractice.applications.models import Application
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from tests.world import World
from tests.world_applications import make_sent


def test_staff_decide_and_only_the_lead_takes_the_place(world: World, now: datetime) -> None:
    coordinator, sent = world.here.people["coordinator"], make_sent(world.here.call, now)
    application = sent.application
    lead = sent.parts["employer"].owner
    with pytest.raises(Refused, match="Only staff decide"):
        settle(application=application, name="select", actor=lead, now=now)
    settle(application=application, name="select", actor=coordinator, now=now)
    with pytest.raises(Refused, match="only its lead"):
        settle(application=application, name="confirm", actor=coordinator, now=now)
    settle(application=application, name="confirm", actor=lead, now=now)
    assert Application.objects.get(pk=application.pk).state == "confirmed"
    acts = LogEntry.objects.filter(act__in=["application.select", "application.confirm"]).order_by("seq")
    assert list(acts.values_list("act", flat=True)) == ["application.select", "application.confirm"]


def test_a_move_that_does_not_settle_is_a_fault_of_the_caller(world: World, now: datetime) -> None:
    coordinator, sent = world.here.people["coordinator"], make_sent(world.here.call, now)
    with pytest.raises(ValueError, match="does not settle"):
        settle(application=sent.application, name="reopen", actor=coordinator, now=now)
