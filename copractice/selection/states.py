"""The life of a decision, and the words for what is decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionState(TextChoices):
    """Where a decision stands; nobody but staff learns of it before it is published."""

    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


class Outcome(TextChoices):
    """What is decided on an application."""

    SELECTED = "selected", _("a seat")
    WAITLISTED = "waitlisted", _("the waiting list")
    NOT_SELECTED = "not_selected", _("no seat")


class Zone(TextChoices):
    """How sure a run is of an application's place; derived from how often it is in when scores are redrawn."""

    IN = "in", _("Clear in")
    BORDERLINE = "borderline", _("Borderline")
    OUT = "out", _("Clear out")


D = DecisionState
MOVES = {  # move: (from, to)
    "redraft": ({D.DRAFT, D.APPROVED}, D.DRAFT),
    "approve": ({D.DRAFT}, D.APPROVED),
    "publish": ({D.APPROVED}, D.PUBLISHED),
}
