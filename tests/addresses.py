"""How every address of the site is made for a place of the world; the gate tries them all."""

from collections.abc import Callable

from django.urls import reverse

from tests.addresses_calls import OF_CALL, OF_DRAFT_CALL, OF_STAFFED_CALL
from tests.addresses_impact import AFTER_CODE, BEFORE_CODE, OF_IMPACT
from tests.addresses_practice import AFTER_PRACTICE, OF_PRACTICE
from tests.addresses_recommendations import FOLLOWED_BY_FUNDER, OF_RECOMMENDING
from tests.world import Place

# What stands in an address, for one community; a record's address is tried with missing and deleted codes too.
OF_COMMUNITY = {
    "reports",
    "begin_report",
    "definitions",
    "draft_definition",
    "commitments",
    "draft_commitment",
    "priorities",
    "prepare_convening",
    "import_conversation",
    "import_pairs",
    "community",
    "accent",
    "updates",
    "updates_feed",
    "about_community",
    "post_update",
    "history",
    "edit_page",
    "people",
    "give_role",
    "log",
    "notices",
    "imports",
    "organizations",
    "add_organization",
    "import_organizations",
    "import_people",
    "frameworks",
    "adopt_framework",
    "family",
    "name_guardian",
    "consent_paper",
    "own_birth_month",
    "guardianships",
    "calls",
    "prepare_call",
    "recommendations",
    "begin_learning",
    "cohorts",
    "prepare_cohort",
    "import_cohorts",
}
FAMILY = (
    "guardianship",
    "birth_month",
    "verify_guardian",
    "change_guardian",
    "end_guardianship",
    "print_code",
)
OF_APPLICATION = (
    "application",
    "shared_answers",
    "invite_party",
    "printed_code",
    "send_application",
    "reopen_application",
    "withdraw_application",
    "restore_application",
)
OF_INVITATION = ("resend_invitation", "revoke_invitation")
OF_PART = (
    "complete_part",
    "reopen_part",
    "leave_part",
    "substitute_party",
    "part",
    "check_part",
    "confirm_version",
    "save_answer",
    "answer_history",
    "restore_answer",
)
OF_STAFFED_PART = ("match_organization", "issue_code", "replace_party")
OF_QUESTION = ("change_question", "move_question", "retire_question")
OF_CRITERION = ("change_criterion", "move_criterion", "remove_criterion")
OF_SESSION = ("session_calendar", "change_session", "cancel_session")
OF_REVIEWED_CALL = (
    "review_desk",
    "review_plan",
    "lock_reviews",
    "add_reviewer",
    "assign_reviews",
    "review_board",
    "my_reviews",
    "declare_ties",
)
OF_DECIDED_CALL = (
    "decisions",
    "draft_decisions",
    "approve_decisions",
    "letter_texts",
    "publish_decisions",
    "promote_next",
    "remind_answers",
    "start_selection",
    "start_draw",
)
OF_DECISION = ("extend_answer", "release_seat")
OF_DECIDED = ("decision", "confirm_place", "decline_place")
OF_DRAW = ("draw", "pick_draw", "draw_document")
OF_REVIEWER = ("reviewer", "end_reviewer", "add_tie")
OF_RUN = ("assignment_run", "confirm_run", "drop_run")
OF_REVIEW = ("review", "save_score", "recuse_review", "review_file", "reassign_review")
OF_RECORD: dict[str, Callable[[Place], str]] = {
    "update": lambda place: place.update.code,
    "withdraw_update": lambda place: place.update.code,
    "membership": lambda place: place.memberships["funder"].code,
    "reset_second_factor": lambda place: place.memberships["funder"].code,
    "end_role": lambda place: place.memberships["funder"].code,
    "retry_notice": lambda place: place.parked.message_id,
    "import": lambda place: place.imported.code,
    "confirm_import": lambda place: place.imported.code,
    "stop_import": lambda place: place.imported.code,
    "undo_import": lambda place: place.imported.code,
    "organization": lambda place: place.organization.code,
    "framework": lambda place: place.framework.code,
    "alignment": lambda place: place.framework.code,
    "align_record": lambda place: place.defined.commitment.code,
    "unalign_record": lambda place: place.defined.commitment.code,
    "about_cohort": lambda place: place.practiced.cohort.code,
    "framework_item": lambda place: place.framework.items.get(position=0).code,
    "change_organization": lambda place: place.organization.code,
    "link_umbrella": lambda place: place.organization.code,
    "affiliate": lambda place: place.organization.code,
    "end_link": lambda place: place.link.code,
    "affiliation": lambda place: place.affiliation.code,
    "end_affiliation": lambda place: place.affiliation.code,
    **dict.fromkeys(
        ("definition", "compare_versions", "change_definition", "write_version"),
        lambda place: place.defined.definition.code,
    ),
    **dict.fromkeys(
        (
            "definition_version",
            "consult_version",
            "redraft_version",
            "replace_version",
            "adopt_version",
            "comment_version",
            "object_to_version",
        ),
        lambda place: place.defined.consulted.code,
    ),
    "withdraw_comment": lambda place: place.defined.comment.code,
    "stand_aside": lambda place: place.defined.objection.code,
    "settle_objection": lambda place: place.defined.objection.code,
    **dict.fromkeys(
        (
            "commitment",
            "change_commitment",
            "write_commitment",
            "publish_commitment",
            "sign_commitment",
            "record_signature",
        ),
        lambda place: place.defined.commitment.code,
    ),
    "end_signature": lambda place: place.defined.signature.code,
    "priority": lambda place: place.priority.code,
    "take_back_alignment": lambda place: place.alignment.code,
    "align_priority": lambda place: place.priority.code,
    "convening": lambda place: place.adopted.code,
    "statements": lambda place: place.adopted.code,
    "change_convening": lambda place: place.adopted.code,
    "open_convening": lambda place: place.adopted.code,
    "close_convening": lambda place: place.adopted.code,
    "reschedule_convening": lambda place: place.adopted.code,
    "reopen_convening": lambda place: place.adopted.code,
    "adopt_priorities": lambda place: place.adopted.code,
    "wall": lambda place: place.convening.code,
    "moderation": lambda place: place.convening.code,
    "accept_statement": lambda place: place.statement.code,
    "reject_statement": lambda place: place.statement.code,
    "merge_statement": lambda place: place.statement.code,
    "undo_moderation": lambda place: place.statement.code,
    "consent": lambda place: place.asked.code,
    "record_paper": lambda place: place.asked.code,
    **{name: lambda place: place.guardianship.code for name in FAMILY},
    "start_application": lambda place: place.call.code,
    **dict.fromkeys(OF_APPLICATION, lambda place: place.applied.application.code),
    **dict.fromkeys(OF_INVITATION, lambda place: place.applied.invitation.code),
    **dict.fromkeys(OF_PART, lambda place: place.applied.umbrella.code),
    "upload": lambda place: place.upload.code,
    "receipt": lambda place: place.sent_in.receipt.code,
    "receipt_content": lambda place: place.sent_in.receipt.code,
    **dict.fromkeys(OF_CALL, lambda place: place.call.code),
    **dict.fromkeys(OF_DRAFT_CALL, lambda place: place.called.draft.code),
    **dict.fromkeys(OF_STAFFED_CALL, lambda place: place.call.code),
    **dict.fromkeys(OF_STAFFED_PART, lambda place: place.applied.umbrella.code),
    **dict.fromkeys(("invite_for_lead", "revoke_for_lead"), lambda place: place.applied.invitation.code),
    "application_staff": lambda place: place.applied.application.code,
    "rule_application": lambda place: place.sent_in.application.code,
    "read_part": lambda place: place.sent_in.parts["employer"].code,
    "decide_substitution": lambda place: place.substitution.code,
    **dict.fromkeys(OF_QUESTION, lambda place: place.called.question.key),
    **dict.fromkeys(OF_CRITERION, lambda place: place.called.criterion.code),
    **dict.fromkeys(OF_SESSION, lambda place: place.called.session.code),
    **dict.fromkeys(OF_REVIEWED_CALL, lambda place: place.reviewed.call.code),
    **dict.fromkeys(OF_REVIEWER, lambda place: place.reviewed.reviewers[0].code),
    "end_tie": lambda place: place.reviewed.tie.code,
    **dict.fromkeys(OF_RUN, lambda place: place.reviewed.run.code),
    **dict.fromkeys(OF_REVIEW, lambda place: place.reviewed.review.code),
    **dict.fromkeys(OF_DECIDED_CALL, lambda place: place.reviewed.call.code),
    **dict.fromkeys(OF_DECISION, lambda place: place.chosen.decision.code),
    **dict.fromkeys(OF_DECIDED, lambda place: place.chosen.decision.application.code),
    **dict.fromkeys(OF_DRAW, lambda place: place.chosen.draw.code),
    "selection_run": lambda place: place.chosen.run.code,
    "letter": lambda place: place.chosen.letter.code,
    "application_reviews": lambda place: place.reviewed.applications[0].code,
    "withdraw_faq": lambda place: place.called.faq.code,
    **OF_PRACTICE,
    **OF_RECOMMENDING,
    **OF_IMPACT,
}
ROOM = ("room", "enter", "vote", "turnout", "my_votes", "pairs", "dots", "write_statement", "keep_votes")
# Whose sample record is the funder's own: here the rows of `self` speak of the funder.
OF_FUNDER = {
    "membership",
    "affiliation",
    "withdraw_comment",
    "stand_aside",
    "sign_commitment",
    "end_signature",
    "passkey",
    "remove_passkey",
    *FOLLOWED_BY_FUNDER,
}
WITH_CODE: dict[str, Callable[[Place], str]] = {
    "demo_sign_in": lambda place: place.memberships["member"].code,
    "invitation": lambda place: "no-such-token",
    **dict.fromkeys(("passkey", "remove_passkey"), lambda place: str(place.passkey.pk)),
    "start_by_link": lambda place: "no-such-token",
    "party_invitation": lambda place: "no-such-token",
    "participant_invitation": lambda place: "no-such-token",
    "cohort_feed": lambda place: "no-such-token",
    **{name: lambda place: place.convening.room_code for name in ROOM},
}
BARE = {
    "front",
    "home",
    "styleguide",
    "privacy",
    "accessibility",
    "demo",
    "language",
    "my_settings",
    "my_sign_in",
    "prove",
    "add_passkey",
    "add_app",
    "remove_app",
    "recovery_codes",
    "passkey_sign_in",
    "mfa_authenticate",
    "account_login",
    "account_confirm_login_code",
    "account_logout",
    "join",
    "typed_code",
    "draw_verifier",
}


def address(name: str, place: Place, code: str | None = None) -> str:
    """Return the address of a page in a place; of its sample record, or of the one with `code`."""
    if name in BARE:
        return reverse(name)
    if name in WITH_CODE:
        return reverse(name, args=[code or WITH_CODE[name](place)])
    if name in OF_COMMUNITY:
        return reverse(name, args=[place.community.slug])
    before, after = BEFORE_CODE.get(name, []), AFTER_CODE.get(name, [])
    after = AFTER_PRACTICE[name](place) if name in AFTER_PRACTICE else after
    return reverse(name, args=[place.community.slug, *before, code or OF_RECORD[name](place), *after])
