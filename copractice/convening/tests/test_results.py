import re
from datetime import datetime

import pytest
from django.test import Client

from copractice.convening.actions import adopting, lives
from copractice.convening.models import Convening, Priority, Statement
from copractice.convening.states import ConveningState
from copractice.frameworks.models import Strength
from copractice.frameworks.queries import alignments_of
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import Place, World


def client_of(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def here(world: World) -> Place:
    return world.here


def test_everybody_reads_an_adopted_convening_with_its_counts(here: Place) -> None:
    text = text_of(client_of(None), here.adopted.get_absolute_url())
    assert "One statement unites people" in text
    assert "10 people, 10 votes on 1 statement" in text
    assert "100%" in text
    assert "72–100%" in text
    assert "Agreed in here" in text


def test_an_open_convening_is_for_its_members_and_shows_no_result(world: World) -> None:
    path = world.here.convening.get_absolute_url()
    assert client_of(None).get(path).status_code == 302
    assert client_of(world.there.people["owner"]).get(path).status_code == 404
    for role in ("member", "coordinator"):
        text = text_of(client_of(world.here.people[role]), path)
        assert "Results stay hidden until the close" in text
        assert "unite people" not in text


def test_a_draft_is_for_staff_only(here: Place, now: datetime) -> None:
    plan = lives.Plan(title={"en": "Next"}, question={"en": "What?"}, held_on=now.date())
    draft = lives.prepare(community=here.community, plan=plan, actor=here.people["owner"], now=now)
    path = draft.get_absolute_url()
    assert client_of(here.people["coordinator"]).get(path).status_code == 200
    assert client_of(here.people["member"]).get(path).status_code == 404


def test_a_rejected_statement_is_never_public(here: Place) -> None:
    Statement.objects.create(
        community=here.community,
        convening=here.adopted,
        number=99,
        text="Rejected words",
        language="en",
        state="rejected",
        written_at=here.adopted.created_at,
    )
    path = here.adopted.get_absolute_url()
    for person in (None, here.people["member"]):
        client = client_of(person)
        for page in (path, f"{path}statements/", f"{path}statements/?q=rejected"):
            assert "Rejected words" not in client.get(page).content.decode()


def test_statements_are_found_by_their_words(here: Place) -> None:
    path = f"{here.adopted.get_absolute_url()}statements/"
    assert "Agreed in here" in text_of(client_of(None), f"{path}?q=AGREED")
    assert "No statement has these words" in text_of(client_of(None), f"{path}?q=zebra")
    for odd in ("?page=-1", "?page=1e9", "?page=abc", "?q=%00", "?q=%25"):
        assert client_of(None).get(path + odd).status_code == 200


def test_priorities_are_public_with_method_turnout_source_and_reason(here: Place) -> None:
    client, path = client_of(None), here.priority.get_absolute_url()
    assert "Priority of here" in text_of(client, "/c/here/priorities/")
    text = text_of(client, path)
    for said in (
        "All agreed.",
        "10 people, 10 votes",
        "10 of 10 agreed",
        "likely 72% to 100%",
        "Coordinator of here",
    ):
        assert said in text


def test_adoption_in_two_steps_through_the_page(here: Place, now: datetime) -> None:
    coordinator = here.people["coordinator"]
    Priority.objects.filter(convening=here.adopted).delete()
    Convening.objects.filter(pk=here.adopted.pk).update(state=ConveningState.CLOSED)
    statement = Statement.objects.get(convening=here.adopted)
    client = client_of(coordinator)
    path = f"{here.adopted.get_absolute_url()}adopt/"
    assert "Which statements become priorities?" in text_of(client, path)
    assert client.post(path, {f"number_{statement.code}": ""}).status_code == 400
    words = client.post(path, {f"number_{statement.code}": "1"})
    assert "Word each priority" in words.content.decode()
    data = {f"number_{statement.code}": "1", "adopt": "yes", "p1-title_en": "Pay youth", "p1-title_es": ""}
    kept = client.post(path, data | {"p1-reason_en": ""})
    assert kept.status_code == 400
    assert "Pay youth" in kept.content.decode()
    done = client.post(path, data | {"p1-reason_en": "Everyone agreed"})
    assert (done.status_code, done["Location"]) == (302, "/c/here/priorities/")
    priority = Priority.objects.get(convening=here.adopted)
    assert (priority.title, priority.turnout["voters"]) == ({"en": "Pay youth"}, 10)
    acts = LogEntry.objects.filter(community_id=here.community.pk).order_by("-seq")[:2]
    assert [entry.act for entry in acts] == ["convening.adopt", "priority.adopt"]


def test_only_staff_adopt_and_only_once_and_only_what_is_theirs(world: World, now: datetime) -> None:
    here, statement = world.here, Statement.objects.get(convening=world.there.adopted)
    choice = adopting.Choice(title={"en": "x"}, reason={"en": "y"}, statements=[statement])
    with pytest.raises(Refused, match="it is “adopted”"):
        adopting.adopt(convening=here.adopted, choices=[choice], actor=here.people["owner"], now=now)
    Priority.objects.filter(convening=here.adopted).delete()
    Convening.objects.filter(pk=here.adopted.pk).update(state=ConveningState.CLOSED)
    for actor, said in (
        (here.people["member"], "Only the community's staff"),
        (world.there.people["owner"], "Only the community's staff"),
        (here.people["owner"], "accepted statements of this convening"),
    ):
        with pytest.raises(Refused, match=said):
            adopting.adopt(convening=here.adopted, choices=[choice], actor=actor, now=now)
    with pytest.raises(Refused, match="Choose at least one"):
        adopting.adopt(convening=here.adopted, choices=[], actor=here.people["owner"], now=now)


@pytest.mark.parametrize("count", [1, 3])
def test_the_statement_list_asks_the_same_number_of_questions_for_one_row_and_three(
    here: Place, django_assert_num_queries: object, count: int
) -> None:
    first = Statement.objects.get(convening=here.adopted)
    for number in range(2, count + 1):
        Statement.objects.create(
            community=here.community,
            convening=here.adopted,
            number=number,
            text=f"More {number}",
            language="en",
            state="accepted",
            written_at=first.written_at,
        )
    client = client_of(here.people["coordinator"])
    path = f"{here.adopted.get_absolute_url()}statements/"
    client.get(path)
    with django_assert_num_queries(10):
        client.get(path)


def test_a_priority_is_aligned_to_an_item_and_the_alignment_taken_back(here: Place) -> None:
    client = client_of(here.people["coordinator"])
    item = here.framework.items.get(position=1)
    path = f"{here.priority.get_absolute_url()}align/"
    data = {"item": item.code, "strength": "direct", "rationale_en": "Pay is part of it.", "rationale_es": ""}
    strengths = [value for value, _label in Strength.choices]
    assert client.post(path, data | {"strength": "nonsense"}).status_code == 400
    assert client.post(path, data | {"item": "0000000000"}).status_code == 400
    assert client.post(path, data | {"strength": strengths[0]}).status_code == 302
    text = text_of(client_of(None), here.priority.get_absolute_url())
    assert item.title in text
    assert "Pay is part of it." in text
    made = alignments_of(here.priority).get(item=item)
    assert client.post(f"/c/here/alignments/{made.code}/end/").status_code == 302
    assert "Pay is part of it." not in text_of(client, here.priority.get_absolute_url())
