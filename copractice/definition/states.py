"""The lives of a definition's version, of an objection, and of a commitment's version."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    """Where a version of a definition stands."""

    DRAFT = "draft", _("draft")
    IN_CONSULTATION = "in_consultation", _("in consultation")
    ADOPTED = "adopted", _("adopted")
    SUPERSEDED = "superseded", _("superseded")


class ObjectionState(TextChoices):
    """Where an objection stands; a version is not adopted while one is open."""

    OPEN = "open", _("open")
    RESOLVED = "resolved", _("resolved")
    STOOD_ASIDE = "stood_aside", _("stood aside")
    KEPT = "kept_as_dissent", _("kept as dissent")


class CommitmentState(TextChoices):
    """Where a version of a commitment stands; organizations sign a published one."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class How(TextChoices):
    """How a signature was given."""

    PAGE = "page", _("on this site")
    PAPER = "paper", _("on paper")


V, B, C = VersionState, ObjectionState, CommitmentState
VERSION_MOVES = {  # move: (from, to)
    "consult": ({V.DRAFT}, V.IN_CONSULTATION),
    "redraft": ({V.IN_CONSULTATION}, V.DRAFT),
    "adopt": ({V.IN_CONSULTATION}, V.ADOPTED),
    "replace": ({V.IN_CONSULTATION}, V.SUPERSEDED),
    "supersede": ({V.ADOPTED}, V.SUPERSEDED),
}
OBJECTION_MOVES = {
    "resolve": ({B.OPEN}, B.RESOLVED),
    "stand_aside": ({B.OPEN}, B.STOOD_ASIDE),
    "keep": ({B.OPEN}, B.KEPT),
}
COMMITMENT_MOVES = {
    "publish": ({C.DRAFT}, C.PUBLISHED),
    "supersede": ({C.PUBLISHED}, C.SUPERSEDED),
}
IN_WORK = frozenset({V.DRAFT, V.IN_CONSULTATION})
