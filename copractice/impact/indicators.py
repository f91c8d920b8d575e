"""The indicators of a report: what each one counts, in which unit, how it may be shown, and what it cannot say.

Numbers are those of the list of twenty-five that the project works from; three of them have a second row that
speaks of young people alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """What a value is."""

    COUNT = "count"
    SHARE = "share"


class Showing(StrEnum):
    """By which rule a value may be printed.

    OPEN: facts of organizations and totals, as they are. ADULTS: from ten adults on. YOUTH: by the disclosure
    rules R2 to R10, as bands.
    """

    OPEN = "open"
    ADULTS = "adults"
    YOUTH = "youth"


@dataclass(frozen=True)
class Indicator:
    """One indicator; `says` goes on after its value, `of` names what n counts."""

    key: str
    number: int
    unit: Unit
    showing: Showing
    name: Promise
    says: Promise
    of: Promise
    definition: Promise
    cannot_say: Promise
    source: str
    by_age: bool = False


_ALL = (
    Indicator(
        "reach",
        1,
        Unit.COUNT,
        Showing.ADULTS,
        _("Convening reach"),
        _("people set the priorities"),
        _("convenings"),
        _(
            "People counted in the room of every convening whose priorities were adopted; "
            "where nobody counted heads, people who voted."
        ),
        _("Who was not in the room, and whether somebody came twice."),
        "Convening",
    ),
    Indicator(
        "commitments",
        3,
        Unit.SHARE,
        Showing.OPEN,
        _("Commitment coverage"),
        _("organizations signed the commitment"),
        _("organizations in the cohort"),
        _(
            "Organizations with a seat in the cohort that stand by a published version of a commitment, "
            "divided by all organizations with a seat."
        ),
        _("Whether they keep it."),
        "Signature",
    ),
    Indicator(
        "applications_complete",
        4,
        Unit.SHARE,
        Showing.OPEN,
        _("Applications complete"),
        _("applications that were started came in complete"),
        _("applications started"),
        _(
            "Applications that were sent, were not withdrawn and have every party's part complete, with the yes "
            "of each young person and guardian, divided by all applications that were started."
        ),
        _("How good they were, and why others stopped."),
        "Application",
    ),
    Indicator(
        "organizations",
        7,
        Unit.SHARE,
        Showing.OPEN,
        _("Organizations started and completed"),
        _("organizations that started stayed to the end"),
        _("organizations that started"),
        _("Organizations whose seat has not ended early, divided by all that ever had a seat."),
        _("What an organization that left took with it."),
        "Seat",
    ),
    Indicator(
        "youth_engaged",
        9,
        Unit.COUNT,
        Showing.YOUTH,
        _("Youth engaged"),
        _("employed young people came to a session"),
        _("young people"),
        _(
            "Employed young people who came to at least one session and agree to take part. "
            "Each is counted in one cohort only, the first that reported on them. "
            "Ages are those of the day the cohort began."
        ),
        _("How much they took part. Groups under ten are not shown."),
        "Participant",
        by_age=True,
    ),
    Indicator(
        "attendance",
        10,
        Unit.SHARE,
        Showing.ADULTS,
        _("Attendance of adults"),
        _("of the places of adults at sessions were taken"),
        _("adults"),
        _(
            "Sessions that adults came to, divided by sessions at which they were expected. "
            "Whoever was excused was not expected; a session without a mark is missing."
        ),
        _("What people took home from a session."),
        "SessionAttendance",
    ),
    Indicator(
        "attendance_youth",
        10,
        Unit.SHARE,
        Showing.YOUTH,
        _("Attendance of young people"),
        _("of the young people came to three of four sessions or more"),
        _("young people"),
        _(
            "Young people who came to at least three quarters of the sessions at which they were expected, "
            "divided by young people who were expected at one or more. Printed as a range."
        ),
        _("The exact share: with it one could work out single people."),
        "SessionAttendance",
        by_age=True,
    ),
    Indicator(
        "recommendations",
        15,
        Unit.COUNT,
        Showing.OPEN,
        _("Recommendations made"),
        _("recommendations were offered"),
        _("organizations"),
        _("Recommendations that participants offered to their own organization and did not take back."),
        _("Whether they were good advice."),
        "Recommendation",
    ),
    Indicator(
        "youth_authors",
        15,
        Unit.SHARE,
        Showing.YOUTH,
        _("Young authors"),
        _("of the young people offered a recommendation"),
        _("young people"),
        _(
            "Young people who offered at least one recommendation, by name or in the cohort's name, divided "
            "by young people who came to a session. Printed as a range."
        ),
        _("Who wrote which, and how many each wrote."),
        "Recommendation",
    ),
    Indicator(
        "answered_in_time",
        16,
        Unit.SHARE,
        Showing.OPEN,
        _("Answered in time"),
        _("recommendations were answered by the date they were owed"),
        _("recommendations due"),
        _("Recommendations with an answer by their date, divided by recommendations whose date has passed."),
        _("Whether an answer was good. Offers that are not due yet are not counted here."),
        "Response",
    ),
    Indicator(
        "adopted",
        17,
        Unit.SHARE,
        Showing.OPEN,
        _("Adopted"),
        _("answers adopt the advice, as it is or adapted"),
        _("answered recommendations"),
        _("Answers that adopt or adapt a recommendation, divided by all answers."),
        _("Whether it happened: that is the next figure."),
        "Response",
    ),
    Indicator(
        "evidenced",
        18,
        Unit.SHARE,
        Showing.OPEN,
        _("Implemented with evidence"),
        _("adopted recommendations can show evidence"),
        _("adopted recommendations"),
        _(
            "Adopted or adapted recommendations with at least one step that has evidence, divided by all adopted."
        ),
        _("What would have happened without the advice."),
        "Evidence",
    ),
)
INDICATORS = {indicator.key: indicator for indicator in _ALL}
