"""The gate, tried from the matrix: every address × every role × own, other community, missing, deleted."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from copractice.communities.models import Role
from copractice.demo.models import Demo
from copractice.people.models import Person
from tests import matrix
from tests.world import Place, World, make_world

MISSING = "0000000000"
NAMES = sorted(matrix.url_names())
SIGN_IN = "/sign-in/"

# What stands in an address, for one community; a record's address is tried with missing and deleted codes too.
OF_COMMUNITY = {
    "definitions",
    "draft_definition",
    "commitments",
    "draft_commitment",
    "priorities",
    "prepare_convening",
    "import_conversation",
    "import_pairs",
    "community",
    "accent",
    "updates",
    "post_update",
    "history",
    "edit_page",
    "people",
    "give_role",
    "log",
    "notices",
    "imports",
    "organizations",
    "add_organization",
    "import_organizations",
    "import_people",
    "frameworks",
    "adopt_framework",
    "family",
    "name_guardian",
    "consent_paper",
    "own_birth_month",
    "guardianships",
    "calls",
    "prepare_call",
}
FAMILY = ("guardianship", "birth_month", "verify_guardian", "change_guardian", "end_guardianship", "print_code")
OF_APPLICATION = (
    "application",
    "shared_answers",
    "invite_party",
    "printed_code",
    "send_application",
    "reopen_application",
    "withdraw_application",
    "restore_application",
)
OF_INVITATION = ("resend_invitation", "revoke_invitation")
OF_PART = (
    "complete_part",
    "reopen_part",
    "leave_part",
    "substitute_party",
    "part",
    "check_part",
    "confirm_version",
    "save_answer",
    "answer_history",
    "restore_answer",
)
OF_CALL = ("call", "call_questions", "call_rubric", "call_faq", "call_changes", "call_calendar")
OF_DRAFT_CALL = (
    "call_setup",
    "write_call",
    "call_timetable",
    "call_terms",
    "call_parties",
    "edit_questions",
    "add_question",
    "edit_rubric",
    "add_criterion",
    "announce_call",
    "open_call",
    "start_version",
    "publish_version",
    "discard_version",
    "post_faq",
    "schedule_session",
)
OF_QUESTION = ("change_question", "move_question", "retire_question")
OF_CRITERION = ("change_criterion", "move_criterion", "remove_criterion")
OF_SESSION = ("session_calendar", "change_session", "cancel_session")
OF_RECORD: dict[str, Callable[[Place], str]] = {
    "update": lambda place: place.update.code,
    "withdraw_update": lambda place: place.update.code,
    "membership": lambda place: place.memberships["funder"].code,
    "end_role": lambda place: place.memberships["funder"].code,
    "retry_notice": lambda place: place.parked.message_id,
    "import": lambda place: place.imported.code,
    "confirm_import": lambda place: place.imported.code,
    "stop_import": lambda place: place.imported.code,
    "undo_import": lambda place: place.imported.code,
    "organization": lambda place: place.organization.code,
    "framework": lambda place: place.framework.code,
    "framework_item": lambda place: place.framework.items.get(position=0).code,
    "change_organization": lambda place: place.organization.code,
    "link_umbrella": lambda place: place.organization.code,
    "affiliate": lambda place: place.organization.code,
    "end_link": lambda place: place.link.code,
    "affiliation": lambda place: place.affiliation.code,
    "end_affiliation": lambda place: place.affiliation.code,
    **dict.fromkeys(
        ("definition", "compare_versions", "change_definition", "write_version"),
        lambda place: place.defined.definition.code,
    ),
    **dict.fromkeys(
        (
            "definition_version",
            "consult_version",
            "redraft_version",
            "replace_version",
            "adopt_version",
            "comment_version",
            "object_to_version",
        ),
        lambda place: place.defined.consulted.code,
    ),
    "withdraw_comment": lambda place: place.defined.comment.code,
    "stand_aside": lambda place: place.defined.objection.code,
    "settle_objection": lambda place: place.defined.objection.code,
    **dict.fromkeys(
        (
            "commitment",
            "change_commitment",
            "write_commitment",
            "publish_commitment",
            "sign_commitment",
            "record_signature",
        ),
        lambda place: place.defined.commitment.code,
    ),
    "end_signature": lambda place: place.defined.signature.code,
    "priority": lambda place: place.priority.code,
    "take_back_alignment": lambda place: place.alignment.code,
    "align_priority": lambda place: place.priority.code,
    "convening": lambda place: place.adopted.code,
    "statements": lambda place: place.adopted.code,
    "change_convening": lambda place: place.adopted.code,
    "open_convening": lambda place: place.adopted.code,
    "close_convening": lambda place: place.adopted.code,
    "reschedule_convening": lambda place: place.adopted.code,
    "reopen_convening": lambda place: place.adopted.code,
    "adopt_priorities": lambda place: place.adopted.code,
    "wall": lambda place: place.convening.code,
    "moderation": lambda place: place.convening.code,
    "accept_statement": lambda place: place.statement.code,
    "reject_statement": lambda place: place.statement.code,
    "merge_statement": lambda place: place.statement.code,
    "undo_moderation": lambda place: place.statement.code,
    "consent": lambda place: place.asked.code,
    "record_paper": lambda place: place.asked.code,
    **{name: lambda place: place.guardianship.code for name in FAMILY},
    "start_application": lambda place: place.call.code,
    **dict.fromkeys(OF_APPLICATION, lambda place: place.applied.application.code),
    **dict.fromkeys(OF_INVITATION, lambda place: place.applied.invitation.code),
    **dict.fromkeys(OF_PART, lambda place: place.applied.umbrella.code),
    "upload": lambda place: place.upload.code,
    "receipt": lambda place: place.sent_in.receipt.code,
    "receipt_content": lambda place: place.sent_in.receipt.code,
    **dict.fromkeys(OF_CALL, lambda place: place.call.code),
    **dict.fromkeys(OF_DRAFT_CALL, lambda place: place.called.draft.code),
    **dict.fromkeys(OF_QUESTION, lambda place: place.called.question.key),
    **dict.fromkeys(OF_CRITERION, lambda place: place.called.criterion.code),
    **dict.fromkeys(OF_SESSION, lambda place: place.called.session.code),
    "withdraw_faq": lambda place: place.called.faq.code,
}
ROOM = ("room", "enter", "vote", "turnout", "my_votes", "pairs", "dots", "write_statement", "keep_votes")
# Whose sample record is the funder's own: here the rows of `self` speak of the funder.
OF_FUNDER = {
    "membership",
    "affiliation",
    "withdraw_comment",
    "stand_aside",
    "sign_commitment",
    "end_signature",
}
WITH_CODE: dict[str, Callable[[Place], str]] = {
    "demo_sign_in": lambda place: place.memberships["member"].code,
    "invitation": lambda place: "no-such-token",
    "start_by_link": lambda place: "no-such-token",
    "party_invitation": lambda place: "no-such-token",
    **{name: lambda place: place.convening.room_code for name in ROOM},
}
BARE = {
    "front",
    "home",
    "styleguide",
    "privacy",
    "accessibility",
    "demo",
    "language",
    "my_settings",
    "account_login",
    "account_confirm_login_code",
    "account_logout",
    "join",
    "typed_code",
}


def address(name: str, place: Place, code: str | None = None) -> str:
    """Return the address of a page in a place; of its sample record, or of the one with `code`."""
    if name in BARE:
        return reverse(name)
    if name in WITH_CODE:
        return reverse(name, args=[code or WITH_CODE[name](place)])
    if name in OF_COMMUNITY:
        return reverse(name, args=[place.community.slug])
    return reverse(name, args=[place.community.slug, code or OF_RECORD[name](place)])


@pytest.fixture
def closed_world(db: None) -> World:
    """Return the world as it is today, in a demo, since two addresses live in a demo only."""
    now = datetime.now().astimezone()
    Demo.objects.create(pk=1, made_at=now)
    return make_world(now)


def person_for(world: World, place: Place, role: str) -> Person | None:
    if role == "visitor":
        return None
    return world.stranger if role == "stranger" else place.people[role]


def ask(person: Person | None, method: str, path: str) -> HttpResponse:
    """Ask as a person and take back whatever the asking changed."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = client.generic(method, path)
        transaction.set_rollback(True)
    return response


