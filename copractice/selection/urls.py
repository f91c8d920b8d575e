"""Addresses of selecting: decisions and letters, runs, draws, and what the parties of an application see."""

from django.urls import path

from copractice.selection.views import answers, deciding, draws, party, publishing, runs

CALL = "c/<slug:slug>/calls/<slug:code>/"
DECISION = "c/<slug:slug>/decisions/<slug:code>/"
DRAW = "c/<slug:slug>/draws/<slug:code>/"
APPLICATION = "c/<slug:slug>/applications/<slug:code>/"

urlpatterns = [
    # Staff: drafts, approval, letters, publication, the waiting list.
    path(f"{CALL}decisions/", deciding.decisions, name="decisions"),
    path(f"{CALL}decisions/draft/", deciding.draft_decisions, name="draft_decisions"),
    path(f"{CALL}decisions/approve/", deciding.approve_decisions, name="approve_decisions"),
    path(f"{CALL}decisions/letters/", publishing.letter_texts, name="letter_texts"),
    path(f"{CALL}decisions/publish/", publishing.publish_decisions, name="publish_decisions"),
    path(f"{CALL}decisions/promote/", publishing.promote_next, name="promote_next"),
    path(f"{CALL}decisions/remind/", answers.remind_answers, name="remind_answers"),
    path(f"{DECISION}time/", answers.extend_answer, name="extend_answer"),
    path(f"{DECISION}release/", answers.release_seat, name="release_seat"),
    # Staff: the engine's advice.
    path(f"{CALL}selection/", runs.start_selection, name="start_selection"),
    path("c/<slug:slug>/selection-runs/<slug:code>/", runs.selection_run, name="selection_run"),
    # Draws, which everybody can check.
    path(f"{CALL}draw/", draws.start_draw, name="start_draw"),
    path(DRAW, draws.draw, name="draw"),
    path(f"{DRAW}pick/", draws.pick_draw, name="pick_draw"),
    path(f"{DRAW}document/", draws.draw_document, name="draw_document"),
    path("verify_draw.py", draws.draw_verifier, name="draw_verifier"),
    # The parties of an application.
    path(f"{APPLICATION}decision/", party.decision, name="decision"),
    path(f"{APPLICATION}decision/confirm/", party.confirm_place, name="confirm_place"),
    path(f"{APPLICATION}decision/decline/", party.decline_place, name="decline_place"),
    path("c/<slug:slug>/letters/<slug:code>/", party.letter, name="letter"),
]
