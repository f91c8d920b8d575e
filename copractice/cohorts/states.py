"""The life of a cohort, and the words for roles, exits, attendance and assessments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CohortState(TextChoices):
    """Where a cohort stands."""

    PLANNED = "planned", _("planned")
    ACTIVE = "active", _("active")
    COMPLETED = "completed", _("completed")
    CANCELED = "canceled", _("canceled")


class ParticipantRole(TextChoices):
    """As what somebody takes part; each role stands for one party of the seat."""

    LEADER = "leader", _("Organization leader")
    SUPERVISOR = "supervisor", _("Supervisor")
    UMBRELLA_LEAD = "umbrella_lead", _("Umbrella lead")
    EMPLOYED_YOUTH = "employed_youth", _("Employed youth")


class ExitReason(TextChoices):
    """Why a seat or a person left before the end, in groups that a report can count; no story is kept."""

    STAFF = "staff", _("staff changed")
    TIME = "time", _("no time for it")
    FUNDING = "funding", _("funding ended")
    AIMS = "aims", _("other aims")
    MOVED = "moved", _("moved away or changed jobs")
    CLOSED = "closed", _("the program or organization closed")
    OTHER = "other", _("another reason")
    UNKNOWN = "unknown", _("not known")


class Presence(TextChoices):
    """What is known of one person at one session; whoever is excused is not counted as expected."""

    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class AssessmentKind(TextChoices):
    """What an assessment is: a first measure, the same measure at the end, or questions of any kind."""

    BASELINE = "baseline", _("Baseline")
    ENDLINE = "endline", _("Endline")
    SURVEY = "survey", _("Survey")


class Asks(TextChoices):
    """Of whom an assessment is; organizations are scored by who observes, people answer for themselves."""

    ORGANIZATIONS = "organizations", _("Organizations, scored by facilitators and staff")
    EVERYBODY = "everybody", _("Everybody in the cohort")
    ADULTS = "adults", _("Adults")
    YOUTH = "youth", _("Young people")


class ItemKind(TextChoices):
    """How one item of an assessment is answered."""

    SCALE = "scale", _("A number from 1 to 5")
    CHOICE = "choice", _("One of a short list")
    TEXT = "text", _("A few words")


class Missing(TextChoices):
    """Why there is no value, where that is known; a missing value is never a zero."""

    NOT_SEEN = "not_seen", _("was not observed")
    NOT_FITTING = "not_fitting", _("does not apply here")
    DECLINED = "declined", _("rather not say")


class Phase(TextChoices):
    """Where an assessment stands by the clock; derived, never stored."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


C = CohortState
MOVES = {  # move: (from, to)
    "start": ({C.PLANNED}, C.ACTIVE),
    "complete": ({C.ACTIVE}, C.COMPLETED),
    "reopen": ({C.COMPLETED}, C.ACTIVE),
    "cancel": ({C.PLANNED, C.ACTIVE}, C.CANCELED),
}