def assert_open(response: HttpResponse, told: str) -> None:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN + "?next=")
    assert response.status_code in {200, 302, 400, 409, 410}, told
    assert not to_sign_in, told


def assert_closed(response: HttpResponse, path: str, person: Person | None, told: str) -> None:
    if response.status_code == 405:
        return
    if person is None:
        assert response.status_code == 302, told
        assert response["Location"] == f"{SIGN_IN}?next={path}", told
    else:
        assert response.status_code == 404, told


def test_every_address_has_a_row_and_a_place_in_this_test() -> None:
    in_matrix = {row.record.removeprefix("url:") for row in matrix.rows() if row.record.startswith("url:")}
    assert set(NAMES) == in_matrix
    assert set(NAMES) == OF_COMMUNITY | set(OF_RECORD) | set(WITH_CODE) | BARE


def test_every_model_has_a_row() -> None:
    in_matrix = {
        row.record.removeprefix("model:") for row in matrix.rows() if row.record.startswith("model:")
    }
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("copractice.")}
    assert ours == in_matrix


def test_rows_speak_of_known_roles_and_rights() -> None:
    groups = {"*", "person", "members", "staff", "self", "nobody"} | set(matrix.ROLES)
    assert {row.role for row in matrix.rows()} <= groups
    assert {row.read for row in matrix.rows()} <= {"yes", "no"}
    assert {row.write for row in matrix.rows()} <= {"yes", "no", "staff"}


