"""What the engine advises for a call: the stored question, its answer, and whether it comes out the same again."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import numpy as np

from copractice.engine.portfolio import Infeasible, Pool, Rule, explain, inclusion, regrets, select
from copractice.engine.portfolio.choice import METHOD, VERSION
from copractice.engine.results import as_json
from copractice.review.analysis.scoring import Standing
from copractice.selection.models import SelectionRun
from copractice.selection.states import Outcome, Zone

__all__ = ["METHOD", "VERSION", "Applicant", "Rules", "advice_of", "answer", "differences", "question_of"]

DRAWS = 200
DIGITS = 9  # what a result keeps of a number, so that machines agree
ZONES = {"firm in": Zone.IN, "borderline": Zone.BORDERLINE, "firm out": Zone.OUT}
Question = dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """What staff ask of the cohort: seats, places on the waiting list, and limits; None or zero asks nothing."""

    seats: int
    waiting: int = 2
    umbrella_most: int | None = None
    umbrella_each: bool = False
    newcomers_least: int = 0
    county_most: int | None = None
    kind_most: int | None = None


@dataclass(frozen=True)
class Applicant:
    """What the rules know of one application: its code, umbrella, institution, county, kinds, and whether new."""

    code: str
    umbrella: str = ""
    institution: str = ""
    county: str = ""
    kinds: tuple[str, ...] = ()
    is_new: bool = True


def question_of(rules: Rules, applicants: Sequence[Applicant], standings: Sequence[Standing]) -> Question:
    """Return what the engine is asked, whole, in the order of the codes.

    An error that calibration does not give is taken from the spread of all reviews together.
    """
    pairs = sorted(zip(applicants, standings, strict=True), key=lambda pair: pair[0].code)
    rows = [one for one, _standing in pairs]
    usual = _usual_deviation([standing for _one, standing in pairs])
    return {
        "applications": [one.code for one in rows],
        "quality": [round(standing.best or 0.0, DIGITS) for _one, standing in pairs],
        "error": [round(_error(standing, usual), DIGITS) for _one, standing in pairs],
        "mean": [round(standing.mean or 0.0, DIGITS) for _one, standing in pairs],
        "institutions": [one.institution for one in rows],
        "limits": _limits(rules, rows),
        "seats": rules.seats,
        "waiting": rules.waiting,
        "draws": DRAWS,
    }


def sha256_of(question: Question) -> str:
    """Return the SHA-256 of a question to the engine, by its canonical JSON."""
    text = json.dumps(question, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def answer(
    question: Question, seed: int, *, progress: Callable[[float, str], None] | None = None
) -> dict[str, Any]:
    """Choose, price, look for alternatives, and choose again for scores drawn within their noise.

    Raises:
        Infeasible: no cohort keeps the rules; it says which of them conflict and what would help.
        ValueError: the question cannot be asked.
    """
    told = progress or (lambda share, sentence: None)
    pool = _pool(question)
    best = select(pool, seed=seed)
    told(0.1, "prices")
    prices = explain(pool, best)
    moved = regrets(pool, best, range(len(question["quality"])))
    told(0.3, "draws")
    rng = np.random.default_rng(seed)
    quality, error = np.array(question["quality"]), np.array(question["error"])
    drawn = rng.normal(quality, error, size=(question["draws"], len(quality)))
    places = inclusion(pool, drawn, progress=lambda share, _said: told(0.3 + 0.7 * share, "draws"))
    free = float(np.sort(quality)[::-1][: question["seats"]].sum())
    result: dict[str, Any] = _rounded(
        {
            "selected": list(best.selected),
            "value": best.value,
            "tied": best.tied,
            "free": free,
            "families": [asdict(one) for one in prices.families],
            "rows": [asdict(one) for one in prices.rows],
            "alternatives": [as_json(one) for one in prices.alternatives],
            "regrets": [one.regret for one in moved],
            "frequency": [one.frequency for one in places.places],
            "zone": [ZONES[one.zone].value for one in places.places],
            "waiting": _waiting(question, best.selected, moved, places.places),
        }
    )
    return result


def conflict_of(failure: Infeasible) -> dict[str, Any]:
    """Return what is kept of rules that cannot hold together: which, and the smallest changes."""
    found = failure.conflict
    return {
        "rules": list(found.rules),
        "changes": [asdict(one) for one in found.changes],
        "moved": found.moved,
    }


def advice_of(run: SelectionRun) -> dict[str, tuple[Outcome, int | None]]:
    """Return what a run advises for each application: the outcome, and the place on the waiting list."""
    if run.result is None:
        return {}
    codes, chosen, waiting = run.input["applications"], set(run.result["selected"]), run.result["waiting"]
    said: dict[str, tuple[Outcome, int | None]] = {}
    for item, code in enumerate(codes):
        if item in chosen:
            said[code] = (Outcome.SELECTED, None)
        elif item in waiting:
            said[code] = (Outcome.WAITLISTED, waiting.index(item) + 1)
        else:
            said[code] = (Outcome.NOT_SELECTED, None)
    return said


def cost_of(run: SelectionRun, code: str, advised: Outcome, decided: Outcome) -> float | None:
    """Return by how much the cohort's score falls if this application changes its place; None where none can."""
    if run.result is None or (advised == Outcome.SELECTED) == (decided == Outcome.SELECTED):
        return 0.0
    cost: float | None = run.result["regrets"][run.input["applications"].index(code)]
    return cost


