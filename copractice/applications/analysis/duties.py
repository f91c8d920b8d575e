"""What the applications of a person wait for, and by when; for the person's home."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from copractice.applications import rules
from copractice.applications.analysis.overview import Step, overview_of
from copractice.applications.models import Part
from copractice.applications.queries.deadlines import Deadline, to_complete
from copractice.applications.queries.parts import owned_by
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.states import Party
from copractice.people.models import Person


@dataclass(frozen=True)
class Duty:
    """One application that waits for a person: which part of it is theirs, for what step, and by when."""

    part: Part
    step: Step
    deadline: Deadline


def duties_of(person: Person, now: datetime) -> Iterator[Duty]:
    """Yield what a person has to do: fill a part, and as a lead invite who is missing, or send."""
    rows = owned_by(person).filter(application__state__in=rules.RUNNING).order_by("pk")
    for part in rows.filter(state=PartState.IN_PROGRESS):
        if rules.is_open_part(part, now):
            yield Duty(part, Step.FILL, to_complete(part))
    draft = {"application__state": ApplicationState.DRAFT, "party": Party.EMPLOYER}
    for part in rows.filter(state=PartState.COMPLETE, **draft).select_related("application__community"):
        view = overview_of(part.application, person, now)
        if view.step in (Step.INVITE, Step.SEND):
            yield Duty(part, view.step, view.deadline)
