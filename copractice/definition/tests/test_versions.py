"""A version's way: drafted, put to the members, taken back, replaced, adopted."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from copractice.communities.actions import end_role
from copractice.definition.actions import consulting, drafting, voices
from copractice.definition.models import Definition, DefinitionVersion
from copractice.definition.queries.definitions import consultations_for, led_by, standing_in
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import Place
from tests.world_definition import end_consultation, make_draft, object_to, put_to_members

pytestmark = pytest.mark.django_db
WORDS = drafting.Words(text={"en": "New words"}, why={"en": "Because."})


def acts(row: Any) -> list[str]:
    rows = LogEntry.objects.filter(record=row._meta.label_lower, record_id=str(row.pk)).order_by("seq")
    return list(rows.values_list("act", flat=True))


def write(definition: Definition, here: Place, now: datetime, revision: int = 0) -> DefinitionVersion:
    return drafting.write_draft(
        definition=definition,
        words=WORDS,
        revision=revision,
        actor=here.people["coordinator"],
        now=now,
    )


def adopt(version: DefinitionVersion, here: Place, now: datetime) -> DefinitionVersion:
    return consulting.adopt(version=version, note={}, actor=here.people["coordinator"], now=now)


@pytest.mark.parametrize(
    "role", ["facilitator", "reviewer", "evaluator", "safeguarding_lead", "funder", "member"]
)
def test_only_staff_draft_consult_and_adopt(here: Place, now: datetime, role: str) -> None:
    with pytest.raises(Refused):
        make_draft(here.community, here.people[role], now)
    definition = make_draft(here.community, here.people["owner"], now)
    with pytest.raises(Refused):
        put_to_members(definition, here.people[role], now, now + timedelta(days=3))
    version = put_to_members(definition, here.people["owner"], now, now + timedelta(days=3))
    end_consultation(version, now)
    for action in (consulting.redraft, consulting.replace):
        with pytest.raises(Refused):
            action(version=version, actor=here.people[role], now=now)
    with pytest.raises(Refused):
        consulting.adopt(version=version, note={}, actor=here.people[role], now=now)


def test_every_member_gets_one_notice_of_a_consultation(here: Place, now: datetime) -> None:
    end_role(membership=here.memberships["reviewer"], actor=here.people["owner"], now=now)
    Notice.objects.all().delete()
    definition = make_draft(here.community, here.people["coordinator"], now)
    version = put_to_members(definition, here.people["coordinator"], now, now + timedelta(days=7))
    told = Notice.objects.filter(kind="consultation_opened")
    addresses = {f"{role}@here.example.org" for role in here.people} - {"reviewer@here.example.org"}
    assert sorted(told.values_list("address", flat=True)) == sorted(addresses)
    text = told.get(address="member@here.example.org").text
    assert "version 1 of “Definition of here”" in text
    assert "Tuesday, December 1, 2026, 9:00 a.m. Central time" in text
    assert version.get_absolute_url() in text
    assert acts(version) == ["definition.consult"]
    assert acts(definition) == ["definition.draft"]


def test_a_consultation_ends_in_the_future_and_within_half_a_year(here: Place, now: datetime) -> None:
    definition = make_draft(here.community, here.people["coordinator"], now)
    for until in (now, now - timedelta(days=1), now + timedelta(days=181)):
        with pytest.raises(Refused):
            put_to_members(definition, here.people["coordinator"], now, until)
    assert not Notice.objects.filter(kind="consultation_opened").exists()
    put_to_members(definition, here.people["coordinator"], now, now + timedelta(days=180))


def test_a_draft_changed_meanwhile_is_not_put_to_the_members(here: Place, now: datetime) -> None:
    definition = make_draft(here.community, here.people["coordinator"], now)
    seen = definition.versions.get()
    write(definition, here, now, revision=1)
    with pytest.raises(drafting.Conflict):
        consulting.consult(
            version=seen,
            until=now + timedelta(days=3),
            revision=1,
            actor=here.people["coordinator"],
            now=now,
        )
    assert definition.versions.get().state == "draft"


def test_a_draft_saved_in_two_tabs_keeps_the_first(here: Place, now: datetime) -> None:
    definition = make_draft(here.community, here.people["coordinator"], now)
    write(definition, here, now, revision=1)
    with pytest.raises(drafting.Conflict):
        write(definition, here, now, revision=1)
    assert definition.versions.get().revision == 2


def test_the_text_stays_while_members_read_it(version: DefinitionVersion, here: Place, now: datetime) -> None:
    with pytest.raises(Refused, match="Version 1 is in consultation"):
        write(version.definition, here, now)


def test_it_goes_back_to_the_draft_until_somebody_answers(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    coordinator = here.people["coordinator"]
    back = consulting.redraft(version=version, actor=coordinator, now=now)
    assert (back.state, back.opened_at, back.consults_until) == ("draft", None, None)
    again = put_to_members(version.definition, coordinator, now, now + timedelta(days=3))
    comment = voices.comment(
        version=again, text="Well", language="en", form_key="1" * 32, actor=here.people["member"], now=now
    )
    voices.take_back(row=comment, actor=here.people["member"], now=now)
    with pytest.raises(Refused, match="Members have answered"):
        consulting.redraft(version=again, actor=coordinator, now=now)


def test_it_is_adopted_after_its_time_and_supersedes_the_one_before(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    with pytest.raises(Refused, match="when its consultation is over"):
        adopt(version, here, version.consults_until - timedelta(seconds=1))
    first = adopt(version, here, version.consults_until)
    assert (first.state, first.adopted_by) == ("adopted", here.memberships["coordinator"])
    second = write(version.definition, here, now)
    second = put_to_members(
        version.definition, here.people["coordinator"], first.adopted_at, first.adopted_at + timedelta(days=1)
    )
    second = adopt(second, here, second.consults_until)
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("superseded", 2, "adopted")
    assert acts(second) == ["definition.write", "definition.consult", "definition.adopt"]
    with pytest.raises(Refused):
        adopt(second, here, second.consults_until)


def test_an_open_objection_stops_adoption_and_replacement(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    objection = object_to(version, here.people["member"], now)
    end_consultation(version, now)
    version.refresh_from_db()
    coordinator = here.people["coordinator"]
    for action in (
        lambda: adopt(version, here, now),
        lambda: consulting.replace(version=version, actor=coordinator, now=now),
    ):
        with pytest.raises(Refused, match="An objection is still open"):
            action()
    voices.stand_aside(row=objection, actor=here.people["member"], now=now)
    assert adopt(version, here, now).state == "adopted"


def test_a_replaced_version_is_never_adopted_and_the_next_one_has_the_next_number(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    replaced = consulting.replace(version=version, actor=here.people["coordinator"], now=now)
    assert (replaced.state, replaced.adopted_at) == ("superseded", None)
    assert write(version.definition, here, now).number == 2


def test_the_database_holds_one_version_in_work_and_one_adopted(
    version: DefinitionVersion, here: Place, now: datetime
) -> None:
    same = {"community": here.community, "definition": version.definition, "created_at": now}
    with pytest.raises(IntegrityError, match="one_in_work"), transaction.atomic():
        DefinitionVersion.objects.create(number=2, **same)
    adopt(version, here, version.consults_until)
    by = here.memberships["coordinator"]
    over = {"opened_at": now, "consults_until": now + timedelta(days=1), "adopted_at": now, "adopted_by": by}
    with pytest.raises(IntegrityError, match="one_adopted"), transaction.atomic():
        DefinitionVersion.objects.create(number=2, state="adopted", **same, **over)


def test_what_waits_for_whom(version: DefinitionVersion, here: Place, now: datetime) -> None:
    member, coordinator = here.people["member"], here.people["coordinator"]
    assert list(consultations_for(member, now)) == [version]
    assert list(consultations_for(member, version.consults_until)) == []
    assert led_by(coordinator, now) == []
    object_to(version, member, now)
    assert list(consultations_for(member, now)) == []
    assert led_by(coordinator, now) == [(version, 1)]
    assert led_by(member, now) == []
    assert led_by(coordinator, version.consults_until) == [(version, 1)]


def test_the_line_knows_what_is_public(here: Place, now: datetime) -> None:
    assert standing_in(here.community) is None
    definition = make_draft(here.community, here.people["coordinator"], now)
    assert standing_in(here.community) is None
    version = put_to_members(definition, here.people["coordinator"], now, now + timedelta(days=1))
    standing = standing_in(here.community)
    assert standing
    assert (standing.adopted, standing.consults) == (None, 1)
    adopt(version, here, version.consults_until)
    standing = standing_in(here.community)
    assert standing
    assert (standing.adopted, standing.consults) == (1, None)
