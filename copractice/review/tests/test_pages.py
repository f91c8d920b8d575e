"""The pages: a reviewer's way from the ties to a sent review, and what staff see of it."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copractice.applications.models import Part
from copractice.applications.tests.parts import signed_in, text
from copractice.ledger.models import Access
from copractice.review.models import AssignmentRun, Review, ReviewPlan, Score
from copractice.review.states import ReviewState, RunState
from tests.world import Place
from tests.world_calls import make_call
from tests.world_review import add, assign, close, declare, person_of, plan_it, send, send_one


def filled(review: Review, value: str, why: str = "Because.") -> dict[str, str]:
    """Return what the page of a review sends when every score is given."""
    data = {"go": "send"}
    for criterion in review.assignment.application.call.criteria.all():
        data |= {f"revision-score-{criterion.code}": "0", f"answer-score-{criterion.code}": value}
        data |= {f"revision-comment-{criterion.code}": "0", f"answer-comment-{criterion.code}": why}
    return data | {"revision-closing-comment": "0", "answer-closing-comment": "A good plan."}


def test_a_reviewer_declares_ties_reads_scores_and_sends(today: Place) -> None:
    reviewed = today.reviewed
    review, reviewer = reviewed.review, reviewed.review.assignment.reviewer
    reviewer.declared_at = None
    reviewer.save()
    client = signed_in(person_of(review))
    mine = reverse("my_reviews", args=["here", reviewed.call.code])
    assert client.get(mine)["Location"] == reverse("declare_ties", args=["here", reviewed.call.code])
    assert client.get(review.get_absolute_url()).status_code == 404
    page = text(client.get(client.get(mine)["Location"]))
    assert "Example House 1" in page
    assert client.post(reverse("declare_ties", args=["here", reviewed.call.code])).status_code == 302
    assert "of" in text(client.get(mine))
    page = text(client.get(review.get_absolute_url()))
    assert "We learn by doing." in page
    assert "Not available." in page
    assert "What 4 looks like" in page
    assert "A plan, if you have one" not in page  # for staff alone
    response = client.post(review.get_absolute_url(), filled(review, "4", why=""))
    assert response.status_code == 400
    assert "0 and 4 need a comment" in text(response)
    assert "A good plan." in text(response)
    again = {
        name: "1" if name.startswith("revision") else value for name, value in filled(review, "4").items()
    }
    again = {name: "0" if name.startswith("revision-comment") else value for name, value in again.items()}
    assert client.post(review.get_absolute_url(), again)["Location"] == mine
    assert Review.objects.get(pk=review.pk).state == ReviewState.SUBMITTED
    assert "Your review is sent" in text(client.get(review.get_absolute_url()))


def test_an_autosave_answers_with_what_became_of_it(today: Place) -> None:
    review = today.reviewed.review
    client = signed_in(person_of(review))
    path = reverse("save_score", args=["here", review.code])
    key = f"score-{review.assignment.application.call.criteria.first().code}"
    response = client.post(path, {"question": key, "text": "４", "revision": "0"})
    assert 'data-kind="saved" data-revision="1"' in text(response)
    assert Score.objects.get(review=review).value == 4
    response = client.post(path, {"question": key, "text": "NaN", "revision": "1"})
    assert (response.status_code, "A score is 0, 1, 2, 3 or 4" in text(response)) == (400, True)
    response = client.post(path, {"question": key, "text": "1", "revision": "0"})
    assert 'data-kind="conflict"' in text(response)
    assert 'data-text="4"' in text(response)
    ReviewPlan.objects.update(locked_at=timezone.now())
    response = client.post(path, {"question": "closing-comment", "text": "Late", "revision": "0"})
    assert 'data-kind="late"' in text(response)
    assert "Reviews are locked" in text(response)
    assert "Late" in text(client.get(review.get_absolute_url()))


def test_names_are_hidden_if_the_plan_says_so_and_a_look_at_an_adult_youth_is_kept(today: Place) -> None:
    staff, now = today.people["coordinator"], timezone.now() - timedelta(days=1)
    call = make_call(today.community, staff, now, title="Grown")
    send_one(call, now, 5, age=20)
    call = close(call, now)
    plan_it(call, staff, now, reviews_each=1, hides_applicants=True)
    declare(add(call, staff, now, 50), now)
    assign(call, staff, now)
    review = Review.objects.get(assignment__reviewer__call=call)
    response = signed_in(person_of(review)).get(review.get_absolute_url())
    page = text(response)
    assert "Example House" not in page
    assert "Example Alliance" not in page
    assert "Youth-5" not in page
    assert "Summer Bench" in page
    assert "Not available." not in page
    youth = Part.objects.get(application__call=call, party="youth")
    seen = Access.objects.get(record="applications.part", record_id=str(youth.pk))
    assert seen.viewer_key == person_of(review).log_key


def test_reviews_are_open_to_their_reviewer_alone(today: Place) -> None:
    reviewed = today.reviewed
    review = reviewed.review
    paths = [review.get_absolute_url(), reverse("my_reviews", args=["here", reviewed.call.code])]
    mine = signed_in(person_of(review))
    assert [mine.get(path).status_code for path in paths] == [200, 200]
    peer = next(row for row in reviewed.reviews if person_of(row) != person_of(review))
    assert signed_in(person_of(peer)).get(paths[0]).status_code == 404
    staff = signed_in(today.people["coordinator"])
    assert [staff.get(path).status_code for path in paths] == [404, 404]
    lead = review.assignment.application.parts.get(party="employer").owner
    assert signed_in(lead).get(paths[0]).status_code == 404


def test_staff_plan_add_assign_and_read(today: Place) -> None:
    reviewed, staff = today.reviewed, signed_in(today.people["coordinator"])
    args = ["here", reviewed.call.code]
    names = ("review_desk", "review_plan", "add_reviewer", "review_board")
    for name in names:
        assert staff.get(reverse(name, args=args)).status_code == 200
    row = reviewed.reviewers[0]
    assert "Far Away Works" in text(staff.get(reverse("reviewer", args=["here", row.code])))
    assert "This was assigned" in text(staff.get(reviewed.run.get_absolute_url()))
    plan_it(reviewed.call, today.people["coordinator"], timezone.now(), reviews_each=3)
    response = staff.post(reverse("assign_reviews", args=args))
    run = AssignmentRun.objects.get(state=RunState.WAITING)
    assert response["Location"] == run.get_absolute_url()
    assert "The engine is at work" in text(staff.get(run.get_absolute_url()))
    send(reviewed.review, timezone.now() - timedelta(hours=1), "3")
    code = reviewed.review.assignment.application.code
    page = text(staff.get(reverse("application_reviews", args=["here", code])))
    assert "Because of the plan." in page
    assert "Not sent yet" in page
    other = next(row for row in reviewed.reviews if row.state == ReviewState.DRAFT)
    assert staff.get(reverse("reassign_review", args=["here", other.code])).status_code == 200


def count_queries(client: Client, path: str) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_board_and_the_list_take_as_many_queries_for_one_as_for_three(today: Place) -> None:
    reviewed, now = today.reviewed, timezone.now() - timedelta(hours=1)
    staff = signed_in(today.people["coordinator"])
    path = reverse("review_board", args=["here", reviewed.call.code])
    send(reviewed.reviews[0], now, "3")
    one = count_queries(staff, path)
    for review in reviewed.reviews[1:]:
        send(review, now, "2")
    assert count_queries(staff, path) == one
    reviewed.tie.delete()  # a tie is one more question, whatever the number of reviews
    rows = sorted(reviewed.reviewers, key=lambda row: row.assignments.count())
    mine = reverse("my_reviews", args=["here", reviewed.call.code])
    few, many = (count_queries(signed_in(row.membership.person), mine) for row in (rows[0], rows[-1]))
    assert few == many
