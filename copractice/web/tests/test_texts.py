"""Markdown made safe, and texts of staff in the reader's language."""

import re

import pytest
from django.template import engines
from django.utils import translation

from copractice.web.templatetags.texts import markdown, numbers_first, staff_text, unlinked


def test_markdown_becomes_paragraphs_lists_and_links() -> None:
    html = markdown("We *meet* on **Monday**.\n\n- one\n- [two](https://example.org)")
    assert html == (
        "<p>We <em>meet</em> on <strong>Monday</strong>.</p>\n<ul>\n<li>one</li>\n"
        '<li><a href="https://example.org" rel="nofollow">two</a></li>\n</ul>\n'
    )


def test_headings_of_a_text_start_below_those_of_the_page() -> None:
    assert markdown("# One\n\n## Two\n\n### Three") == "<h3>One</h3>\n<h4>Two</h4>\n<h5>Three</h5>\n"


def test_headings_of_a_text_leave_no_level_out() -> None:
    assert markdown("## One\n\n#### Two") == "<h3>One</h3>\n<h4>Two</h4>\n"
    assert markdown("# 1\n\n## 2\n\n### 3\n\n#### 4").count("<h5>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![a picture](https://elsewhere.example/track.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<https://example.org/onclick="alert(1)">',
        "<div style='position:fixed'>over the page</div>",
        '[x](https://example.org "onmouseover=alert(1)")',
    ],
)
def test_nothing_that_runs_loads_or_hides_gets_through(text: str) -> None:
    tags = set(re.findall("<[^>]*>", markdown(text)))
    links = {tag for tag in tags if re.fullmatch('<a href="https://example[^"<>]*" rel="nofollow">', tag)}
    assert tags - links <= {"<p>", "</p>", "</a>", '<a rel="nofollow">'}


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert markdown("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


def test_a_template_prints_clean_html_as_it_is_and_everything_else_escaped() -> None:
    template = engines["django"].from_string("{% load texts %}{{ text|markdown }}{{ text }}")
    assert template.render({"text": "*a* <b>"}) == "<p><em>a</em> &lt;b&gt;</p>\n*a* &lt;b&gt;"


def test_a_text_is_read_in_the_readers_language() -> None:
    with translation.override("es"):
        reading = staff_text({"en": "Hello", "es": "Hola"})
    assert (reading.text, reading.language, reading.is_fallback) == ("Hola", "es", False)


def test_a_text_that_is_missing_in_the_readers_language_says_which_one_it_is_in() -> None:
    with translation.override("es"):
        reading = staff_text({"en": "Hello", "es": ""})
    assert (reading.text, reading.language, reading.is_fallback) == ("Hello", "en", True)


def test_words_in_a_figure_stand_small_beside_its_numbers() -> None:
    assert numbers_first("11 and 21") == '11 <span class="figure__rest">and</span> 21'
    assert numbers_first("<b>7") == '<span class="figure__rest">&lt;b&gt;7</span>'
    assert numbers_first("") == ""


def test_a_name_in_mail_holds_nothing_that_becomes_a_link() -> None:
    assert unlinked("Win at https://evil.example/now or a@evil.example") == (
        "Win at https: / / evil. example/ now or a@ evil. example"
    )
    assert unlinked("Dr. Ana O'Brien-Ñuñez") == "Dr. Ana O'Brien-Ñuñez"
