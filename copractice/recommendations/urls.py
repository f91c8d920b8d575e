"""Addresses of recommending: one's own list, learnings, recommendations with their steps, a cohort's list."""

from django.urls import path

from copractice.recommendations.views import answering, lists, moving, reading, writing

LEARNING = "c/<slug:slug>/learnings/<slug:code>/"
LIST = "c/<slug:slug>/recommendations/"
ROW = f"{LIST}<slug:code>/"
STEP = "c/<slug:slug>/steps/<slug:code>/"

urlpatterns = [
    path(LIST, lists.mine, name="recommendations"),
    # Authors.
    path("c/<slug:slug>/learnings/new/", writing.begin_learning, name="begin_learning"),
    path(LEARNING, writing.learning, name="learning"),
    path(f"{LEARNING}save/", writing.save_learning, name="save_learning"),
    path(f"{LEARNING}recommend/", writing.begin_recommendation, name="begin_recommendation"),
    path(f"{ROW}write/", writing.write_recommendation, name="write_recommendation"),
    path(f"{ROW}save/", writing.save_recommendation, name="save_recommendation"),
    path(f"{ROW}offer/", writing.offer_recommendation, name="offer_recommendation"),
    path(f"{ROW}take-back/", writing.take_back, name="take_back_recommendation"),
    path(f"{ROW}verdict/", reading.judge, name="judge_recommendation"),
    # All who may read it.
    path(ROW, reading.recommendation, name="recommendation"),
    path("c/<slug:slug>/evidence/<slug:code>/file/", reading.evidence_file, name="evidence_file"),
    # Facilitators, and the staff.
    path(
        "c/<slug:slug>/cohorts/<slug:code>/recommendations/",
        lists.cohort_recommendations,
        name="cohort_recommendations",
    ),
    path(f"{ROW}offer-for-cohort/", reading.offer_for_cohort, name="offer_for_cohort"),
    path(f"{ROW}give-back/", reading.give_back, name="give_back_recommendation"),
    path(f"{ROW}due/", moving.move_due, name="move_due"),
    path(f"{ROW}close/", reading.close, name="close_recommendation"),
    path(f"{ROW}align/", reading.align_recommendation, name="align_recommendation"),
    path(f"{ROW}unalign/", reading.unalign_recommendation, name="unalign_recommendation"),
    # The organization.
    path(f"{ROW}answer/", answering.answer, name="answer_recommendation"),
    path(f"{ROW}steps/", answering.add_step, name="add_step"),
    path(STEP, answering.move_step, name="move_step"),
    path(f"{STEP}evidence/", answering.add_evidence, name="add_evidence"),
]
