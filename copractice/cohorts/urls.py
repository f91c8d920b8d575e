"""Addresses of cohorts: the public page, the staff's desk, seats, sessions, and a participant's own pages."""

from django.urls import path

from copractice.cohorts.views import (
    answering,
    assessments,
    board,
    imports,
    invitation,
    items,
    mine,
    public,
    seat,
    seating,
    sessions,
    staff,
)

COHORTS = "c/<slug:slug>/cohorts/"
COHORT = f"{COHORTS}<slug:code>/"
SEAT = "c/<slug:slug>/seats/<slug:code>/"
PARTICIPANT = "c/<slug:slug>/participants/<slug:code>/"
SESSION = "c/<slug:slug>/sessions/<slug:code>/"
ASSESSMENT = "c/<slug:slug>/assessments/<slug:code>/"

urlpatterns = [
    path(COHORTS, public.cohort_list, name="cohorts"),
    path(f"{COHORTS}new/", staff.prepare_cohort, name="prepare_cohort"),
    path(f"{COHORTS}import/", imports.import_cohorts, name="import_cohorts"),
    path(COHORT, public.cohort, name="cohort"),
    # Staff: the cohort and its seats.
    path(f"{COHORT}change/", staff.change_cohort, name="change_cohort"),
    path(f"{COHORT}move/", staff.move_cohort, name="move_cohort"),
    path(f"{COHORT}seats/", staff.seats, name="seats"),
    path(f"{COHORT}seats/new/", staff.add_seat, name="add_seat"),
    path(f"{COHORT}seats/confirmed/", seating.seat_applications, name="seat_applications"),
    path(f"{SEAT}end/", staff.end_seat, name="end_seat"),
    # Leaders of a seat, and the staff.
    path(SEAT, seat.seat, name="seat"),
    path(f"{SEAT}invite/", seat.invite_participant, name="invite_participant"),
    path(f"{SEAT}goals/", seat.add_goal, name="add_goal"),
    path("c/<slug:slug>/goals/<slug:code>/end/", seat.end_goal, name="end_goal"),
    path(f"{PARTICIPANT}again/", seat.invite_participant_again, name="invite_participant_again"),
    path(f"{PARTICIPANT}revoke/", seat.revoke_participant, name="revoke_participant"),
    path(f"{PARTICIPANT}end/", seat.end_participant, name="end_participant"),
    path("p/<slug:token>/", invitation.participant_invitation, name="participant_invitation"),
    # Facilitators, and the staff.
    path(f"{COHORT}board/", board.cohort_board, name="cohort_board"),
    path(f"{COHORT}sessions/new/", sessions.plan_session, name="plan_session"),
    path(f"{COHORT}resources/new/", sessions.add_resource, name="add_resource"),
    path(
        "c/<slug:slug>/resources/<slug:code>/withdraw/", sessions.withdraw_resource, name="withdraw_resource"
    ),
    path(f"{SESSION}change/", sessions.change_cohort_session, name="change_cohort_session"),
    path(f"{SESSION}cancel/", sessions.cancel_cohort_session, name="cancel_cohort_session"),
    path(f"{SESSION}attendance/", board.attendance, name="attendance"),
    path(f"{SESSION}attendance/mark/", board.mark_attendance, name="mark_attendance"),
    path(f"{SESSION}reflections/", board.session_reflections, name="session_reflections"),
    # Facilitators and staff; lists and results for evaluators too.
    path(f"{COHORT}assessments/", assessments.assessment_list, name="assessments"),
    path(f"{COHORT}assessments/new/", assessments.make_assessment, name="make_assessment"),
    path(ASSESSMENT, assessments.assessment, name="assessment"),
    path(f"{ASSESSMENT}change/", assessments.change_assessment, name="change_assessment"),
    path(f"{ASSESSMENT}drop/", assessments.drop_assessment, name="drop_assessment"),
    path(f"{ASSESSMENT}questions/new/", items.add_assessment_item, name="add_assessment_item"),
    path(f"{ASSESSMENT}questions/<slug:key>/", items.change_assessment_item, name="change_assessment_item"),
    path(f"{ASSESSMENT}organizations/<slug:seat>/", items.enter_scores, name="enter_scores"),
    # Whoever is asked.
    path(f"{ASSESSMENT}mine/", answering.answer_assessment, name="answer_assessment"),
    path(f"{ASSESSMENT}mine/save/", answering.save_assessment_answer, name="save_assessment_answer"),
    # Whoever takes part.
    path(f"{COHORT}mine/", mine.my_cohort, name="my_cohort"),
    path(f"{COHORT}feed/", mine.renew_feed, name="renew_feed"),
    path(SESSION, sessions.cohort_session, name="cohort_session"),
    path(f"{SESSION}calendar/", sessions.cohort_session_calendar, name="cohort_session_calendar"),
    path(f"{SESSION}reflection/", mine.reflect, name="reflect"),
    path(f"{SESSION}reflection/save/", mine.save_reflection, name="save_reflection"),
    path("feeds/<str:token>/", public.cohort_feed, name="cohort_feed"),
]
