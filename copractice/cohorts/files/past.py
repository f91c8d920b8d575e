"""A file of past cohorts: one row for each organization that began, and when and why it left if it did."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from copractice.cohorts.states import ExitReason
from copractice.communities.files import Fault, gettext_noop
from copractice.communities.files.cells import EMPTY, day, is_empty, text_in, value_in, words_of
from copractice.communities.files.tables import Row
from copractice.communities.models import sort_key

COLUMNS = ("cohort", "starts_on", "ends_on", "organization")
OTHERS = {"organizations": ("name", "kind"), "people": ("name", "email")}
MOST = 2_000
NO_DAY = gettext_noop("“%(found)s” is no day; write it like 2023-03-19")
NO_REASON = gettext_noop(
    "“%(found)s” is no reason; write staff, time, funding, aims, moved, closed, other or unknown"
)
ENDS_EARLY = gettext_noop("the cohort ends before it begins")
NOT_PAST = gettext_noop("this cohort is not over; only past cohorts are imported")
LEFT_OUTSIDE = gettext_noop("this day is not between the first and the last of the cohort")
LONGEST_TITLE, LONGEST_NAME = 120, 160


@dataclass(frozen=True)
class PastRow:
    """One row as it was read: a cohort with its days, an organization, and its early end if there was one."""

    line: int
    cohort: str
    starts_on: date
    ends_on: date
    organization: str
    umbrella: str
    left_on: date | None
    exit_reason: str

    @property
    def key(self) -> str:
        """Return the cohort's name without case and accents."""
        return sort_key(self.cohort)


def read_past(row: Row, today: date) -> tuple[PastRow | None, list[Fault]]:
    """Return what a row says, or everything that is wrong with it."""
    faults: list[Fault] = []
    cohort = text_in(row, "cohort", faults, longest=LONGEST_TITLE, required=True)
    name = text_in(row, "organization", faults, longest=LONGEST_NAME, required=True)
    umbrella = text_in(row, "umbrella", faults, longest=LONGEST_NAME)
    starts, ends = _day(row, "starts_on", faults), _day(row, "ends_on", faults)
    left = value_in(row, "left_on", faults, day, NO_DAY)
    reason = value_in(row, "exit_reason", faults, lambda text: _words()[text.casefold()], NO_REASON)
    if faults or starts is None or ends is None:
        return None, faults
    faults += _impossible(row, starts, ends, left, today)
    gone = (reason or ExitReason.UNKNOWN).value if left else ""
    read = PastRow(row.line, cohort, starts, ends, name, umbrella, left, gone)
    return (None if faults else read), faults


def _day(row: Row, column: str, faults: list[Fault]) -> date | None:
    if is_empty(row, column):
        faults.append(row.fault(column, EMPTY))
    return value_in(row, column, faults, day, NO_DAY)


def _impossible(row: Row, starts: date, ends: date, left: date | None, today: date) -> list[Fault]:
    faults = []
    if ends <= starts:
        faults.append(row.fault("ends_on", ENDS_EARLY))
    if ends >= today:
        faults.append(row.fault("ends_on", NOT_PAST))
    if left and not starts <= left <= ends:
        faults.append(row.fault("left_on", LEFT_OUTSIDE))
    return faults


@cache
def _words() -> dict[str, ExitReason]:
    return words_of(ExitReason)
