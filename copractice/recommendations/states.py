"""The lives of a recommendation and of a step, and the words for answers, kinds of change and reminders."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RecommendationState(TextChoices):
    """Where a recommendation stands."""

    DRAFT = "draft", _("draft")
    OFFERED = "offered", _("offered")
    ANSWERED = "answered", _("answered")
    IN_PRACTICE = "in_practice", _("in practice")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Answer(TextChoices):
    """What an organization says to a recommendation."""

    ADOPTED = "adopted", _("adopted")
    ADAPTED = "adapted", _("adapted")
    DECLINED = "declined", _("declined")


class StepState(TextChoices):
    """Where a step of an organization stands."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class Change(TextChoices):
    """What kind of practice or policy a step changes; a report counts by it."""

    HIRING = "hiring", _("hiring")
    PAY = "pay", _("pay")
    SUPERVISION = "supervision", _("supervision")
    CURRICULUM = "curriculum", _("curriculum")
    SAFETY = "safety", _("safety")
    GOVERNANCE = "governance", _("governance")
    OTHER = "other", _("something else")


class Verdict(TextChoices):
    """What the author says of what the organization did."""

    YES = "yes", _("yes")
    NOT_YET = "not_yet", _("not yet")


class Field(TextChoices):
    """Which text of a draft was saved."""

    TITLE = "title", _("title")
    TEXT = "text", _("text")


class Nudge(TextChoices):
    """Which reminder of an answer that is owed; each goes out once."""

    WEEK_BEFORE = "week_before", _("a week before")
    DUE = "due", _("on the day")
    WEEK_AFTER = "week_after", _("a week after, to the facilitators")


R, S = RecommendationState, StepState
MOVES = {  # move: (from, to)
    "offer": ({R.DRAFT}, R.OFFERED),
    "withdraw": ({R.OFFERED}, R.WITHDRAWN),
    "answer": ({R.OFFERED}, R.ANSWERED),
    "begin": ({R.ANSWERED}, R.IN_PRACTICE),
    "close": ({R.ANSWERED, R.IN_PRACTICE}, R.CLOSED),
}
STEP_MOVES = {
    "finish": ({S.OPEN}, S.DONE),
    "drop": ({S.OPEN}, S.DROPPED),
    "reopen": ({S.DONE, S.DROPPED}, S.OPEN),
}
