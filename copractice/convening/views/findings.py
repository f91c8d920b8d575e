"""What a results page reads of the frozen results: bars, rows and sentences, none of them worked out anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.convening.analysis.opinion_map import METHOD as METHOD_MAP
from copractice.convening.analysis.opinion_map import Finding, GroupShown, MapShown, Part, shown_map
from copractice.convening.analysis.ranking import METHOD as METHOD_RANKING
from copractice.convening.analysis.ranking import RankingShown, shown_ranking
from copractice.convening.analysis.shares import METHOD as METHOD_SHARES
from copractice.convening.analysis.shares import SharesShown, shown_shares
from copractice.convening.models import Convening, Statement
from copractice.convening.queries.analyses import shown_of
from copractice.convening.views.orders import TABLED, Statements, rank_rows, rank_title, slope

SHOWN_FIRST = {"uniting": 4, "bridging": 2, "dividing": 4, "turned_down": 2}


class Drawing(str):
    """SVG that our own worker drew from numbers; a template prints it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to templates that this needs no escaping."""
        return self


@dataclass(frozen=True)
class GroupBar:
    """One group's votes on one statement, as widths in percent; without them where too few voted."""

    letter: str
    n: int | None
    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def disagree_from(self) -> int:
        """Return where the part of those who disagree begins."""
        return 100 - self.disagree


@dataclass(frozen=True)
class Found:
    """A statement of a list, what is sure about it, and a bar for each group."""

    statement: Statement
    note: str
    bars: tuple[GroupBar, ...]


@dataclass(frozen=True)
class Section:
    """A list of findings: what is shown at once and what is one click away."""

    key: str
    first: tuple[Found, ...]
    more: tuple[Found, ...]


def read(convening: Convening) -> dict[str, object]:
    """Return what the page shows of the map, the ranking and the shares; nothing of what is not frozen."""
    kept = shown_of(convening)
    readers = {METHOD_MAP: shown_map, METHOD_RANKING: shown_ranking, METHOD_SHARES: shown_shares}
    shown = {name: reader(kept[name][1]) for name, reader in readers.items() if name in kept}
    found: dict[str, object] = {"methods": [kept[name][0] for name in shown]}
    of_map, of_ranking, of_shares = (shown.get(name) for name in readers)
    statements = _statements(convening, of_map, of_ranking, of_shares)
    if of_map:
        found["map"] = of_map
        found["map_drawing"] = drawing(kept[METHOD_MAP][0].chart, of_map)
        found["groups"] = _groups(of_map, statements)
        found["sections"] = sections(of_map, statements) if of_map.has_groups else {}
        found["map_headline"] = _headline(of_map)
    if of_ranking:
        rows = rank_rows(of_ranking, statements)
        found |= {"ranking": of_ranking, "rank_rows": rows, "rank_title": rank_title(of_ranking)}
    if of_shares:
        found |= {"shares": of_shares, "slope": slope(of_shares, statements)}
    return found


def _headline(shown: MapShown) -> str:
    """Return the finding of a map with groups in one line: how many there are, and whether more unites them."""
    names = {2: _("Two groups"), 3: _("Three groups"), 4: _("Four groups"), 5: _("Five groups")}
    together, apart = len(shown.uniting) + len(shown.turned_down), len(shown.dividing)
    values = {"groups": names.get(len(shown.groups), ""), "together": together}
    if not together:
        return _("%(groups)s, and nothing that all agree on") % values
    if together + len(shown.bridging) > apart:
        return _("%(groups)s, with more in common than apart") % values
    return (
        ngettext(
            "%(groups)s, and %(together)d statement that all agree on",
            "%(groups)s, and %(together)d statements that all agree on",
            together,
        )
        % values
    )


def _statements(
    convening: Convening,
    of_map: MapShown | None,
    of_ranking: RankingShown | None,
    of_shares: SharesShown | None,
) -> Statements:
    """Fetch the statements that the results name, in one query."""
    numbers: set[int] = set()
    if of_map:
        for rows in (of_map.uniting, of_map.turned_down, of_map.bridging, of_map.dividing):
            numbers |= {row.number for row in rows}
        numbers |= {setting.number for group in of_map.groups for setting in group.settings}
    if of_ranking:
        numbers |= {row.number for row in of_ranking.rows[:TABLED]}
    if of_shares:
        for marked in (of_shares.winners, of_shares.plain, of_shares.others[:TABLED]):
            numbers |= {row.number for row in marked}
    rows = Statement.objects.filter(convening=convening, number__in=numbers)
    return {row.number: row for row in rows}


def _groups(
    shown: MapShown, statements: Statements
) -> list[tuple[GroupShown, str, list[tuple[Statement, str]]]]:
    """Return each group with its name, and what sets it apart: the statement, and how most of it vote."""
    return [
        (group, group_name(group), [(statements[each.number], each.vote) for each in group.settings])
        for group in shown.groups
    ]


def drawing(chart: str, shown: MapShown) -> Drawing:
    """Return the map with its names in the reader's language."""
    for group in shown.groups:
        chart = chart.replace(f"@{group.letter}@", escape(group_name(group)))
    return Drawing(chart)


def group_name(group: GroupShown) -> str:
    """Return what stands at a group's hull."""
    return ngettext("Group %(letter)s, %(size)d person", "Group %(letter)s, %(size)d people", group.size) % {
        "letter": group.letter,
        "size": group.size,
    }


def sections(shown: MapShown, statements: Statements) -> dict[str, Section]:
    """Return the lists of a map with groups: what unites, bridges, divides them, and what all turn down."""
    lists = {
        "uniting": (shown.uniting, _("Lowest group likely above %(bound)d%%.")),
        "bridging": (shown.bridging, _("On either side of the map likely above %(bound)d%%.")),
        "dividing": (shown.dividing, _("Two groups differ by %(apart)d points, likely at least %(bound)d.")),
        "turned_down": (shown.turned_down, _("Lowest group likely above %(bound)d%% against it.")),
    }
    return {key: _section(key, rows, note, shown, statements) for key, (rows, note) in lists.items()}


def _section(
    key: str, rows: Sequence[Finding], note: str, shown: MapShown, statements: Statements
) -> Section:
    found = tuple(
        Found(
            statement=statements[row.number],
            note=note % {"bound": int(row.bound * 100), "apart": round(row.apart * 100)},
            bars=tuple(_bar(group.letter, part) for group, part in zip(shown.groups, row.parts, strict=True)),
        )
        for row in rows
        if row.number in statements
    )
    return Section(key, found[: SHOWN_FIRST[key]], found[SHOWN_FIRST[key] :])


def _bar(letter: str, part: Part | None) -> GroupBar:
    if part is None:
        return GroupBar(letter, None)
    agree, disagree = (round(100 * count / part.n) for count in (part.agree, part.disagree))
    return GroupBar(letter, part.n, agree, disagree, max(0, 100 - agree - disagree))
