"""Rule R10 for files: whatever a page, a table or a picture says, `release.json` must say too.

Pages and pictures may hold other numbers in their geometry and style; what people or programs can read as
content (text, comments, scripts, titles, labels, data attributes) may not. `frame` lists numbers that the
empty page has.
"""

import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser

from copractice.engine.auditor.published import FIGURES

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SPOKEN = re.compile(r"title|alt|label|summary|content|value|placeholder|aria-.*|data-.*|download|name")


def stray_numbers(files: Mapping[str, bytes], frame: Collection[str] = ()) -> dict[str, list[str]]:
    """Return, for each file beside `release.json`, the numbers in it that the release does not print."""
    known = set(_numbers(files[FIGURES].decode("utf-8"))) | set(frame)
    found: dict[str, list[str]] = {}
    for name, content in sorted(files.items()):
        if name == FIGURES:
            continue
        text = content.decode("utf-8", errors="replace")
        said = _spoken(text) if name.lower().endswith((".html", ".svg", ".xml", ".htm")) else text
        stray = [number for number in dict.fromkeys(_numbers(said)) if number not in known]
        if stray:
            found[name] = stray
    return found


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _spoken(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "\n".join(reader.texts)


class _Reader(HTMLParser):
    """Collects what a page says: text, scripts, comments and speaking attributes, but not style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.styled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styled = tag == "style"
        self.texts += [value for name, value in attrs if value and _SPOKEN.fullmatch(name)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.styled = False

    def handle_endtag(self, tag: str) -> None:
        self.styled = False

    def handle_data(self, data: str) -> None:
        if not self.styled:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)
