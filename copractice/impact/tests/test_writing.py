"""Reports are written by staff and evaluators; a narrative never calls a figure that does not exist."""

from datetime import datetime

import pytest

from copractice.cohorts.models import Cohort
from copractice.communities.models import Membership
from copractice.impact.actions import writing
from copractice.impact.files.pages import parts
from copractice.impact.models import Report
from copractice.impact.states import Section
from copractice.impact.tests import cohorts
from copractice.impact.tests.conftest import Small
from copractice.ledger.states import Refused
from copractice.people.models import Person

TITLE = {"en": "What they did"}


@pytest.fixture
def small(by: Membership, now: datetime) -> Cohort:
    return cohorts.make_cohort(by, now, seats=1, sessions=0)


@pytest.fixture
def report(small: Cohort, by: Membership, now: datetime) -> Report:
    return cohorts.write_report(small, by, now)


def test_the_same_form_sent_twice_begins_one_report(
    small: Cohort, coordinator: Person, now: datetime
) -> None:
    said = {"cohort": small, "title": TITLE, "lead": {}, "form_key": "a" * 32}
    first = writing.begin_report(actor=coordinator, now=now, **said)
    assert writing.begin_report(actor=coordinator, now=now, **said) == first
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [("evaluator", True), ("owner", True), ("facilitator", False), ("funder", False)]
)
def test_who_may_write(report: Report, place: Small, now: datetime, role: str, may: bool) -> None:
    said = {"report": report, "section": Section.NEXT, "text": {"en": "On."}, "revision": 1}
    if may:
        assert writing.write_section(actor=place.people[role], now=now, **said).revision == 2
    else:
        with pytest.raises(Refused, match="Only staff and evaluators"):
            writing.write_section(actor=place.people[role], now=now, **said)


def test_an_unknown_figure_is_refused_with_those_that_exist(
    report: Report, coordinator: Person, now: datetime
) -> None:
    text = {"en": "{{ figure:retention }}"}
    with pytest.raises(Refused, match="no figure named “retention”"):
        writing.write_section(
            report=report, section=Section.NEXT, text=text, revision=1, actor=coordinator, now=now
        )


def test_a_text_written_on_an_older_revision_is_refused(
    report: Report, coordinator: Person, now: datetime
) -> None:
    said = {"report": report, "title": TITLE, "lead": {}, "actor": coordinator, "now": now}
    writing.write_head(revision=1, **said)
    with pytest.raises(Refused, match="Somebody changed this report"):
        writing.write_head(revision=1, **said)


def test_sections_are_read_in_order_in_the_readers_language_or_openly_in_another() -> None:
    content = {
        "title": TITLE,
        "lead": {},
        "figures": [],
        "sections": {"next": {"en": "On."}, "who": {"en": "We.", "es": "Nosotros."}, "call": {}},
    }
    chapters = parts(content, "es")["chapters"]
    assert [(row.key, row.reading.text, row.reading.is_fallback) for row in chapters] == [
        ("who", "Nosotros.", False),
        ("next", "On.", True),
    ]
