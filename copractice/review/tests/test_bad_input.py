"""What goes wrong in a browser: the own organization by its code, scores that are none, late, two tabs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from copractice.applications.tests.parts import signed_in, text
from copractice.communities.actions import affiliate
from copractice.communities.models import AffiliationRole
from copractice.review.models import Review, ReviewPlan, ReviewVersion, Score
from tests.world import Place
from tests.world_review import make_organization, person_of


def fields(review: Review, value: str, why: str, revision: str = "0") -> dict[str, str]:
    """Return what the page of a review sends without a script: its first criterion."""
    code = review.assignment.application.call.criteria.first().code
    return {
        "go": "stay",
        f"answer-score-{code}": value,
        f"revision-score-{code}": revision,
        f"answer-comment-{code}": why,
        f"revision-comment-{code}": revision,
    }


def test_the_own_organizations_application_is_not_there_by_its_code(today: Place) -> None:
    review, now = today.reviewed.review, timezone.now() - timedelta(hours=1)
    person, application = person_of(review), review.assignment.application
    house = make_organization(today.community, "Example House Union", now)
    application.parts.filter(party="employer").update(organization=house)
    client = signed_in(person)
    assert client.get(review.get_absolute_url()).status_code == 200
    affiliate(
        organization=house,
        membership=review.assignment.reviewer.membership,
        role=AffiliationRole.SUPERVISOR,
        since=now.date(),
        actor=today.people["coordinator"],
        now=now,
    )
    page = reverse("my_reviews", args=["here", today.reviewed.call.code])
    assert review.code not in text(client.get(page))
    assert client.get(review.get_absolute_url()).status_code == 404
    assert client.post(review.get_absolute_url(), fields(review, "4", "Ours.")).status_code == 404
    for name in ("save_score", "recuse_review"):
        sent = {"question": "closing-comment", "text": "Ours.", "revision": "0", "reason": "x"}
        assert client.post(reverse(name, args=["here", review.code]), sent).status_code == 404
    assert client.get(reverse("application_reviews", args=["here", application.code])).status_code == 404
    assert not ReviewVersion.objects.exists()


@pytest.mark.parametrize("typed", ["5", "-1", "NaN", "1e0", "four", "4\x00"])
def test_a_score_that_is_none_is_refused_and_the_comment_beside_it_kept(today: Place, typed: str) -> None:
    review = today.reviewed.review
    response = signed_in(person_of(review)).post(
        review.get_absolute_url(), fields(review, typed, "My reason.")
    )
    assert response.status_code == 400
    assert "My reason." in text(response)
    score = Score.objects.get(review=review)
    assert (score.value, score.comment) == (None, "My reason.")


def test_a_full_width_four_is_a_four(today: Place) -> None:
    review = today.reviewed.review
    signed_in(person_of(review)).post(review.get_absolute_url(), fields(review, "４", "Because."))
    assert Score.objects.get(review=review).value == 4


def test_without_a_script_the_page_keeps_what_comes_after_the_lock_and_says_so(today: Place) -> None:
    review = today.reviewed.review
    client = signed_in(person_of(review))
    ReviewPlan.objects.update(locked_at=timezone.now())
    response = client.post(review.get_absolute_url(), fields(review, "3", "Typed too late."))
    assert response.status_code == 400
    assert "Reviews are locked. What you wrote is kept beside your review." in text(response)
    assert "Typed too late." in text(client.get(review.get_absolute_url()))
    assert not Score.objects.filter(value__isnull=False).exists()


def test_a_second_tab_is_told_and_both_texts_are_kept(today: Place) -> None:
    review = today.reviewed.review
    client = signed_in(person_of(review))
    client.post(review.get_absolute_url(), fields(review, "3", "In one tab."))
    response = client.post(review.get_absolute_url(), fields(review, "1", "In the other."))
    assert response.status_code == 400
    page = text(response)
    assert "This was changed in another window" in page
    assert ("In one tab." in page, "In the other." in page) == (True, True)
    score = Score.objects.get(review=review)
    assert (score.value, score.comment) == (3, "In one tab.")
