"""How the addresses of recommendations are made for a place of the world."""

from collections.abc import Callable

from tests.world import Place

OF_LEARNING = ("learning", "save_learning", "begin_recommendation")
OF_ROW = (
    "recommendation",
    "write_recommendation",
    "save_recommendation",
    "offer_recommendation",
    "take_back_recommendation",
    "judge_recommendation",
    "offer_for_cohort",
    "give_back_recommendation",
    "move_due",
    "close_recommendation",
    "align_recommendation",
    "unalign_recommendation",
    "answer_recommendation",
    "add_step",
)
OF_RECOMMENDING: dict[str, Callable[[Place], str]] = {
    "cohort_recommendations": lambda place: place.practiced.cohort.code,
    **dict.fromkeys(OF_LEARNING, lambda place: place.advised.learning.code),
    **dict.fromkeys(OF_ROW, lambda place: place.advised.recommendation.code),
    **dict.fromkeys(("move_step", "add_evidence"), lambda place: place.advised.step.code),
    "evidence_file": lambda place: place.advised.evidence.code,
}
# The funder is an executive of the organization whose seat is in the world.
FOLLOWED_BY_FUNDER = {
    "recommendations",
    "recommendation",
    "answer_recommendation",
    "add_step",
    "move_step",
    "add_evidence",
    "evidence_file",
}
