"""The board of 1,000 applications with 3,000 reviews, a page of 100, and one score: seconds as the server spends them.

Run in a process of its own by `bench/pages.py`, which sets up Django first. Rows are written straight into the
tables: having 60 people write 3,000 reviews would measure those acts.
"""

import random
from datetime import timedelta
from itertools import count

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.convening import _page, _timed
from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.queries.versions import published_of
from copractice.calls.states import Party
from copractice.communities.models import Membership, Role, new_code
from copractice.people.models import Person
from copractice.review.actions import calibrating
from copractice.review.models import Assignment, Review, Reviewer, Score
from copractice.review.states import Perspective, ReviewState
from tests.world import Place, make_place
from tests.world_review import Reviewed, person_of

APPLICATIONS, REVIEWERS, EACH = 1000, 60, 3


def measure() -> dict[str, float]:
    """Return the seconds of a page of the board, and of one score that a reviewer's browser saves."""
    place = make_place("scores", timezone.now() - timedelta(days=1))
    reviewed = place.reviewed
    _reviews(reviewed, _applications(place, reviewed), _reviewers(reviewed))
    calibrating.calibrate(call=reviewed.call, now=timezone.now())
    client = Client()
    client.force_login(place.people["coordinator"])
    args = ["scores", reviewed.call.code]
    return {
        "reviews": _page(client, f"{reverse('review_board', args=args)}?page=5"),
        "score": _saving(reviewed),
    }


def _saving(reviewed: Reviewed) -> float:
    """Return the median of 15 saves of a score that is another one each time."""
    client, review, at = Client(), reviewed.review, count()
    client.force_login(person_of(review))
    path = reverse("save_score", args=["scores", review.code])
    key = f"score-{reviewed.call.criteria.first().code}"

    def save() -> None:
        n = next(at)
        sent = {"question": key, "text": str(n % 5), "revision": str(n)}
        if b'data-kind="saved"' not in client.post(path, sent).content:
            raise RuntimeError("a score was not saved")

    save()
    return sorted(_timed(save) for _ in range(15))[7]


def _applications(place: Place, reviewed: Reviewed) -> list[Application]:
    common = {"community": place.community, "created_at": place.now}
    sent = {"state": ApplicationState.SUBMITTED, "submitted_at": place.now, "sha256": "a" * 64}
    rows = Application.objects.bulk_create(
        [
            Application(call=reviewed.call, code=new_code(), form_key=f"{n:032d}", **common, **sent)
            for n in range(APPLICATIONS)
        ]
    )
    version = published_of(reviewed.call)
    people = Person.objects.bulk_create([Person(email=f"scores{n}@example.org") for n in range(APPLICATIONS)])
    Part.objects.bulk_create(
        [
            Part(
                application=row,
                party=Party.EMPLOYER,
                version=version,
                owner=people[n],
                name=f"Person {n}",
                organization_name=f"Example Lab {n}",
                salt="0" * 64,
                state=PartState.COMPLETE,
                completed_at=place.now,
                sha256="a" * 64,
                **common,
            )
            for n, row in enumerate(rows)
        ]
    )
    return rows


def _reviewers(reviewed: Reviewed) -> list[Reviewer]:
    community, since = reviewed.call.community, reviewed.reviewers[0].since
    people = Person.objects.bulk_create([Person(email=f"scorer{n}@example.org") for n in range(REVIEWERS)])
    members = Membership.objects.bulk_create(
        [
            Membership(
                community=community,
                person=person,
                role=Role.REVIEWER,
                name=f"Scorer {n}",
                sort_name=f"scorer {n}",
                since=since,
            )
            for n, person in enumerate(people)
        ]
    )
    return Reviewer.objects.bulk_create(
        [
            Reviewer(
                community=community,
                call=reviewed.call,
                membership=member,
                perspective=Perspective.COMMUNITY,
                most=80,
                declared_at=since,
                since=since,
            )
            for member in members
        ]
    )


def _reviews(reviewed: Reviewed, applications: list[Application], reviewers: list[Reviewer]) -> None:
    """Write three sent reviews for each application, strict and mild ones among them."""
    chance, of = random.Random(7), {"community": reviewed.call.community}
    since, position = reviewed.reviewers[0].since, count(1)
    given = Assignment.objects.bulk_create(
        [
            Assignment(reviewer=one, application=row, position=next(position), since=since, **of)
            for row in applications
            for one in chance.sample(reviewers, EACH)
        ]
    )
    sent = {"state": ReviewState.SUBMITTED, "submitted_at": since}
    reviews = Review.objects.bulk_create([Review(assignment=one, **sent, **of) for one in given])
    mild = {one.pk: chance.uniform(-1, 1) for one in reviewers}
    Score.objects.bulk_create(
        [
            Score(
                review=review,
                criterion=criterion,
                value=min(4, max(0, round(chance.gauss(2.4 + mild[review.assignment.reviewer_id], 0.6)))),
                revision=1,
                **of,
            )
            for review in reviews
            for criterion in reviewed.call.criteria.all()
        ]
    )
