"""A notice is queued, then sent; one that cannot be sent is parked for a person to look at."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeState(TextChoices):
    """Where a notice stands."""

    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    PARKED = "parked", _("parked")


class Answer(TextChoices):
    """How a mail server answered one message."""

    TAKEN = "taken", _("taken")
    LATER = "later", _("not now")
    NEVER = "never", _("never")
    SILENT = "silent", _("no answer")


S = NoticeState
MOVES = {  # move: (from, to)
    "send": ({S.QUEUED}, S.SENT),
    "park": ({S.QUEUED}, S.PARKED),
    "retry": ({S.PARKED}, S.QUEUED),
}
