"""What stands in the addresses of a cohort's records, for the gate."""

from collections.abc import Callable

from tests.world import Place

OF_COHORT = (
    "cohort",
    "change_cohort",
    "move_cohort",
    "seats",
    "add_seat",
    "seat_applications",
    "cohort_board",
    "plan_session",
    "add_resource",
    "my_cohort",
    "renew_feed",
    "assessments",
    "make_assessment",
)
OF_SEAT = ("seat", "end_seat", "invite_participant", "add_goal")
OF_SESSION = (
    "cohort_session",
    "cohort_session_calendar",
    "change_cohort_session",
    "cancel_cohort_session",
    "attendance",
    "mark_attendance",
    "session_reflections",
    "reflect",
    "save_reflection",
)
OF_BASELINE = (
    "assessment",
    "change_assessment",
    "add_assessment_item",
    "change_assessment_item",
    "enter_scores",
)
OF_SURVEY = ("drop_assessment", "answer_assessment", "save_assessment_answer")
OF_ASKED = ("invite_participant_again", "revoke_participant")
OF_PRACTICE: dict[str, Callable[[Place], str]] = {
    **dict.fromkeys(OF_COHORT, lambda place: place.practiced.cohort.code),
    **dict.fromkeys(OF_SEAT, lambda place: place.practiced.seat.code),
    **dict.fromkeys(OF_SESSION, lambda place: place.practiced.session.code),
    **dict.fromkeys(OF_ASKED, lambda place: place.practiced.asked.code),
    **dict.fromkeys(OF_BASELINE, lambda place: place.measured.baseline.code),
    **dict.fromkeys(OF_SURVEY, lambda place: place.measured.survey.code),
    "end_participant": lambda place: place.practiced.leader.code,
    "end_goal": lambda place: place.practiced.goal.code,
    "withdraw_resource": lambda place: place.practiced.resource.code,
}
# What stands in an address after the code.
AFTER_PRACTICE: dict[str, Callable[[Place], list[str]]] = {
    "change_assessment_item": lambda place: ["q1"],
    "enter_scores": lambda place: [place.practiced.seat.code],
}
