"""A release as a tagged PDF, set by typst from data; nothing that people wrote becomes part of the program."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from copractice.impact.analysis.printing import figures_in
from copractice.impact.analysis.words import Shown
from copractice.impact.files.charts import flow_chart, flow_of
from copractice.impact.files.pages import parts

HERE = Path(__file__).parent
PROGRAM, FONTS = str(HERE / "report.typ"), [str(HERE / "fonts")]
PARSER = MarkdownIt("commonmark", {"html": False})
BLOCKS = {"heading_open": "heading", "paragraph_open": "paragraph"}


def words_of(content: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return everything that the PDF will say in one language, as data; the auditor reads this."""
    with translation.override(language):
        said, zone = parts(content, language), ZoneInfo(content["time_zone"])
        return {
            "language": language,
            "title": said["title"].text,
            "lead": said["lead"].text,
            "kicker": _("Impact report, release %(number)s") % {"number": content["number"]},
            "community": content["community"],
            "frozen": _("Frozen %(day)s") % {"day": _day(content["frozen_at"], zone)},
            "figures": [_figure(row, zone) for row in said["leading"]],
            "flow_title": said["flow_title"],
            "flow": [{"n": bar.n, "words": bar.words} for bar in said["bars"]],
            "all_title": _("All figures"),
            "columns": [_("Indicator"), _("Value"), _("n"), _("As of")],
            "rows": [_figure(row, zone) for row in said["rows"]],
            "hidden_title": _("What we leave out, and why"),
            "hidden": said["hidden"],
            "defined_title": _("What the figures mean"),
            "defined": _definitions(said["rows"]),
            "chapters": [
                {"title": row.title, "blocks": list(_blocks(row.reading.text))} for row in said["chapters"]
            ],
            "stories": _("Stories stand on the page alone, where whoever told one can take it back."),
            "page": _("Page"),
        }


def paper(content: Mapping[str, Any], language: str) -> bytes:
    """Return the PDF in one language, tagged and readable by a screen reader (PDF/UA-1)."""
    words = words_of(content, language)
    chart = flow_chart(flow_of(figures_in(content)), on_paper=True)
    made = typst.compile(
        PROGRAM,
        root=str(HERE),
        font_paths=FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"words": json.dumps(words, ensure_ascii=False), "chart": chart},
        pdf_standards="ua-1",
        timestamp=datetime.fromisoformat(content["frozen_at"]).replace(microsecond=0),
    )
    return bytes(made)


def _figure(row: Shown, zone: ZoneInfo) -> dict[str, str]:
    return {
        "name": f"{row.indicator.name}, {row.group}" if row.group else str(row.indicator.name),
        "number": row.number if row.is_shown else _("Not shown"),
        "rest": row.rest if row.is_shown else "",
        "says": row.says,
        "n": row.n,
        "as_of": _day(row.figure.as_of, zone),
    }


def _definitions(rows: list[Shown]) -> list[dict[str, str]]:
    known = {row.indicator.key: row.indicator for row in rows}
    return [{"name": str(row.name), "words": f"{row.definition} {row.cannot_say}"} for row in known.values()]


def _day(at: str, zone: ZoneInfo) -> str:
    return date_format(datetime.fromisoformat(at).astimezone(zone), "DATE_FORMAT")


def _blocks(text: str) -> Iterator[dict[str, Any]]:
    """Yield Markdown as blocks of runs: paragraphs, headings and points of lists."""
    kind = "paragraph"
    for token in PARSER.parse(text):
        if token.type == "list_item_open":
            kind = "point"
        elif token.type in BLOCKS and kind != "point":
            kind = BLOCKS[token.type]
        elif token.type == "list_item_close":
            kind = "paragraph"
        elif token.type == "inline":
            yield {"kind": kind, "runs": list(_runs(token.children or []))}
        elif token.type in {"fence", "code_block"}:
            yield {"kind": "paragraph", "runs": [{"text": token.content, "bold": False, "italic": False}]}


def _runs(tokens: list[Token]) -> Iterator[dict[str, Any]]:
    bold = italic = 0
    for token in tokens:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        text = " " if token.type in {"softbreak", "hardbreak"} else token.content
        if text:
            yield {"text": text, "bold": bool(bold), "italic": bool(italic)}
