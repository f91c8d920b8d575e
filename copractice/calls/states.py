"""The life of a call, and the words for parties, audiences and kinds of question."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    """Where a call stands."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DECIDED = "decided", _("decided")


class Party(TextChoices):
    """Who answers a part; the employer is the lead of an application."""

    EMPLOYER = "employer", _("Employer institution")
    UMBRELLA = "umbrella", _("Umbrella organization")
    YOUTH = "youth", _("Employed youth")


class Audience(TextChoices):
    """Who reads an answer; decided by its question alone."""

    OWN = "own", _("only this party")
    PARTIES = "parties", _("all parties of the application")
    REVIEWERS = "reviewers", _("reviewers and staff")
    STAFF = "staff", _("staff")
    PUBLIC = "public", _("everybody")


YOUTH_AUDIENCES = (Audience.OWN, Audience.REVIEWERS, Audience.STAFF)


class QuestionKind(TextChoices):
    """What an answer is."""

    SHORT = "short", _("one line")
    LONG = "long", _("text")
    CHOICE = "choice", _("one of several")
    NUMBER = "number", _("a number")
    FILE = "file", _("a file")


class Scope(TextChoices):
    """For whom a deadline changed."""

    ALL = "all", _("everybody")
    APPLICATION = "application", _("one application")
    PARTY = "party", _("one party")


C = CallState
MOVES = {  # move: (from, to)
    "open": ({C.DRAFT}, C.OPEN),
    "close": ({C.OPEN}, C.CLOSED),
    "reopen": ({C.CLOSED}, C.OPEN),
    "decide": ({C.CLOSED}, C.DECIDED),
}
