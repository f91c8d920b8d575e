"""The life of a consent, and the words for purposes, ways and doubts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsentState(TextChoices):
    """Where a consent stands; a no is kept as well as a yes."""

    ASKED = "asked", _("asked")
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Purpose(TextChoices):
    """What a yes is for; each purpose is asked and taken back on its own."""

    APPLY = "apply", _("apply")
    TAKE_PART = "take_part", _("take part")
    BE_QUOTED = "be_quoted", _("be quoted")
    BE_PICTURED = "be_pictured", _("be pictured")
    BE_NAMED = "be_named", _("be named")


class Way(TextChoices):
    """How an answer was given."""

    PAGE = "page", _("on the page")
    PAPER = "paper", _("on paper")


class Check(TextChoices):
    """How staff made sure that a guardian is who they say."""

    CALL = "call", _("by a call back")
    IN_PERSON = "in_person", _("in person")
    PAPER = "paper", _("by a signed paper")


class Doubt(TextChoices):
    """Why a guardian may be the young person themself."""

    NONE = "", _("nothing known")
    OWN_ADDRESS = "own_address", _("the young person's own address")
    PLUS_TAG = "plus_tag", _("another spelling of the young person's address")
    SAME_BROWSER = "same_browser", _("the same browser as the young person")


class Need(TextChoices):
    """What is missing before a purpose is allowed."""

    OWN_YES = "own_yes", _("your own yes")
    GUARDIAN = "guardian", _("the name of a guardian")
    GUARDIAN_YES = "guardian_yes", _("the guardian's yes")
    VERIFICATION = "verification", _("the staff's check of the guardian")


S = ConsentState
MOVES = {  # move: (from, to)
    "give": ({S.ASKED, S.REFUSED, S.WITHDRAWN}, S.GIVEN),
    "refuse": ({S.ASKED}, S.REFUSED),
    "withdraw": ({S.GIVEN}, S.WITHDRAWN),
}
