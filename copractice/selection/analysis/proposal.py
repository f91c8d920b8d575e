"""A run in words and places of a drawing: who is in, how sure that is, what each rule costs, what conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.models import Application
from copractice.communities.models import OrganizationKind
from copractice.selection.analysis.advice import advice_of
from copractice.selection.models import SelectionRun
from copractice.selection.queries.applicants import Facts, facts_of
from copractice.selection.queries.decisions import to_decide
from copractice.selection.states import Outcome, Zone

WIDTH, EDGE, Z95, HIGHEST = 210, 8, 1.96, 4


@dataclass(frozen=True)
class Line:
    """One application of a run; `at`, `low`, `high` and `mean_at` are places in the drawing of 0 to 4."""

    name: str
    about: str
    advised: Outcome
    percent: int
    score: float
    at: float
    low: float
    high: float
    mean_at: float


@dataclass(frozen=True)
class Scale:
    """The part of 0 to 4 that a drawing shows: whole points around all intervals of a run."""

    low: int
    high: int

    @classmethod
    def of(cls, run: SelectionRun) -> "Scale":
        """Return the scale that fits a run."""
        pairs = list(zip(run.input["quality"], run.input["error"], strict=True)) or [(0.0, 0.0)]
        low = min(floor(score - Z95 * error) for score, error in pairs)
        high = max(ceil(score + Z95 * error) for score, error in pairs)
        low = max(0, min(low, HIGHEST - 1))
        return cls(low, min(HIGHEST, max(high, low + 1)))

    def at(self, score: float) -> float:
        """Return the place of a score in the drawing."""
        share = (min(max(score, self.low), self.high) - self.low) / (self.high - self.low)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Return the whole points with their places."""
        return [(point, self.at(point)) for point in range(self.low, self.high + 1)]


@dataclass(frozen=True)
class Price:
    """What a rule asks, and by how much the sum of scores would be higher without it."""

    sentence: str
    cost: float


@dataclass(frozen=True)
class Swap:
    """A cohort that comes close: who enters, who leaves, and by how much its sum is lower."""

    enter: str
    leave: str
    lower: float


@dataclass(frozen=True)
class Proposal:
    """Everything that the page of a run shows."""

    zones: list[tuple[Zone, list[Line]]]
    prices: list[Price]
    swaps: list[Swap]
    value: float
    free: float
    seats: int
    tied: bool
    left_out: list[str]
    conflict: list[str]
    changes: list[str]
    ticks: list[tuple[int, float]]

    def count(self, zone: Zone) -> int:
        """Return how many applications are in a zone."""
        return sum(len(lines) for found, lines in self.zones if found == zone)

    @property
    def clear(self) -> int:
        """Return how many seats are beyond doubt."""
        return self.count(Zone.IN)

    @property
    def level(self) -> int:
        """Return how many applications are level for the seats that are left."""
        return self.count(Zone.BORDERLINE)

    @property
    def left(self) -> int:
        """Return how many seats the borderline applications are level for."""
        return max(0, self.seats - self.clear)


def proposal_of(run: SelectionRun) -> Proposal | None:
    """Return what a run says; None while it is at work."""
    if run.done_at is None:
        return None
    rows = Application.objects.filter(call=run.call_id, code__in=run.input["applications"])
    facts = {one.code: one for one in facts_of(run.call, list(rows)).values()}
    result: Mapping[str, Any] = run.result or {}
    return Proposal(
        zones=_zones(run, facts),
        prices=_prices(run),
        swaps=[_swap(run, facts, one) for one in result.get("alternatives", ())],
        value=result.get("value", 0.0),
        free=result.get("free", 0.0),
        seats=run.input["seats"],
        tied=result.get("tied", False),
        left_out=_left_out(run),
        conflict=_conflict(run),
        changes=[_change(one) for one in run.failed_because.get("changes", ())],
        ticks=Scale.of(run).ticks,
    )


def level_of(run: SelectionRun | None) -> list[str]:
    """Return the codes of the applications that a run cannot tell apart."""
    if run is None or run.result is None:
        return []
    pairs = zip(run.input["applications"], run.result["zone"], strict=True)
    return [code for code, zone in pairs if zone == Zone.BORDERLINE]


