"""What a results page reads of the ranking and of the dots: rows, intervals, and the curves between two lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.convening.analysis.ranking import RankingShown
from copractice.convening.analysis.shares import Marked, SharesShown, Winner
from copractice.convening.models import Statement

RANKED = 12
TABLED = 60

Statements = Mapping[int, Statement]


@dataclass(frozen=True)
class RankRow:
    """A statement of the ranking; places of its interval are percent of the row."""

    place: int
    statement: Statement
    low: float
    middle: float
    high: float
    ranks: str
    wins: int
    choices: int


@dataclass(frozen=True)
class SlopeRow:
    """A statement in one of two lists of winners, and whether the other list has it as well."""

    statement: Statement
    dots: int
    people: int
    in_both: bool
    price: str = ""


@dataclass(frozen=True)
class Slope:
    """Both lists of winners, and the curves between them in a box that is 100 wide and `height` high."""

    plain: tuple[SlopeRow, ...]
    fair: tuple[SlopeRow, ...]
    curves: tuple[str, ...]
    height: int
    title: str
    others: tuple[SlopeRow, ...]
    level: tuple[int, ...]
    tied: bool


def rank_rows(shown: RankingShown, statements: Statements) -> list[RankRow]:
    """Return the ranking from the top, with intervals on one common scale."""
    listed = [row for row in shown.rows[:TABLED] if row.number in statements]
    low = min((row.low for row in listed), default=0.0)
    width = max((row.high for row in listed), default=1.0) - low or 1.0

    def place(strength: float) -> float:
        return round(3 + 94 * (strength - low) / width, 2)

    return [
        RankRow(
            place=number,
            statement=statements[row.number],
            low=place(row.low),
            middle=place(row.strength),
            high=place(row.high),
            ranks=str(row.rank_low) if row.rank_low == row.rank_high else f"{row.rank_low}–{row.rank_high}",
            wins=row.wins,
            choices=row.wins + row.losses,
        )
        for number, row in enumerate(listed, start=1)
    ]


def rank_title(shown: RankingShown) -> str:
    """Return in one sentence how sure the top of a ranking is."""
    first = sum(row.rank_low == 1 for row in shown.rows)
    if first == 1:
        return _("One statement is surely first")
    return _("The first place is open between %(first)d statements") % {"first": first}


def slope(shown: SharesShown, statements: Statements) -> Slope:
    """Return the two lists of winners side by side, with a curve for each that both have."""
    prices = {row.number: row.price for row in shown.winners}
    plain, fair = [row.number for row in shown.plain], list(prices)
    height = 2 * max(len(plain), len(fair), 1)
    curves = [
        f"M0,{2 * left + 1} C50,{2 * left + 1} 50,{2 * fair.index(number) + 1} 100,{2 * fair.index(number) + 1}"
        for left, number in enumerate(plain)
        if number in fair
    ]

    def rows(marked: Iterable[Winner | Marked], other: Sequence[int]) -> tuple[SlopeRow, ...]:
        return tuple(
            SlopeRow(
                statements[row.number],
                row.dots,
                row.people,
                row.number in other,
                prices.get(row.number, ""),
            )
            for row in marked
            if row.number in statements
        )

    return Slope(
        plain=rows(shown.plain, fair),
        fair=rows(shown.winners, plain),
        curves=tuple(curves),
        height=height,
        title=_slope_title(shown, len(set(fair) - set(plain))),
        others=rows(shown.others[:TABLED], fair),
        level=shown.level,
        tied=any(row.tied for row in shown.winners),
    )


def _slope_title(shown: SharesShown, changed: int) -> str:
    more = shown.heard - shown.heard_plainly
    if not changed:
        return _("Equal shares and a plain count of dots choose the same")
    if more > 0:
        return ngettext(
            "Equal shares gave %(more)d more person a priority",
            "Equal shares gave %(more)d more people a priority",
            more,
        ) % {"more": more}
    return ngettext(
        "Equal shares changed %(changed)d of %(seats)d choices",
        "Equal shares changed %(changed)d of %(seats)d choices",
        changed,
    ) % {"changed": changed, "seats": shown.seats}
