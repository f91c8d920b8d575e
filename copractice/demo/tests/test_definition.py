"""The demo's definition and commitment: the totals that are told of them."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from copractice.communities.models import Community
from copractice.definition.models import Commitment, DefinitionVersion, Objection
from copractice.definition.queries import commitments
from copractice.demo.definition import NOT_LISTED, ONLY_FIRST
from copractice.notices.models import Notice
from copractice.web.places import places_of

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def test_four_versions_one_objection_resolved_and_one_kept() -> None:
    states = list(DefinitionVersion.objects.order_by("number").values_list("number", "state"))
    assert states == [(1, "superseded"), (2, "superseded"), (3, "superseded"), (4, "adopted")]
    assert not DefinitionVersion.objects.get(number=3).adopted_at
    settled = Objection.objects.order_by("version__number").values_list("version__number", "state")
    assert list(settled) == [(3, "resolved"), (4, "kept_as_dissent")]


def test_seventeen_organizations_signed_the_second_version_of_the_commitment(now: datetime) -> None:
    commitment = Commitment.objects.get()
    version = commitments.published_of(commitment)
    assert version
    assert version.number == 2
    signed = commitments.signatories_of(version, AnonymousUser(), now)
    assert (signed.total, signed.hidden) == (17, 1)
    assert NOT_LISTED not in [row.organization.name for row in signed.shown]
    only_first = commitments.earlier_only(commitment, AnonymousUser(), now)
    assert [row.organization.name for row in only_first.shown] == [ONLY_FIRST]


def test_the_line_tells_the_version_and_the_signatories(now: datetime) -> None:
    place = places_of(Community.objects.get(slug="demo-stem"), now)["define"]
    assert (place.state, place.fact) == ("done", "Version 4 adopted, 17 signed")


def test_the_dissent_stands_beside_the_text_without_a_name() -> None:
    page = Client().get("/c/demo-stem/definition/").content.decode()
    assert "Small workshops cannot pay everybody" in page
    assert "Leader 09" not in page
    assert "Kept as dissent" in page


def test_mail_of_the_past_has_arrived(now: datetime) -> None:
    consulted = Notice.objects.filter(kind="consultation_opened")
    assert set(consulted.values_list("state", flat=True)) == {"sent"}
    assert not Notice.objects.filter(state="queued", give_up_at__lte=now).exists()
