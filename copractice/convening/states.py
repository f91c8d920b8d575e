"""The lives of a convening and of a statement."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ConveningState(TextChoices):
    """Where a convening stands."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ADOPTED = "adopted", _("adopted")


class StatementState(TextChoices):
    """Where a statement stands with the moderators."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    MERGED = "merged", _("merged")


class VoteValue(IntegerChoices):
    """What a vote says; a pass is an answer too, a skipped statement is none."""

    AGREE = 1, _("agree")
    PASS = 0, _("pass")
    DISAGREE = -1, _("disagree")


class PairChoice(IntegerChoices):
    """Which of two statements matters more; not being able to say is an answer too."""

    LEFT = 1, _("left")
    UNDECIDED = 0, _("can't decide")
    RIGHT = -1, _("right")


C, S = ConveningState, StatementState
CONVENING_MOVES = {  # move: (from, to)
    "open": ({C.DRAFT}, C.OPEN),
    "close": ({C.OPEN}, C.CLOSED),
    "reopen": ({C.CLOSED}, C.OPEN),
    "adopt": ({C.CLOSED}, C.ADOPTED),
}
STATEMENT_MOVES = {
    "accept": ({S.WAITING, S.REJECTED}, S.ACCEPTED),
    "reject": ({S.WAITING, S.ACCEPTED}, S.REJECTED),
    "merge": ({S.WAITING, S.ACCEPTED}, S.MERGED),
    "undo": ({S.ACCEPTED, S.REJECTED, S.MERGED}, S.WAITING),
}
