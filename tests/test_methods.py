"""Each address takes its own methods, and none leads to another site."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World


@pytest.fixture
def desk(world: World) -> Client:
    """Return a browser of the coordinator here."""
    client = Client()
    client.force_login(world.here.people["coordinator"])
    return client


READ_ONLY = ["front", "home", "styleguide", "demo"]
READ_ONLY_HERE = ["community", "accent", "updates", "history", "people", "log", "notices"]
POST_ONLY = ["language", "account_logout"]


def test_a_page_to_read_takes_no_writing(desk: Client) -> None:
    paths = [reverse(name) for name in READ_ONLY] + [reverse(name, args=["here"]) for name in READ_ONLY_HERE]
    for path in paths:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            response = desk.generic(method, path)
            assert (path, response.status_code, response.headers.get("Allow")) == (path, 405, "GET, HEAD")


def test_an_act_takes_a_post_only(desk: Client, world: World) -> None:
    here = world.here
    acts = [reverse(name) for name in POST_ONLY]
    acts.append(reverse("withdraw_update", args=["here", here.update.code]))
    acts.append(reverse("end_role", args=["here", here.memberships["funder"].code]))
    acts.append(reverse("retry_notice", args=["here", here.parked.message_id]))
    for path in acts:
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            response = desk.generic(method, path)
            assert (path, response.status_code, response.headers.get("Allow")) == (path, 405, "POST")
    here.update.refresh_from_db()
    here.memberships["funder"].refresh_from_db()
    assert (here.update.withdrawn_at, here.memberships["funder"].until) == (None, None)


def test_no_address_leads_to_another_site(desk: Client) -> None:
    for path in ["/%2Fevil.example", "/%2Fevil.example/", "/%5Cevil.example/", "/c/here//evil.example"]:
        for client in (desk, Client()):
            response = client.generic("GET", path)
            assert response.status_code in {301, 302, 404}
            assert not response.headers.get("Location", "/").startswith(("//", "http", "/\\"))
