"""All files of a release, made from its content: what is served, and what the auditor reads in its place."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copractice.impact.analysis.checking import DOCUMENT, Files
from copractice.impact.analysis.printing import figures_in
from copractice.impact.files import about
from copractice.impact.files.pages import body, drawing
from copractice.impact.files.papers import paper, words_of
from copractice.impact.files.tables import figures_csv

# name: kind of content, of files that anybody may fetch once a release is published
SERVED = {"data.csv": "text/csv; charset=utf-8", DOCUMENT: "application/json", about.NAME: about.KIND}
PDF = "application/pdf"


def kind_of(name: str) -> str:
    """Return the kind of content of a file that is served; empty for one that is kept for the check alone."""
    return PDF if name.endswith(".pdf") else SERVED.get(name, "")


def bundle(content: Mapping[str, Any], document: str, languages: Sequence[str]) -> Files:
    """Return every file of a release by name."""
    files = {DOCUMENT: document.encode()} | readable(content, languages)
    return files | {f"report.{language}.pdf": paper(content, language) for language in languages}


def readable(content: Mapping[str, Any], languages: Sequence[str]) -> Files:
    """Return the files that say what pages, PDF, picture and table say, as text."""
    files = {"data.csv": figures_csv(figures_in(content)), about.NAME: about.about(content, languages)}
    for language in languages:
        chart = drawing(content, language)
        files[f"flow.{language}.html"] = chart.encode()
        files[f"page.{language}.html"] = body(content, language, chart)
        files[f"paper.{language}.json"] = json.dumps(words_of(content, language), ensure_ascii=False).encode()
    return files
