"""Addresses of reviewing: the staff's desk of a call, a reviewer's list and reviews, and the board of scores."""

from django.urls import path

from copractice.review.views import board, desk, reviewer, reviewers, runs

CALL = "c/<slug:slug>/calls/<slug:code>/"
REVIEWER = "c/<slug:slug>/reviewers/<slug:code>/"
RUN = "c/<slug:slug>/assignment-runs/<slug:code>/"
REVIEW = "c/<slug:slug>/reviews/<slug:code>/"

urlpatterns = [
    # Staff: the plan, reviewers with their ties, and who reviews what.
    path(f"{CALL}review/", desk.review_desk, name="review_desk"),
    path(f"{CALL}review/plan/", desk.review_plan, name="review_plan"),
    path(f"{CALL}review/lock/", desk.lock_reviews, name="lock_reviews"),
    path(f"{CALL}review/reviewers/", reviewers.add_reviewer, name="add_reviewer"),
    path(REVIEWER, reviewers.reviewer, name="reviewer"),
    path(f"{REVIEWER}end/", reviewers.end_reviewer, name="end_reviewer"),
    path(f"{REVIEWER}ties/", reviewers.add_tie, name="add_tie"),
    path("c/<slug:slug>/ties/<slug:code>/end/", reviewers.end_tie, name="end_tie"),
    path(f"{CALL}review/assign/", runs.assign_reviews, name="assign_reviews"),
    path(RUN, runs.assignment_run, name="assignment_run"),
    path(f"{RUN}confirm/", runs.confirm_run, name="confirm_run"),
    path(f"{RUN}drop/", runs.drop_run, name="drop_run"),
    path(f"{REVIEW}reassign/", runs.reassign_review, name="reassign_review"),
    # Staff: what the reviews add up to.
    path(f"{CALL}reviews/", board.review_board, name="review_board"),
    path(
        "c/<slug:slug>/applications/<slug:code>/reviews/",
        board.application_reviews,
        name="application_reviews",
    ),
    # A reviewer.
    path(f"{CALL}my-reviews/", reviewer.my_reviews, name="my_reviews"),
    path(f"{CALL}my-ties/", reviewer.declare_ties, name="declare_ties"),
    path(REVIEW, reviewer.review, name="review"),
    path(f"{REVIEW}scores/", reviewer.save_score, name="save_score"),
    path(f"{REVIEW}recuse/", reviewer.recuse_review, name="recuse_review"),
    path(f"{REVIEW}file/", reviewer.review_file, name="review_file"),
]
