"""What waits on the home of staff: drafts of a call that closes soon."""

from datetime import timedelta

from django.utils import timezone

from copractice.calls.models import Call
from copractice.web.waits import waits_for
from tests.world_applications import begin
from tests.world_copy import lay_down_world


def test_drafts_of_a_call_that_closes_soon_wait_on_the_home_of_staff(db: None) -> None:
    world = lay_down_world()
    begin(world.here.call, timezone.now() - timedelta(hours=1))
    person = world.here.people["coordinator"]

    def titles() -> list[str]:
        return [wait.title for wait in waits_for(person, timezone.now())]

    assert "1 application is not sent yet" not in titles()
    Call.objects.filter(pk=world.here.call.pk).update(closes_at=timezone.now() + timedelta(days=2))
    assert "1 application is not sent yet" in titles()
    assert not any(
        "not sent" in wait.title for wait in waits_for(world.there.people["coordinator"], timezone.now())
    )
