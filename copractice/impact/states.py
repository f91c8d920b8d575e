"""The life of a release, the sections of a report, and the age groups that a report may tell apart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReleaseState(TextChoices):
    """Where a release stands; a draft is frozen and waits for its check, or failed it."""

    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("checked")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Section(TextChoices):
    """The parts of a report that people write, in the order in which they are read."""

    WHO = "who", _("Who we are")
    CALL = "call", _("Call and selection")
    HAPPENED = "happened", _("What happened")
    LEARNED = "learned", _("What was learned")
    CHANGED = "changed", _("What changed")
    YOUTH = "youth", _("What young people say")
    LIMITS = "limits", _("Method and limits")
    NEXT = "next", _("What comes next")


class Age(TextChoices):
    """The two groups by age; nothing finer is ever told apart."""

    MINOR = "under_18", _("Under 18")
    ADULT = "from_18", _("18 and over")


S = ReleaseState
MOVES = {  # move: (from, to)
    "check": ({S.DRAFT}, S.CHECKED),
    "publish": ({S.CHECKED}, S.PUBLISHED),
    "withdraw": ({S.PUBLISHED}, S.WITHDRAWN),
}
