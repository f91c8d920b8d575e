"""Commitments: drafted, published, signed on the page and on paper, ended."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from copractice.communities import actions
from copractice.communities.models import AffiliationRole, Organization
from copractice.definition.actions import drafting, pledging, signing
from copractice.definition.models import Commitment, CommitmentVersion, Signature
from copractice.definition.queries import commitments
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import Place, World
from tests.world_definition import make_commitment

pytestmark = pytest.mark.django_db
SIGNER = signing.Signer("Ada Example", "Director")


@pytest.fixture
def commitment(here: Place, now: datetime) -> Commitment:
    return make_commitment(here.community, here.people["coordinator"], now)


def published(commitment: Commitment) -> CommitmentVersion:
    version = commitments.published_of(commitment)
    assert version
    return version


def sign(
    commitment: Commitment,
    here: Place,
    now: datetime,
    role: str = "funder",
    organization: Organization | None = None,
) -> Signature:
    return signing.sign(
        version=published(commitment),
        organization=organization or here.organization,
        signer=SIGNER,
        actor=here.people[role],
        now=now,
    )


def publish_next(commitment: Commitment, here: Place, now: datetime) -> CommitmentVersion:
    staff = {"actor": here.people["coordinator"], "now": now}
    pledge = pledging.Pledge({"en": "We promise more."})
    pledging.write_pledge(commitment=commitment, pledge=pledge, revision=0, **staff)
    return pledging.publish(commitment=commitment, revision=1, **staff)


def paper(
    commitment: Commitment, organization: Organization, here: Place, now: datetime, since: date | None = None
) -> Signature:
    return signing.record_signature(
        version=published(commitment),
        organization=organization,
        signer=SIGNER,
        since=since or now.date(),
        actor=here.people["coordinator"],
        now=now,
    )


def test_only_staff_draft_and_publish(commitment: Commitment, here: Place, now: datetime) -> None:
    member = {"actor": here.people["member"], "now": now}
    pledge = pledging.Pledge({"en": "Words"})
    frame = pledging.Frame({"en": "Title"})
    with pytest.raises(Refused):
        pledging.draft_commitment(community=here.community, frame=frame, pledge=pledge, **member)
    with pytest.raises(Refused):
        pledging.change_commitment(commitment=commitment, frame=frame, revision=1, **member)
    with pytest.raises(Refused):
        pledging.write_pledge(commitment=commitment, pledge=pledge, revision=0, **member)
    with pytest.raises(Refused):
        pledging.publish(commitment=commitment, revision=0, **member)
    with pytest.raises(Refused):
        signing.record_signature(
            version=published(commitment),
            organization=here.umbrella,
            signer=SIGNER,
            since=now.date(),
            **member,
        )


def test_two_tabs_and_a_draft_changed_before_it_is_published(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    staff = {"actor": here.people["coordinator"], "now": now}
    pledge = pledging.Pledge({"en": "Words"})
    pledging.write_pledge(commitment=commitment, pledge=pledge, revision=0, **staff)
    with pytest.raises(drafting.Conflict):
        pledging.write_pledge(commitment=commitment, pledge=pledge, revision=0, **staff)
    pledging.write_pledge(commitment=commitment, pledge=pledge, revision=1, **staff)
    with pytest.raises(drafting.Conflict):
        pledging.publish(commitment=commitment, revision=1, **staff)
    assert pledging.publish(commitment=commitment, revision=2, **staff).number == 2
    with pytest.raises(Refused, match="There is no draft"):
        pledging.publish(commitment=commitment, revision=2, **staff)


def test_a_day_of_renewal_lies_ahead(commitment: Commitment, here: Place, now: datetime) -> None:
    staff = {"actor": here.people["coordinator"], "now": now}
    for days, goes in ((0, False), (1, True)):
        pledge = pledging.Pledge({"en": "Words"}, now.date() + timedelta(days=days))
        draft = commitments.draft_of(commitment)
        row = pledging.write_pledge(
            commitment=commitment, pledge=pledge, revision=draft.revision if draft else 0, **staff
        )
        if goes:
            pledging.publish(commitment=commitment, revision=row.revision, **staff)
        else:
            with pytest.raises(Refused, match="renewal"):
                pledging.publish(commitment=commitment, revision=row.revision, **staff)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (AffiliationRole.LEADER, True),
        (AffiliationRole.EXECUTIVE, True),
        (AffiliationRole.UMBRELLA_LEAD, True),
        (AffiliationRole.SUPERVISOR, False),
        (AffiliationRole.EMPLOYED_YOUTH, False),
    ],
)
def test_who_signs_for_an_organization(
    commitment: Commitment, here: Place, now: datetime, role: AffiliationRole, may: bool
) -> None:
    here.affiliation.delete()
    organization = here.umbrella if role == AffiliationRole.UMBRELLA_LEAD else here.organization
    place = actions.affiliate(
        organization=organization,
        membership=here.memberships["member"],
        role=role,
        actor=here.people["owner"],
        now=now,
        since=now.date() - timedelta(days=5),
    )
    if not may:
        with pytest.raises(Refused):
            sign(commitment, here, now, "member", organization)
        return
    assert commitments.waiting_for(here.people["member"], now) == [(commitment, organization)]
    assert sign(commitment, here, now, "member", organization).how == "page"
    assert commitments.waiting_for(here.people["member"], now) == []
    place.until = now.date()
    place.save()
    with pytest.raises(Refused):
        sign(commitment, here, now, "member", organization)


def test_a_member_of_another_organization_or_the_staff_do_not_sign(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    for role in ("coordinator", "member"):
        with pytest.raises(Refused):
            sign(commitment, here, now, role)
    with pytest.raises(Refused):
        signing.sign(
            version=published(commitment),
            organization=here.umbrella,
            signer=SIGNER,
            actor=here.people["funder"],
            now=now,
        )


def test_signing_twice_is_one_signature(commitment: Commitment, here: Place, now: datetime) -> None:
    first = sign(commitment, here, now)
    assert (first.since, first.person) == (now.date(), here.people["funder"])
    assert sign(commitment, here, now) == first
    assert LogEntry.objects.filter(act="commitment.sign").count() == 1
    with pytest.raises(Refused, match="signed this version already"):
        paper(commitment, here.organization, here, now)
    with pytest.raises(IntegrityError, match="signature_one_live"), transaction.atomic():
        Signature.objects.create(
            community=here.community,
            version=first.version,
            organization=here.organization,
            name="X",
            since=first.since,
            how="page",
        )


def test_a_version_that_was_superseded_meanwhile_is_not_signed(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    old = published(commitment)
    publish_next(commitment, here, now)
    with pytest.raises(Refused, match="Another version was published"):
        signing.sign(
            version=old,
            organization=here.organization,
            signer=SIGNER,
            actor=here.people["funder"],
            now=now,
        )


def test_a_paper_is_from_today_or_before(commitment: Commitment, here: Place, now: datetime) -> None:
    with pytest.raises(Refused, match="not from the future"):
        paper(commitment, here.umbrella, here, now, now.date() + timedelta(days=1))
    row = paper(commitment, here.umbrella, here, now, now.date() - timedelta(days=30))
    assert (row.how, row.person, row.recorded_by) == ("paper", None, here.memberships["coordinator"])


def test_a_new_version_lists_who_signed_the_old_one_and_asks_them(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    sign(commitment, here, now)
    paper(commitment, here.umbrella, here, now)
    assert commitments.signed_in(here.community, now) == 2
    publish_next(commitment, here, now)
    assert commitments.signed_in(here.community, now) == 0
    reader = AnonymousUser()
    listed = commitments.earlier_only(commitment, reader, now).shown
    assert [row.organization for row in listed] == [here.umbrella, here.organization]
    told = Notice.objects.filter(kind="commitment_renewed")
    assert list(told.values_list("address", flat=True)) == ["funder@here.example.org"]
    sign(commitment, here, now)
    assert commitments.earlier_only(commitment, reader, now).shown == [
        row for row in listed if row.organization == here.umbrella
    ]
    assert commitments.signed_in(here.community, now) == 1


def test_an_ended_signature_no_longer_counts_and_can_be_given_again(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    signature = sign(commitment, here, now)
    for role in ("member", "reviewer"):
        with pytest.raises(Refused):
            signing.end_signature(signature=signature, actor=here.people[role], now=now)
    ended = signing.end_signature(signature=signature, actor=here.people["funder"], now=now)
    assert ended.until == now.date()
    assert commitments.signatories_of(published(commitment), AnonymousUser(), now).total == 0
    with pytest.raises(Refused):
        signing.end_signature(signature=signature, actor=here.people["funder"], now=now)
    again = sign(commitment, here, now)
    assert again != signature
    signing.end_signature(signature=again, actor=here.people["owner"], now=now)
    assert Signature.objects.count() == 2


def test_organizations_that_are_not_public_are_counted_not_named(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    sign(commitment, here, now)
    Organization.objects.filter(pk=here.organization.pk).update(is_public=False)
    paper(commitment, here.umbrella, here, now)
    seen = {
        reader: commitments.signatories_of(published(commitment), person, now)
        for reader, person in (
            ("public", AnonymousUser()),
            ("own", here.people["funder"]),
            ("staff", here.people["owner"]),
        )
    }
    assert [row.organization for row in seen["public"].shown] == [here.umbrella]
    assert {reader: (found.total, found.hidden) for reader, found in seen.items()} == {
        "public": (2, 1),
        "own": (2, 0),
        "staff": (2, 0),
    }


def test_names_are_read_by_staff_and_the_organization_itself(
    commitment: Commitment, here: Place, now: datetime
) -> None:
    sign(commitment, here, now)
    paper(commitment, here.umbrella, here, now)
    seen = {
        role: commitments.signatures_visible_to(here.people[role], now).count()
        for role in ("owner", "funder", "member")
    }
    assert seen == {"owner": 2, "funder": 1, "member": 0}
    assert commitments.signatures_visible_to(AnonymousUser(), now).count() == 0


def test_another_communitys_organization_cannot_sign(
    commitment: Commitment, world: World, now: datetime
) -> None:
    with pytest.raises(IntegrityError, match="same_community"), transaction.atomic():
        paper(commitment, world.there.organization, world.here, now)