def rule_in_words(family: str, label: str, low: int, high: int) -> str:
    """Return a rule of a run as staff read it."""
    told = {"name": label, "low": low, "high": high}
    if family == "umbrella_each":
        return _("A seat under %(name)s") % told
    if family == "umbrella_most":
        return _("At most %(high)d under %(name)s") % told
    if family == "newcomers":
        return (
            ngettext(
                "At least %(low)d first-time organization", "At least %(low)d first-time organizations", low
            )
            % told
        )
    if family == "county_most":
        return _("At most %(high)d from %(name)s") % told
    if family == "kind_most":
        told["name"] = str(OrganizationKind(label).label)
        return _("At most %(high)d of kind %(name)s") % told
    return _("One seat for each institution")


def _zones(run: SelectionRun, facts: Mapping[str, Facts]) -> list[tuple[Zone, list[Line]]]:
    if run.result is None:
        return []
    advice = advice_of(run)
    lines: dict[Zone, list[Line]] = {zone: [] for zone in Zone}
    for item, code in enumerate(run.input["applications"]):
        lines[Zone(run.result["zone"][item])].append(_line(run, item, facts.get(code), advice[code][0]))
    for found in lines.values():
        found.sort(key=lambda line: (-line.percent, -line.score, line.name))
    return [(zone, found) for zone, found in lines.items() if found]


def _line(run: SelectionRun, item: int, facts: Facts | None, advised: Outcome) -> Line:
    asked, result, scale = run.input, run.result or {}, Scale.of(run)
    score, error = asked["quality"][item], asked["error"][item]
    name = facts.name if facts else asked["applications"][item]
    return Line(
        name=name,
        about=_about(facts),
        advised=advised,
        percent=round(100 * result["frequency"][item]),
        score=score,
        at=scale.at(score),
        low=scale.at(score - Z95 * error),
        high=scale.at(score + Z95 * error),
        mean_at=scale.at(asked["mean"][item]),
    )


def _about(facts: Facts | None) -> str:
    if facts is None:
        return ""
    new = _("first time") if facts.is_new else _("returning")
    return ", ".join(part for part in (facts.umbrella, new) if part)


def _prices(run: SelectionRun) -> list[Price]:
    """Return each kind of rule with its price, the dearest first."""
    if run.result is None:
        return []
    found = [Price(_family_in_words(run, row["family"]), row["price"]) for row in run.result["families"]]
    return sorted(found, key=lambda price: (-price.cost, price.sentence))


def _family_in_words(run: SelectionRun, family: str) -> str:
    limits = [one for one in run.input["limits"] if one["family"] == family]
    told = {"high": limits[0]["high"] if limits else 1}
    if family == "umbrella_each":
        return _("Each umbrella has a seat")
    if family == "umbrella_most":
        return _("At most %(high)d under one umbrella") % told
    if family == "county_most":
        return _("At most %(high)d from one county") % told
    if family == "kind_most":
        return _("At most %(high)d of one kind of organization") % told
    low = limits[0]["low"] if limits else 0
    return rule_in_words(family, "", low, told["high"])


def _swap(run: SelectionRun, facts: Mapping[str, Facts], one: Mapping[str, Any]) -> Swap:
    def named(items: Sequence[int]) -> str:
        codes = [run.input["applications"][item] for item in items]
        return ", ".join(sorted(facts[code].name if code in facts else code for code in codes))

    value = (run.result or {})["value"]
    return Swap(named(one["enter"]), named(one["leave"]), max(0.0, value - one["value"]))


def _left_out(run: SelectionRun) -> list[str]:
    """Return who can be decided on and was not in the run: nothing was scored when it was frozen."""
    rows = [one for one in to_decide(run.call) if one.code not in run.input["applications"]]
    return sorted(one.name for one in facts_of(run.call, rows).values())


def _conflict(run: SelectionRun) -> list[str]:
    """Return the rules that cannot hold together, in words; or what else the engine says."""
    failed = run.failed_because
    if "sentence" in failed:
        return [failed["sentence"]]
    limits = run.input["limits"]
    named = set(failed.get("rules", ()))
    words = [
        rule_in_words(one["family"], one["label"], one["low"], one["high"])
        for one in limits
        if any(said.startswith(f"{one['family']} {one['label']} ") for said in named)
    ]
    if any(said.startswith("at most one of institution") for said in named):
        words.append(_("One seat for each institution"))
    return words


def _change(one: Mapping[str, Any]) -> str:
    told = rule_in_words(one["family"], one["label"], one["low"], one["high"])
    new = rule_in_words(one["family"], one["label"], one["new_low"], one["new_high"])
    if one["family"] == "umbrella_each":
        return _("Give up “%(rule)s”.") % {"rule": told}
    return _("Instead of “%(rule)s”: “%(new)s”.") % {"rule": told, "new": new}
