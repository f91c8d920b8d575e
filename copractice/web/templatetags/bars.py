"""Tags that draw what people said to a statement: agree filled, pass as ground, disagree as outline."""

from dataclasses import dataclass

from django import template

from copractice.convening.analysis import Tally

register = template.Library()

WIDTH = 240


@dataclass(frozen=True)
class Bars:
    """One statement's bar, in units of its drawing, and its words."""

    agree_width: float
    disagree_from: float
    disagree_width: float
    agree: str
    passed: str
    disagree: str
    share: str
    range: str
    n: int


@register.simple_tag
def bars(tally: Tally) -> Bars:
    """Return the bar of a tally; the range is the 95 % interval of agreement."""
    counts, agreeing = tally.counts, tally.agreeing
    n = counts.n or 1
    agree_width = round(WIDTH * counts.agree / n, 1)
    disagree_width = round(WIDTH * counts.disagree / n, 1)
    return Bars(
        agree_width=agree_width,
        disagree_from=WIDTH - disagree_width,
        disagree_width=disagree_width,
        agree=percent(counts.agree / n),
        passed=percent(counts.passed / n),
        disagree=percent(counts.disagree / n),
        share=percent(agreeing.share),
        range=f"{round(agreeing.low * 100)}–{percent(agreeing.high)}",
        n=counts.n,
    )


@register.filter
def percent(share: float) -> str:
    """Return a share as whole percent, without a space: 93%."""
    return f"{round(share * 100)}%"
