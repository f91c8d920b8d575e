"""What a report still lacks before it is frozen, as a list that its writers work down."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from copractice.impact.analysis.words import typed_numbers
from copractice.impact.models import Report
from copractice.impact.states import Section


@dataclass(frozen=True)
class Item:
    """One section: whether it is written, in which languages it is missing, and which numbers were typed by hand."""

    section: Section
    url: str
    is_written: bool
    missing: str
    typed: str


def checklist_of(report: Report) -> list[Item]:
    """Return every section in order with what is missing in it."""
    return [_item(report, section) for section in Section]


def _item(report: Report, section: Section) -> Item:
    texts = report.sections.get(section.value, {})
    lacking = [language for language in report.community.languages if not texts.get(language)]
    names = ", ".join(str(get_language_info(language)["name_translated"]) for language in lacking)
    typed = ", ".join(typed_numbers(" ".join(texts.values())))
    return Item(
        section=section,
        url=reverse("write_section", args=[report.community.slug, report.code, section.value]),
        is_written=bool(texts),
        missing=_("not in %(languages)s yet") % {"languages": names} if texts and lacking else "",
        typed=_("typed by hand: %(numbers)s") % {"numbers": typed} if typed else "",
    )
