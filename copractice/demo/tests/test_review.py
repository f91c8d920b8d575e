"""The demo's reviews: three for each of fifteen applications, two steps back, one reviewer tied by the records."""

from collections import Counter

import pytest
from django.utils import timezone

from copractice.communities.models import Membership
from copractice.demo.call_texts import TITLES
from copractice.demo.review import EMPLOYED_BY
from copractice.review.analysis.assigning import differences
from copractice.review.analysis.scoring import board_of
from copractice.review.models import AssignmentRun, Review
from copractice.review.queries.reviews import organization_names
from copractice.review.queries.ties import barred_from
from copractice.review.states import ReviewState

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def test_fifteen_applications_have_three_reviews_each_and_two_reviewers_stepped_back() -> None:
    assert Counter(Review.objects.values_list("state", flat=True)) == {
        ReviewState.SUBMITTED: 45,
        ReviewState.RECUSED: 2,
    }
    sent = Review.objects.filter(state=ReviewState.SUBMITTED).values_list(
        "assignment__application", flat=True
    )
    assert set(Counter(sent).values()) == {3}
    assert len(set(sent)) == 15


def test_the_runs_come_out_the_same_and_the_scores_deserve_their_correction() -> None:
    runs = list(AssignmentRun.objects.select_related("call__community"))
    assert [differences(run) for run in runs] == [[], []]
    assert runs[0].call.title == TITLES["B"]
    board = board_of(runs[0].call, None, timezone.now())
    assert (board.is_calibrated, board.reasons) == (True, [])


def test_who_works_for_an_applicant_never_had_its_application() -> None:
    member = Membership.objects.select_related("person").get(name="Reviewer 03", role="reviewer")
    call = AssignmentRun.objects.select_related("call__community").first().call
    barred = barred_from(member.person, call, timezone.now())
    assert EMPLOYED_BY in organization_names(barred).values()
    given = Review.objects.filter(assignment__reviewer__membership=member)
    assert not given.filter(assignment__application__in=barred).exists()
    assert given.exists()
