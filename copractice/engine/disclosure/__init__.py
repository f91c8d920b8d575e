"""What may be printed about people: a release whose figures give nothing away about any one of them.

**Meaning.** A plan fixes tables before there are data. For each release, `disclose` decides which cells may
be shown, turns numbers into bands, hides small cells with as many others as it takes, and repeats an older
figure where a new one could be subtracted from it. What comes out is one JSON document; every page, file
and picture is made from it and from nothing else. The `auditor` then attacks the document, with code of its
own.

**Formula.** R2: n ≥ 10 from ≥ 3 employers, the largest ≤ 50 %; one employer's own figures need n ≥ 10. R3:
counts of 0 to 9 are small. R4 to R6: bands of n, percentages and means. R7: every hidden cell could hold
anything from 1 to 9. R8, R9: published populations differ by 0 or ≥ 10 people, alone and in every linear
combination. R1, R10, R12: the list of tables and releases is fixed, and no decision about an answer depends
on answers.

**Limits.** Residual risk: a reader with outside facts about more than three youths of one group. A count
table with hidden cells keeps its first publication until its people are all new.

**Source.** The rules are this project's own; suppression by flows follows Cox: Network models for
complementary cell suppression (JASA 90, 1995), differencing Duncan, Elliot, Salazar: Statistical
Confidentiality (2011).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from copractice.engine.disclosure.blocks import Block
from copractice.engine.disclosure.counts import count_figures, suggest_merge
from copractice.engine.disclosure.figures import Figure, answer_figures
from copractice.engine.disclosure.plan import Plan, Snapshot, Table, check_plan, check_snapshot
from copractice.engine.disclosure.words import Quote, Theme, printed_theme, why_not

__all__ = ["Figure", "Plan", "Quote", "Release", "Snapshot", "Table", "Theme", "disclose"]

FORMAT = "copractice-release-1"


@dataclass(frozen=True)
class Release:
    """One release: `document` is what is published; the rest is for its makers alone.

    `figures` and `blocks` remember whom each figure is about, for the next release; `merge` names, for each
    table of counts, the category that hides most and would best be merged.
    """

    name: str
    document: str
    figures: tuple[Figure, ...]
    blocks: tuple[Block, ...]
    merge: tuple[tuple[str, str], ...]
    method: str = "disclosure"
    version: str = "1"
    seed: None = None

    @property
    def refusals(self) -> tuple[tuple[str, str, str], ...]:
        """Every hidden cell as (table, group, reason), for the coordinator."""
        return tuple(
            (figure.table, ", ".join(value for _, value in figure.group) or "all", figure.why)
            for figure in self.figures
            if not figure.printed
        )


def disclose(
    plan: Plan,
    snapshot: Snapshot,
    earlier: Sequence[Release] = (),
    *,
    quotes: Sequence[Quote] = (),
    themes: Sequence[Theme] = (),
) -> Release:
    """Return what may be published of `snapshot`, given all `earlier` releases in order.

    Raises ValueError for a plan against the rules, data that do not fit it, a release out of order, or a
    quote or theme that must not be printed.

    >>> import numpy as np
    >>> people = tuple(f"y{i}" for i in range(12))
    >>> shops = tuple("abc"[i % 3] for i in range(12))
    >>> plan = Plan((Table("safe", "percent", (), "q1"),), ("2026",))
    >>> release = disclose(plan, Snapshot("2026", people, {"employer": shops}, {"q1": np.ones(12)}))
    >>> json.loads(release.document)["tables"][0]["cells"]
    [{'as_of': '2026', 'group': {}, 'n': '10-14', 'percent': '60 or more'}]
    """
    check_plan(plan)
    check_snapshot(plan, snapshot)
    expected = plan.cadence[len(earlier) : len(earlier) + 1]
    if [release.name for release in earlier] != list(plan.cadence[: len(earlier)]) or (
        (snapshot.release,) != expected
    ):
        raise ValueError(f"release {snapshot.release} is out of order: {', '.join(plan.cadence)}")
    refused = [reason for reason in map(why_not, quotes) if reason]
    if refused:
        raise ValueError(refused[0])
    past = [figure for release in earlier for figure in release.figures]
    used = [block for release in earlier for block in release.blocks]
    figures, blocks = answer_figures(plan, snapshot, past, used)
    merge = []
    for table in plan.tables:
        if table.kind == "counts":
            cells = count_figures(table, snapshot, past)
            figures += cells
            advice = suggest_merge(cells)
            merge += [(table.name, advice)] if advice else []
    document = _document(plan, snapshot.release, figures, quotes, themes)
    return Release(snapshot.release, document, tuple(figures), tuple(blocks), tuple(merge))


def _document(
    plan: Plan, release: str, figures: Sequence[Figure], quotes: Sequence[Quote], themes: Sequence[Theme]
) -> str:
    content = {
        "format": FORMAT,
        "release": release,
        "tables": [
            {
                "name": table.name,
                "kind": table.kind,
                "item": table.item,
                "by": list(table.by),
                "cells": [_cell(figure) for figure in figures if figure.table == table.name],
            }
            for table in plan.tables
        ],
        "quotes": [quote.text for quote in quotes],
        "themes": [printed_theme(theme) for theme in themes],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _cell(figure: Figure) -> dict[str, object]:
    shown: dict[str, object] = dict(figure.printed) if figure.printed else {"hidden": True}
    return {"group": dict(figure.group), "as_of": figure.as_of} | shown
