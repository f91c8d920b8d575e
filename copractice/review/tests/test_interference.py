"""Two worlds that differ in what is hidden are the same, byte for byte, to everyone it is hidden from."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.models import Answer
from copractice.applications.tests.parts import signed_in
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.people.models import Person
from copractice.review.models import Review
from tests.world import Place
from tests.world_review import person_of, send

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce-[^\']+|<time[^>]*>')
Asked = list[tuple[Person | None, str]]


def bytes_of(person: Person | None, path: str) -> bytes:
    """Return a page as somebody gets it, with where it leads, without the token that is new in every answer."""
    client = signed_in(person) if person else Client()
    response = client.get(path)
    where = response.headers.get("Location", "").encode()
    return b"%d %s " % (response.status_code, where) + TOKEN.sub(b"", response.content)


def peer_of(place: Place) -> Review:
    """Return the other review of the application that the first review is of."""
    reviews = place.reviewed.reviews
    of = reviews[0].assignment.application_id
    return next(row for row in reviews[1:] if row.assignment.application_id == of)


def outsiders(place: Place) -> Asked:
    """Return who may know nothing of the reviews of the first application, with every page that is near it."""
    reviewed = place.reviewed
    application = reviewed.review.assignment.application
    parties = {part.party: part.owner for part in application.parts.all()}
    tied = parties["employer"]
    add_membership(
        person=tied,
        community=place.community,
        role=Role.COORDINATOR,
        name="Also staff",
        actor=None,
        now=timezone.now() - timedelta(hours=2),
    )
    args = ["here", reviewed.call.code]
    home, list_of = place.community.get_absolute_url(), reverse("my_reviews", args=args)
    of_one = [
        reviewed.review.get_absolute_url(),
        reverse("application_reviews", args=["here", application.code]),
    ]
    staff = [reverse("review_desk", args=args), reverse("review_board", args=args)]
    staff += [reviewed.run.get_absolute_url(), home]
    asked: Asked = [(tied, path) for path in [*of_one, *staff, application.get_absolute_url()]]
    asked += [(None, home), (None, reviewed.call.get_absolute_url()), (None, of_one[0])]
    asked += [(place.people["member"], path) for path in [*of_one, staff[1], list_of]]
    asked += [(parties["umbrella"], path) for path in [*of_one, application.get_absolute_url()]]
    return [*asked, (parties["youth"], of_one[0]), (parties["youth"], reverse("family", args=["here"]))]


def reads_of_peer(place: Place) -> Asked:
    """Return what the other reviewer of the application reads."""
    peer = peer_of(place)
    return [
        (person_of(peer), reverse("my_reviews", args=["here", place.reviewed.call.code])),
        (person_of(peer), peer.get_absolute_url()),
        (person_of(peer), place.reviewed.review.get_absolute_url()),
    ]


def test_a_hidden_review_changes_no_byte_for_others(today: Place) -> None:
    asked = outsiders(today) + reads_of_peer(today)
    board = (today.people["coordinator"], reverse("review_board", args=["here", today.reviewed.call.code]))
    before, read = [bytes_of(*one) for one in asked], bytes_of(*board)
    send(today.reviewed.review, timezone.now() - timedelta(hours=1), "4")
    assert [bytes_of(*one) for one in asked] == before
    assert bytes_of(*board) != read  # who may see it does


def test_who_reviews_changes_no_byte_for_others(today: Place) -> None:
    send(today.reviewed.review, timezone.now() - timedelta(hours=1), "4")
    # Tied staff see who reviews for the call, but not what; so they are left out here.
    tied = today.reviewed.review.assignment.application.parts.get(party="employer").owner
    asked = [one for one in outsiders(today) if one[0] != tied] + reads_of_peer(today)
    before = [bytes_of(*one) for one in asked]
    membership = today.reviewed.review.assignment.reviewer.membership
    membership.name, membership.sort_name = "Another Name", "another name"
    membership.save()
    assert [bytes_of(*one) for one in asked] == before


def test_a_young_persons_answer_changes_no_byte_for_others(today: Place) -> None:
    review = today.reviewed.review
    youth = review.assignment.application.parts.get(party="youth")
    asked = [one for one in outsiders(today) if one[0] != youth.owner] + reads_of_peer(today)
    asked += [(person_of(review), path) for _person, path in reads_of_peer(today)[:1]]
    asked += [(person_of(review), review.get_absolute_url())]  # under 18 without consents: sealed
    before = [bytes_of(*one) for one in asked]
    changed = Answer.objects.filter(part=youth).update(text="My supervisor shouts at us.")
    assert changed
    assert [bytes_of(*one) for one in asked] == before
