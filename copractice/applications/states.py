"""The lives of an application, of its parts and of an invitation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationState(TextChoices):
    """Where an application stands; all after *submitted* is settled by later stages."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INELIGIBLE = "ineligible", _("ineligible")
    SELECTED = "selected", _("selected")
    WAITLISTED = "waitlisted", _("waitlisted")
    NOT_SELECTED = "not_selected", _("not selected")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class PartState(TextChoices):
    """Where one party's part stands."""

    INVITED = "invited", _("invited")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETE = "complete", _("complete")
    DECLINED = "declined", _("declined")
    REPLACED = "replaced", _("replaced")


class InvitationState(TextChoices):
    """Where an invitation stands."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REVOKED = "revoked", _("revoked")


class SaveKind(TextChoices):
    """What became of a text that was saved: it is kept in every case."""

    SAVED = "saved", _("saved")
    CONFLICT = "conflict", _("conflict")
    LATE = "late", _("late")


class Whom(TextChoices):
    """Who is reminded of a part: its owner or who is invited to it, or the guardian of its young owner."""

    PARTY = "party", _("the party")
    GUARDIAN = "guardian", _("the guardian")


class Group(TextChoices):
    """How the staff's list sorts applications; derived, never stored."""

    WAITING = "waiting", _("in progress")
    SENT = "sent", _("sent")
    LATE = "late", _("not sent in time")
    INELIGIBLE = "ineligible", _("ineligible")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Waits(TextChoices):
    """For whom an application waits; it may wait for several at once."""

    LEAD = "lead", _("the lead")
    UMBRELLA = "umbrella", _("the umbrella")
    YOUTH = "youth", _("the young person")
    GUARDIAN = "guardian", _("the guardian")
    CHECK = "check", _("your check of the guardian")


A, P, V = ApplicationState, PartState, InvitationState
SETTLED = (A.SELECTED, A.WAITLISTED, A.NOT_SELECTED, A.CONFIRMED, A.DECLINED)
APPLICATION_MOVES = {  # move: (from, to)
    "submit": ({A.DRAFT}, A.SUBMITTED),
    "reopen": ({A.SUBMITTED}, A.DRAFT),
    "withdraw": ({A.DRAFT, A.SUBMITTED}, A.WITHDRAWN),
    "restore_draft": ({A.WITHDRAWN}, A.DRAFT),
    "restore_submitted": ({A.WITHDRAWN}, A.SUBMITTED),
    "rule_out": ({A.SUBMITTED}, A.INELIGIBLE),
    "rule_in": ({A.INELIGIBLE}, A.SUBMITTED),
    "select": ({A.SUBMITTED}, A.SELECTED),
    "waitlist": ({A.SUBMITTED}, A.WAITLISTED),
    "turn_down": ({A.SUBMITTED, A.WAITLISTED}, A.NOT_SELECTED),
    "promote": ({A.WAITLISTED}, A.SELECTED),
    "confirm": ({A.SELECTED}, A.CONFIRMED),
    "decline": ({A.SELECTED, A.WAITLISTED}, A.DECLINED),
}
PART_MOVES = {
    "accept": ({P.INVITED}, P.IN_PROGRESS),
    "decline": ({P.INVITED, P.IN_PROGRESS}, P.DECLINED),
    "complete": ({P.IN_PROGRESS}, P.COMPLETE),
    "reopen": ({P.COMPLETE}, P.IN_PROGRESS),
    "replace": ({P.INVITED, P.IN_PROGRESS, P.COMPLETE, P.DECLINED}, P.REPLACED),
}
INVITATION_MOVES = {
    "accept": ({V.SENT}, V.ACCEPTED),
    "decline": ({V.SENT}, V.DECLINED),
    "revoke": ({V.SENT}, V.REVOKED),
}
