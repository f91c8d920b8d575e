"""Filters and tags for texts that people wrote: Markdown made safe, and the reader's language."""

import re
from collections.abc import Mapping

import nh3
from django import template
from django.utils.html import escape
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from copractice.communities.queries.texts import Reading, read_text

register = template.Library()
LINK_SIGNS = re.compile(r"([.:/@])(?=\S)")

TAGS = {"p", "br", "hr", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "code", "pre"}
SCHEMES = {"http", "https", "mailto", "tel"}
# A page has its own headings: those of a text start below them, at h3, whatever level the text begins with.
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LOWER = ["h3", "h4", "h5"]
PARSER = MarkdownIt("commonmark", {"html": False})


class CleanHtml(str):
    """HTML that was cleaned here; a template prints it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to templates that this needs no escaping."""
        return self


def _only_links(tag: str, name: str, value: str) -> str | None:
    """Keep a link's address; drop what is let through otherwise on every tag, such as a title."""
    return value if tag == "a" and name in {"href", "rel"} else None


@register.filter
def markdown(text: str) -> CleanHtml:
    """Return CommonMark as HTML: no raw HTML, no pictures, links only to the web, mail and telephone."""
    tokens = PARSER.parse(text)
    used = sorted({token.tag for token in tokens} & set(HEADINGS))
    for token in tokens:
        if token.tag in used:
            token.tag = LOWER[min(used.index(token.tag), len(LOWER) - 1)]
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return CleanHtml(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            attribute_filter=_only_links,
            url_schemes=SCHEMES,
            link_rel="nofollow",
        )
    )


@register.filter
def unlinked(name: str) -> str:
    """Return a name as mail may print it: nothing in it that a mail program would turn into a link."""
    return LINK_SIGNS.sub(r"\1 ", name)


@register.simple_tag
def staff_text(texts: Mapping[str, str]) -> Reading:
    """Return a text of staff in the reader's language, or openly in another that it was written in."""
    return read_text(texts, get_language() or "en")


@register.filter
def numbers_first(figure: str) -> CleanHtml:
    """Return a figure with its words set small beside its numbers: 11 and 21, 9 of 17."""
    words = [
        word if word[0].isdigit() else f'<span class="figure__rest">{word}</span>'
        for word in escape(figure).split()
    ]
    return CleanHtml(" ".join(words))
