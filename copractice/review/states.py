"""The lives of a review and of an assignment run, and the words for perspectives and ties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    """Where a review stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RECUSED = "recused", _("recused")


class RunState(TextChoices):
    """Where an assignment run stands: nothing is assigned until a person confirms it."""

    WAITING = "waiting", _("at work")
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    FAILED = "failed", _("no assignment exists")
    DROPPED = "dropped", _("dropped")


class Perspective(TextChoices):
    """From where a reviewer looks at an application."""

    BACKBONE = "backbone", _("Backbone staff")
    EMPLOYER = "employer", _("Employer")
    YOUTH = "youth", _("Youth")
    COMMUNITY = "community", _("Community")


class Grade(TextChoices):
    """What a tie does: it shuts the application for this reviewer, or it is known and reviewing goes on."""

    BARRED = "barred", _("cannot review")
    DISCLOSED = "disclosed", _("known, can review")


class Origin(TextChoices):
    """How a tie came to be known."""

    DECLARED = "declared", _("declared by the reviewer")
    COMPUTED = "computed", _("found in the records")
    STAFF = "staff", _("entered by staff")


class Closing(TextChoices):
    """The two closing texts of a review."""

    COMMENT = "comment", _("to the panel")
    APPLICANT = "applicant", _("to the applicant")


R, U = ReviewState, RunState
REVIEW_MOVES = {  # move: (from, to)
    "submit": ({R.DRAFT}, R.SUBMITTED),
    "recuse": ({R.DRAFT, R.SUBMITTED}, R.RECUSED),
}
RUN_MOVES = {
    "propose": ({U.WAITING}, U.PROPOSED),
    "fail": ({U.WAITING}, U.FAILED),
    "confirm": ({U.PROPOSED}, U.CONFIRMED),
    "drop": ({U.WAITING, U.PROPOSED}, U.DROPPED),
}
