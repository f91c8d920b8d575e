"""Addresses of applications: starting, invitations, the parties' page, parts, and the staff's pages."""

from django.urls import path

from copractice.applications.views import (
    answers,
    application,
    deadlines,
    exports,
    invitation,
    part,
    receipt,
    sending,
    staff,
    staff_parties,
    staff_reminders,
    start,
    uploads,
)

APPLICATION = "c/<slug:slug>/applications/<slug:code>/"
PART = "c/<slug:slug>/parts/<slug:code>/"
INVITATION = "c/<slug:slug>/invitations/<slug:code>/"
RECEIPT = "c/<slug:slug>/receipts/<slug:code>/"
CALL = "c/<slug:slug>/calls/<slug:code>/"

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
    # What staff do with the applications to a call.
    path(f"{CALL}applications/", staff.applications, name="applications"),
    path(f"{CALL}reminders/", staff_reminders.remind_parties, name="remind_parties"),
    path(f"{CALL}deadline/", deadlines.change_deadline, name="change_deadline"),
    path(f"{CALL}deadline/preview/", deadlines.preview_deadline, name="preview_deadline"),
    path(f"{CALL}export/", exports.export_applications, name="export_applications"),
    path(f"{APPLICATION}staff/", staff.application_staff, name="application_staff"),
    path(f"{APPLICATION}rule/", staff.rule_application, name="rule_application"),
    path("c/<slug:slug>/substitutions/<slug:code>/", staff.decide_substitution, name="decide_substitution"),
    path(f"{PART}staff/", staff.read_part, name="read_part"),
    path(f"{PART}organization/", staff_parties.match_organization, name="match_organization"),
    path(f"{PART}sign-in-code/", staff_parties.issue_code, name="issue_code"),
    path(f"{PART}replace/", staff_parties.replace_party, name="replace_party"),
    path(f"{INVITATION}staff/", staff_parties.invite_for_lead, name="invite_for_lead"),
    path(f"{INVITATION}staff/revoke/", staff_parties.revoke_for_lead, name="revoke_for_lead"),
]
