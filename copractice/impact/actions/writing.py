"""Beginning a report and writing its sections; a narrative never holds a figure that does not exist."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.cohorts.models import Cohort
from copractice.impact.analysis.printing import figure_names
from copractice.impact.analysis.words import unknown_names
from copractice.impact.models import Report
from copractice.impact.rules import author_of, may_write
from copractice.impact.states import Section
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

Texts = Mapping[str, str]


@transaction.atomic
def begin_report(
    *, cohort: Cohort, title: Texts, lead: Texts, form_key: str, actor: Person, now: datetime
) -> Report:
    """Begin a report on a cohort; the same form sent twice begins one."""
    _require_writer(actor, cohort, now)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    report, is_new = Report.objects.get_or_create(
        community=cohort.community,
        form_key=form_key,
        defaults={
            "cohort": cohort,
            "title": dict(title),
            "lead": dict(lead),
            "made_by": author_of(actor, cohort.community, now),
            "created_at": now,
        },
    )
    if is_new:
        record(actor, "report.begin", report, community_id=cohort.community_id, at=now)
    return report


@transaction.atomic
def write_head(
    *, report: Report, title: Texts, lead: Texts, revision: int, actor: Person, now: datetime
) -> Report:
    """Change title and lead of a report."""
    report = _locked(report, revision, actor, now)
    report.title, report.lead = dict(title), dict(lead)
    return _saved(report, actor, now)


@transaction.atomic
def write_section(
    *, report: Report, section: Section, text: Texts, revision: int, actor: Person, now: datetime
) -> Report:
    """Write one section; a figure that it calls must exist."""
    report = _locked(report, revision, actor, now)
    unknown = unknown_names(" ".join(text.values()))
    if unknown:
        said = _("There is no figure named “%(name)s”. These exist: %(known)s.")
        raise Refused(said % {"name": unknown[0], "known": ", ".join(figure_names())})
    report.sections = {**report.sections, section.value: dict(text)}
    return _saved(report, actor, now)


def _locked(report: Report, revision: int, actor: Person, now: datetime) -> Report:
    rows = Report.objects.select_for_update(of=("self",)).select_related("community", "cohort")
    report = rows.get(pk=report.pk)
    _require_writer(actor, report.cohort, now)
    require(
        report.revision == revision,
        _(
            "Somebody changed this report while you wrote. Your text stands below; look at the newest and save again."
        ),
    )
    return report


def _saved(report: Report, actor: Person, now: datetime) -> Report:
    report.revision += 1
    report.save(update_fields=["title", "lead", "sections", "revision"])
    record(actor, "report.write", report, community_id=report.community_id, at=now)
    return report


def _require_writer(actor: Person, cohort: Cohort, now: datetime) -> None:
    allowed = may_write(actor, cohort.community, now)
    require(allowed, _("Only staff and evaluators of the community can write its reports."))
