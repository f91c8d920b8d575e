"""Addresses of applications: starting, invitations, the parties' page, parts, and the staff's pages."""

from django.urls import path

from copractice.applications.views import (
    answers,
    application,
    invitation,
    part,
    receipt,
    sending,
    start,
    uploads,
)

APPLICATION = "c/<slug:slug>/applications/<slug:code>/"
PART = "c/<slug:slug>/parts/<slug:code>/"
INVITATION = "c/<slug:slug>/invitations/<slug:code>/"
RECEIPT = "c/<slug:slug>/receipts/<slug:code>/"

urlpatterns = [
    # Starting, and the way in for those who were asked.
    path("c/<slug:slug>/calls/<slug:code>/start/", start.start_application, name="start_application"),
    path("start/<str:token>/", start.start_by_link, name="start_by_link"),
    path("i/<slug:token>/", invitation.party_invitation, name="party_invitation"),
    # An application as its parties see it, and what its lead does.
    path(APPLICATION, application.application, name="application"),
    path(f"{APPLICATION}invite/", application.invite_party, name="invite_party"),
    path(f"{APPLICATION}code/", application.printed_code, name="printed_code"),
    path(f"{APPLICATION}send/", sending.send_application, name="send_application"),
    path(f"{APPLICATION}reopen/", sending.reopen_application, name="reopen_application"),
    path(f"{APPLICATION}withdraw/", sending.withdraw_application, name="withdraw_application"),
    path(f"{APPLICATION}restore/", sending.restore_application, name="restore_application"),
    path(f"{INVITATION}again/", application.resend_invitation, name="resend_invitation"),
    path(f"{INVITATION}revoke/", application.revoke_invitation, name="revoke_invitation"),
    # A part as its owner fills it.
    path(PART, part.part, name="part"),
    path(f"{PART}check/", part.check_part, name="check_part"),
    path(f"{PART}version/", part.confirm_version, name="confirm_version"),
    path(f"{PART}answers/", answers.save_answer, name="save_answer"),
    path(f"{PART}history/", answers.answer_history, name="answer_history"),
    path(f"{PART}restore/", answers.restore_answer, name="restore_answer"),
    path("c/<slug:slug>/uploads/<slug:code>/", uploads.upload, name="upload"),
    path(f"{APPLICATION}shared/", part.shared_answers, name="shared_answers"),
    # What an owner says of a part, and the lead about another's.
    path(f"{PART}complete/", sending.complete_part, name="complete_part"),
    path(f"{PART}reopen/", sending.reopen_part, name="reopen_part"),
    path(f"{PART}leave/", sending.leave_part, name="leave_part"),
    path(f"{PART}substitute/", application.substitute_party, name="substitute_party"),
    path(RECEIPT, receipt.receipt, name="receipt"),
    path(f"{RECEIPT}content/", receipt.receipt_content, name="receipt_content"),
]
