"""Addresses of calls: what everybody reads, and what staff write."""

from django.urls import path

from copractice.calls.views import beside, drafting, opening, public, questions, rubric

COMMUNITY = "c/<slug:slug>/"
CALL = f"{COMMUNITY}calls/<slug:code>/"
QUESTION = f"{COMMUNITY}questions/<slug:code>/"
CRITERION = f"{COMMUNITY}criteria/<slug:code>/"
SESSION = f"{COMMUNITY}information-sessions/<slug:code>"

urlpatterns = [
    path(f"{COMMUNITY}calls/", public.call_list, name="calls"),
    path(f"{COMMUNITY}calls/new/", drafting.prepare, name="prepare_call"),
    path(CALL, public.call, name="call"),
    path(f"{CALL}questions/", public.questions, name="call_questions"),
    path(f"{CALL}rubric/", public.rubric, name="call_rubric"),
    path(f"{CALL}faq/", public.faq, name="call_faq"),
    path(f"{CALL}changes/", public.changes, name="call_changes"),
    path(f"{CALL}sessions.ics", public.sessions_calendar, name="call_calendar"),
    path(f"{SESSION}.ics", public.session_calendar, name="session_calendar"),
    # Staff: the checklist, one page for each subject, and the acts that let the public read.
    path(f"{CALL}setup/", drafting.setup, name="call_setup"),
    path(f"{CALL}text/", drafting.words, name="write_call"),
    path(f"{CALL}timetable/", drafting.timetable, name="call_timetable"),
    path(f"{CALL}terms/", drafting.terms, name="call_terms"),
    path(f"{CALL}parties/", drafting.who_applies, name="call_parties"),
    path(f"{CALL}questions/edit/", questions.edit_questions, name="edit_questions"),
    path(f"{CALL}questions/add/", questions.add_question, name="add_question"),
    path(f"{QUESTION}edit/", questions.change_question, name="change_question"),
    path(f"{QUESTION}move/", questions.move_question, name="move_question"),
    path(f"{QUESTION}retire/", questions.retire_question, name="retire_question"),
    path(f"{CALL}rubric/edit/", rubric.edit_rubric, name="edit_rubric"),
    path(f"{CALL}rubric/add/", rubric.add_criterion, name="add_criterion"),
    path(f"{CRITERION}edit/", rubric.change_criterion, name="change_criterion"),
    path(f"{CRITERION}move/", rubric.move_criterion, name="move_criterion"),
    path(f"{CRITERION}remove/", rubric.remove_criterion, name="remove_criterion"),
    path(f"{CALL}announce/", opening.announce, name="announce_call"),
    path(f"{CALL}open/", opening.open_call, name="open_call"),
    path(f"{CALL}versions/start/", opening.start_version, name="start_version"),
    path(f"{CALL}versions/publish/", opening.publish_version, name="publish_version"),
    path(f"{CALL}versions/discard/", opening.discard_version, name="discard_version"),
    path(f"{CALL}faq/new/", beside.post_faq, name="post_faq"),
    path(f"{COMMUNITY}faqs/<slug:code>/withdraw/", beside.withdraw_faq, name="withdraw_faq"),
    path(f"{CALL}sessions/new/", beside.schedule_session, name="schedule_session"),
    path(f"{SESSION}/edit/", beside.change_session, name="change_session"),
    path(f"{SESSION}/cancel/", beside.cancel_session, name="cancel_session"),
]
