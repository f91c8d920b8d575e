"""Until when a part may be filled and an application be sent: the one place that knows.

The shown deadline is the latest of the call's and those that were granted to the application or to the part.
Behind it lies the call's silent grace. Both are judged by the instant at which a request arrived, so nothing
here asks whether the call was moved to *closed* by then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call, DeadlineChange

# What has to be at hand for `to_complete`, so that a list of parts does not ask row by row.
NEEDED = ("application__call", "application__deadline_change", "deadline_change")


@dataclass(frozen=True)
class Deadline:
    """A deadline as it is shown, the last instant that still counts, and the zone that it is told in."""

    at: datetime
    until: datetime
    zone: str

    def has_passed(self, now: datetime) -> bool:
        """Tell whether what arrives now is late."""
        return now > self.until

    def is_grace(self, now: datetime) -> bool:
        """Tell whether what arrives now is in time only by the silent grace."""
        return self.at < now <= self.until


def of_call(call: Call) -> Deadline:
    """Return the deadline of a call for everybody."""
    return _deadline(call, call.closes_at)


def to_send(application: Application, lead: Part | None) -> Deadline:
    """Return until when an application may be sent; `lead` is its live employer part."""
    granted = [application.deadline_change, lead.deadline_change if lead else None]
    return _deadline(application.call, _closes(application.call, granted))


def to_complete(part: Part) -> Deadline:
    """Return until when a part may be saved and completed.

    Once the application is sent, whoever is not done has until the later *parties complete by*. The lead was
    done by then, and the others were invited before, or in a substitution that staff agreed to.
    """
    application = part.application
    granted = [application.deadline_change, part.deadline_change]
    at = _closes(application.call, granted)
    if application.state == ApplicationState.SUBMITTED:
        later = [change.new_parties_by for change in granted if change]
        at = max([at, *(by for by in (application.call.parties_by, *later) if by)])
    return _deadline(application.call, at)


def _closes(call: Call, granted: Iterable[DeadlineChange | None]) -> datetime:
    return max([call.closes_at, *(change.new_closes_at for change in granted if change)])


def _deadline(call: Call, at: datetime) -> Deadline:
    return Deadline(at, at + timedelta(minutes=call.grace_minutes), call.time_zone)
