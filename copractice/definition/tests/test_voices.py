"""Comments and objections: who may, until when, and how an objection is settled."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from copractice.communities.actions import end_role
from copractice.definition.actions import voices
from copractice.definition.models import Comment, DefinitionVersion, Objection
from copractice.definition.queries.definitions import comments_visible_to, objections_visible_to
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import Place, World
from tests.world_definition import object_to

pytestmark = pytest.mark.django_db


def say(version: DefinitionVersion, author: Person, now: datetime, key: str = "1" * 32) -> Comment:
    return voices.comment(version=version, text="A word", language="en", form_key=key, actor=author, now=now)


@pytest.mark.parametrize("speak", [say, object_to])
def test_any_member_speaks_until_the_time_is_over(
    version: DefinitionVersion, world: World, now: datetime, speak: Callable[..., object]
) -> None:
    for number, person in enumerate(world.here.people.values()):
        speak(version, person, now, f"{number:032d}")
    assert Comment.objects.count() + Objection.objects.count() == len(world.here.people)
    for outsider in (world.stranger, world.there.people["owner"]):
        with pytest.raises(Refused, match="Only members"):
            speak(version, outsider, now)
    last = version.consults_until - timedelta(seconds=1)
    speak(version, world.here.people["member"], last, "x" * 32)
    with pytest.raises(Refused, match="This consultation is over"):
        speak(version, world.here.people["member"], version.consults_until, "y" * 32)


def test_who_left_speaks_no_more(version: DefinitionVersion, here: Place, now: datetime) -> None:
    end_role(membership=here.memberships["member"], actor=here.people["owner"], now=now)
    with pytest.raises(Refused):
        say(version, here.people["member"], now)


def test_a_form_sent_twice_is_one_comment_and_one_objection(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    assert say(version, here.people["member"], now) == say(version, here.people["member"], now)
    object_to(version, here.people["member"], now)
    object_to(version, here.people["member"], now)
    assert (Comment.objects.count(), Objection.objects.count()) == (1, 1)
    assert LogEntry.objects.filter(act__in=["comment.write", "objection.raise"]).count() == 2


def test_its_author_and_the_staff_take_a_comment_back(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    comment = say(version, here.people["member"], now)
    with pytest.raises(Refused):
        voices.take_back(row=comment, actor=here.people["reviewer"], now=now)
    voices.take_back(row=comment, actor=here.people["member"], now=now)
    with pytest.raises(Refused):
        voices.take_back(row=comment, actor=here.people["member"], now=now)
    other = say(version, here.people["member"], now, "2" * 32)
    voices.take_back(row=other, actor=here.people["owner"], now=now)
    assert not comments_visible_to(here.people["owner"], now).exists()
    assert Comment.objects.count() == 2


def test_only_its_author_stands_aside(version: DefinitionVersion, here: Place, now: datetime) -> None:
    objection = object_to(version, here.people["member"], now)
    for other in ("coordinator", "funder"):
        with pytest.raises(Refused):
            voices.stand_aside(row=objection, actor=here.people[other], now=now)
    objection = voices.stand_aside(row=objection, actor=here.people["member"], now=now)
    assert (objection.state, objection.settled_by) == ("stood_aside", here.memberships["member"])
    with pytest.raises(Refused):
        voices.stand_aside(row=objection, actor=here.people["member"], now=now)


@pytest.mark.parametrize(("name", "state"), [("resolve", "resolved"), ("keep", "kept_as_dissent")])
def test_staff_settle_with_words_and_its_author_is_told(
    version: DefinitionVersion, here: Place, now: datetime, name: str, state: str
) -> None:
    objection = object_to(version, here.people["member"], now)
    how = {"row": objection, "name": name, "now": now}
    with pytest.raises(Refused):
        voices.settle(resolution={"en": "Done."}, actor=here.people["member"], **how)
    with pytest.raises(Refused, match="Say how"):
        voices.settle(resolution={}, actor=here.people["owner"], **how)
    settled = voices.settle(resolution={"en": "Done."}, actor=here.people["owner"], **how)
    assert (settled.state, settled.settled_by) == (state, here.memberships["owner"])
    notice = Notice.objects.get(kind="objection_settled")
    assert notice.address == "member@here.example.org"
    assert "Done." in notice.text
    assert settled.get_absolute_url() in notice.text
    with pytest.raises(Refused):
        voices.settle(resolution={"en": "Again."}, actor=here.people["owner"], **how)


def test_the_public_reads_objections_only_once_settled_and_over(
    version: DefinitionVersion, here: Place, world: World, now: datetime
) -> None:
    objection = object_to(version, here.people["member"], now)
    aside = object_to(version, here.people["funder"], now, "e" * 32)
    voices.settle(row=objection, name="keep", resolution={"en": "No."}, actor=here.people["owner"], now=now)
    voices.stand_aside(row=aside, actor=here.people["funder"], now=now)
    assert not objections_visible_to(world.stranger, now).exists()
    assert objections_visible_to(here.people["reviewer"], now).count() == 2
    DefinitionVersion.objects.filter(pk=version.pk).update(state="superseded")
    assert list(objections_visible_to(world.stranger, now)) == [objection]
