"""The arithmetic of indicators on plain rows; nothing here reads the database or knows a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Counted = Mapping[str, Sequence[int]]
SITS = 0.75  # the share of expected sessions from which a young person counts as attending


@dataclass(frozen=True)
class Value:
    """What an indicator came to: `denominator` is None for a plain count, `counted` holds ids by kind."""

    indicator: str
    numerator: int
    denominator: int | None
    n: int
    missing: int = 0
    age: str = ""
    counted: Counted = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """One recommendation as the figures see it; `late` is None while it waits for an answer."""

    pk: int
    seat: int
    author: int
    due_on: date | None
    response: int | None = None
    late: bool | None = None
    is_adopted: bool = False
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True)
class Presence:
    """One person's marks: sessions attended, sessions expected, sessions without a mark; and rows counted."""

    came: int
    expected: int
    unmarked: int = 0
    rows: tuple[int, ...] = ()

    @property
    def sits(self) -> bool:
        """Say whether they came to three of four sessions or more."""
        return self.came >= SITS * self.expected


def share(indicator: str, yes: Sequence[int], of: Sequence[int], kind: str, *, missing: int = 0) -> Value:
    """Return a share of records: those that do, out of all; what it counts are those that do."""
    return Value(indicator, len(yes), len(of), len(of), missing, counted={kind: sorted(yes)})


def attendance(marks: Iterable[Presence]) -> Value | None:
    """Return how many expected places were taken, over all people; None when nobody was expected anywhere."""
    known = list(marks)
    people = [mark for mark in known if mark.expected]
    if not people:
        return None
    rows = sorted(row for mark in people for row in mark.rows)
    return Value(
        "attendance",
        sum(mark.came for mark in people),
        sum(mark.expected for mark in people),
        n=len(people),
        missing=sum(mark.unmarked for mark in known),
        counted={"cohorts.sessionattendance": rows},
    )


def advice(offers: Sequence[Offer], today: date) -> list[Value]:
    """Return what became of recommendations: offered, answered in time, adopted, evidenced.

    What has nothing to divide by is left out: no share is printed of nothing.
    """
    if not offers:
        return []
    seats = {offer.seat for offer in offers}
    ids = sorted(offer.pk for offer in offers)
    values = [
        Value("recommendations", len(ids), None, len(seats), counted={"recommendations.recommendation": ids})
    ]
    due = [offer for offer in offers if offer.due_on and offer.due_on < today]
    in_time = [offer.response for offer in due if offer.response and offer.late is False]
    answered = [offer for offer in offers if offer.response]
    adopted = [offer for offer in answered if offer.is_adopted]
    shown = [offer for offer in adopted if offer.evidence]
    if due:
        values.append(share("answered_in_time", in_time, [o.pk for o in due], "recommendations.response"))
    if answered:
        yes = [offer.response for offer in adopted if offer.response]
        values.append(share("adopted", yes, [o.pk for o in answered], "recommendations.response"))
    if adopted:
        evidence = {"recommendations.evidence": sorted(pk for offer in shown for pk in offer.evidence)}
        values.append(Value("evidenced", len(shown), len(adopted), len(adopted), counted=evidence))
    return values