def differences(run: SelectionRun) -> list[str]:
    """Make a run again from what is stored, and name what is not the same."""
    parts: Mapping[str, tuple[object, object]] = {
        "method": (run.method, METHOD),
        "version": (run.version, VERSION),
        "input": (run.input_sha256, sha256_of(run.input)),
        "result": (run.result, answer(run.input, run.seed)),
    }
    return [name for name, (kept, again) in parts.items() if kept != again]


def _pool(question: Question) -> Pool:
    limits = [
        Rule(one["family"], one["label"], one["low"], one["high"], one["members"])
        for one in question["limits"]
    ]
    return Pool(
        question["quality"],
        question["seats"],
        limits,
        institutions=question["institutions"],
        ids=question["applications"],
    )


def _limits(rules: Rules, rows: Sequence[Applicant]) -> list[dict[str, Any]]:
    """Write the rules that staff chose as limits on groups of applications."""
    umbrellas = [(one.umbrella,) for one in rows]
    new = [("new",) if one.is_new else () for one in rows]
    asked: list[tuple[str, int, int | None, Sequence[Sequence[str]]]] = [
        ("umbrella_each", int(rules.umbrella_each), None, umbrellas),
        ("umbrella_most", 0, rules.umbrella_most, umbrellas),
        ("newcomers", rules.newcomers_least, None, new),
        ("county_most", 0, rules.county_most, [(one.county,) for one in rows]),
        ("kind_most", 0, rules.kind_most, [one.kinds for one in rows]),
    ]
    return [
        {
            "family": family,
            "label": name,
            "low": low,
            "high": len(rows) if high is None else high,
            "members": who,
        }
        for family, low, high, names in asked
        if low or high is not None
        for name, who in _members(family, names)
    ]


def _members(family: str, names: Sequence[Sequence[str]]) -> list[tuple[str, list[int]]]:
    """Return the groups that a family limits; newcomers are one group even if there are none."""
    found = _groups(names)
    return found or ([("new", [])] if family == "newcomers" else [])


def _groups(names: Sequence[Sequence[str]]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = defaultdict(list)
    for item, mine in enumerate(names):
        for name in mine:
            if name:
                found[name].append(item)
    return sorted(found.items())


def _usual_deviation(standings: Sequence[Standing]) -> float:
    known = [one.deviation for one in standings if one.deviation is not None]
    return sqrt(sum(one**2 for one in known) / len(known)) if known else 0.0


def _error(standing: Standing, usual: float) -> float:
    if standing.error is not None:
        return standing.error
    return usual / sqrt(max(standing.sent, 1))


def _waiting(question: Question, chosen: Sequence[int], moved: Any, places: Any) -> list[int]:
    """Order those left out by what it would cost to take them in, then by how often they were in."""
    out = [one for one in moved if one.item not in chosen and one.regret is not None]
    out.sort(key=lambda one: (round(one.regret, DIGITS), -places[one.item].frequency, one.item))
    return [one.item for one in out[: question["waiting"]]]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value
