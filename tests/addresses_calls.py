"""Which addresses of calls end in a code: of any call, of a draft, of one that its staff follow."""

OF_CALL = ("call", "call_questions", "call_rubric", "call_faq", "call_changes", "call_calendar")
OF_DRAFT_CALL = (
    "call_setup",
    "write_call",
    "call_timetable",
    "call_terms",
    "call_parties",
    "edit_questions",
    "add_question",
    "edit_rubric",
    "add_criterion",
    "announce_call",
    "open_call",
    "start_version",
    "publish_version",
    "discard_version",
    "post_faq",
    "schedule_session",
)
OF_STAFFED_CALL = (
    "applications",
    "remind_parties",
    "change_deadline",
    "preview_deadline",
    "export_applications",
)