@pytest.mark.parametrize("name", NAMES)
def test_an_address_is_open_to_whom_the_matrix_names_and_closed_to_all_others(
    closed_world: World, name: str
) -> None:
    place = closed_world.here
    path = address(name, place)
    for role in matrix.ROLES:
        person = person_for(closed_world, place, role)
        for method, right in (("GET", "read"), ("POST", "write")):
            told = f"{role} {method} {path}"
            is_own_row = role == "funder" and name in OF_FUNDER and matrix.may_self(f"url:{name}", right)
            if matrix.may(f"url:{name}", role, right) or is_own_row:
                assert_open(ask(person, method, path), told)
            else:
                assert_closed(ask(person, method, path), path, person, told)


@pytest.mark.parametrize("name", sorted(OF_COMMUNITY | set(OF_RECORD)))
def test_a_role_in_one_community_opens_nothing_in_another(closed_world: World, name: str) -> None:
    path = address(name, closed_world.here)
    for role in Role:
        person = closed_world.there.people[role.value]
        for method, right in (("GET", "read"), ("POST", "write")):
            told = f"{role} of the other community {method} {path}"
            if matrix.may(f"url:{name}", "stranger", right):
                assert_open(ask(person, method, path), told)
            else:
                assert_closed(ask(person, method, path), path, person, told)


@pytest.mark.parametrize("name", sorted(OF_RECORD))
def test_a_record_of_another_community_is_not_found_at_ones_own_address(
    closed_world: World, name: str
) -> None:
    foreign = OF_RECORD[name](closed_world.there)
    path = address(name, closed_world.here, foreign)
    for role in matrix.ROLES:
        person = person_for(closed_world, closed_world.here, role)
        for method in ("GET", "POST"):
            assert_closed(ask(person, method, path), path, person, f"{role} {method} {path}")


@pytest.mark.parametrize("name", sorted(OF_RECORD))
def test_what_is_missing_or_deleted_is_not_found_by_anyone(closed_world: World, name: str) -> None:
    gone = [MISSING]
    if name in {"update", "withdraw_update"}:
        gone.append(closed_world.here.withdrawn.code)
    for code in gone:
        path = address(name, closed_world.here, code)
        for role in matrix.ROLES:
            person = person_for(closed_world, closed_world.here, role)
            for method in ("GET", "POST"):
                assert_closed(ask(person, method, path), path, person, f"{role} {method} {path}")


def test_a_visitor_gets_the_same_bytes_from_every_closed_address(closed_world: World) -> None:
    paths = [
        "/me/",
        "/c/here/log/",
        "/c/here/people/",
        "/c/nowhere/log/",
        "/no/such/page",
        "/c/here/updates/0/",
    ]
    answers = {
        (r.status_code, r.content, r["Location"].split("=")[0]) for r in (ask(None, "GET", p) for p in paths)
    }
    assert answers == {(302, b"", "/sign-in/?next")}


def test_a_hidden_page_reads_like_a_missing_one(closed_world: World) -> None:
    outsider = closed_world.there.people["coordinator"]

    def text(path: str) -> str:
        body = ask(outsider, "GET", path).content.decode()
        return re.sub(r'value="[^"]*"', "", body).replace(path, "PATH")

    assert text("/c/here/log/") == text("/c/here/nothing/")
    hidden = address("membership", closed_world.here)
    assert text(hidden) == text(address("membership", closed_world.here, MISSING))


def test_a_role_that_ended_opens_nothing_at_the_next_request(closed_world: World) -> None:
    coordinator = closed_world.here.people["coordinator"]
    client = Client()
    client.force_login(coordinator)
    assert client.get("/c/here/log/").status_code == 200
    membership = closed_world.here.memberships["coordinator"]
    membership.until = membership.since
    membership.save()
    assert client.get("/c/here/log/").status_code == 404
