"""A release's life: frozen in the request, checked in the background, published by a named person, withdrawn."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.communities.models import Community
from copractice.impact.analysis import checking, young
from copractice.impact.analysis.counting import Value
from copractice.impact.analysis.measuring import measure
from copractice.impact.analysis.printing import bytes_sha256, sha256_of
from copractice.impact.files.bundle import bundle, readable
from copractice.impact.models import Figure, Observation, Release, ReleaseFile, Report
from copractice.impact.queries.reports import CHECK, rosters_elsewhere, series_before
from copractice.impact.rules import author_of, is_current, may_check_again, may_publish, may_write
from copractice.impact.states import MOVES, ReleaseState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person


@transaction.atomic
def freeze(*, report: Report, actor: Person, now: datetime) -> Release:
    """Freeze a report's texts and what its cohort's records add up to now; the check runs in the background."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("community", "cohort__community")
    report = rows.get(pk=report.pk)
    allowed = may_write(actor, report.community, now)
    require(allowed, _("Only staff and evaluators of the community can freeze a report."))
    require(bool(report.title), _("A report needs a title before it can be frozen. Write one first."))
    release = Release(
        community=report.community,
        report=report,
        number=(Release.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0) + 1,
        frozen_at=now,
        frozen_by=author_of(actor, report.community, now),
    )
    taken = {name for roster in rosters_elsewhere(report.cohort) for name in young.people_in(roster)}
    roster = young.roster_of(report.cohort, now, taken=taken)
    release.snapshot = {"head": _head(report, now), "young": roster}
    release.save(force_insert=True)
    values = [*measure(report.cohort, now), *young.values_of(roster)]
    Observation.objects.bulk_create([_observation(release, value) for value in values])
    release.input_sha256 = checking.input_sha256(release)
    release.save(update_fields=["input_sha256"])
    app.configure_task(CHECK).defer(release_id=release.pk)
    record(actor, "release.freeze", release, community_id=report.community_id, at=now)
    return release


@transaction.atomic
def check_again(*, release: Release, actor: Person, now: datetime) -> Release:
    """Have a release checked once more whose check broke off; what was frozen stays as it is."""
    release = _locked(release)
    require(
        may_check_again(actor, release, now),
        _("This check is running or done. Open the release again to see what it found."),
    )
    app.configure_task(CHECK).defer(release_id=release.pk)
    record(actor, "release.check_again", release, community_id=release.community_id, at=now)
    return release


@transaction.atomic
def check(*, release_id: int, now: datetime) -> Release | None:
    """Decide what a frozen release shows, make its files, and have the auditor attack them; twice is once.

    With findings it stays a draft and says which; nobody can publish it.
    """
    rows = Release.objects.select_for_update(of=("self",)).select_related("report__cohort", "community")
    release = rows.filter(pk=release_id, state=ReleaseState.DRAFT, sha256="").first()
    if release is None:
        return None
    release.earlier = list(series_before(release).values_list("code", flat=True))
    made = checking.make(release)
    _write_figures(release, made)
    languages = release.community.languages
    files = bundle(made.content, made.document, languages)
    emptied = [
        readable(checking.without_youth(content), languages)
        for content in [*checking.contents_of(release), made.content]
    ]
    audit = checking.attack(release, files, emptied)
    ReleaseFile.objects.bulk_create([_file(release, name, content) for name, content in files.items()])
    release.content, release.sha256 = made.content, sha256_of(made.content)
    release.findings = [str(finding) for finding in audit.findings]
    release.audited_sha256, release.checked_at = audit.sha256, now
    if audit.passed:
        release.state = move(MOVES, ReleaseState(release.state), "check")
    release.save()
    record(None, "release.check", release, community_id=release.community_id, at=now)
    return release


@transaction.atomic
def publish(*, release: Release, actor: Person, now: datetime) -> Release:
    """Publish a checked release: page, PDF and data; refused when something was published since its check."""
    # Two cohorts may count the same person: what a community publishes takes turns.
    Community.objects.select_for_update(no_key=True).get(pk=release.community_id)
    release = _locked(release)
    allowed = may_publish(actor, release.community, now)
    require(allowed, _("Only the community's staff can publish a release."))
    release.state = move(MOVES, ReleaseState(release.state), "publish")
    require(
        is_current(release),
        _(
            "Another release that speaks of the same people was published after this one was checked. "
            "Freeze the report again."
        ),
    )
    release.published_at, release.published_by = now, author_of(actor, release.community, now)
    release.save(update_fields=["state", "published_at", "published_by"])
    record(actor, "release.publish", release, community_id=release.community_id, at=now)
    return release


@transaction.atomic
def withdraw(*, release: Release, why: Mapping[str, str], actor: Person, now: datetime) -> Release:
    """Take a whole release off the site and say why; a single figure is never patched."""
    release = _locked(release)
    allowed = may_publish(actor, release.community, now)
    require(allowed, _("Only the community's staff can withdraw a release."))
    require(bool(why), _("Say why the release is withdrawn: whoever read it will ask."))
    release.state = move(MOVES, ReleaseState(release.state), "withdraw")
    release.withdrawn_at, release.withdrawn_why = now, dict(why)
    release.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])
    record(actor, "release.withdraw", release, community_id=release.community_id, at=now)
    return release


def _locked(release: Release) -> Release:
    """Lock a release, and with its cohort's releases nothing else is published meanwhile."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("community", "report__cohort")
    found = {row.pk: row for row in rows.filter(report__cohort=release.report.cohort_id).order_by("pk")}
    return found[release.pk]


def _head(report: Report, now: datetime) -> dict[str, object]:
    return {
        "community": report.community.name,
        "time_zone": report.community.time_zone,
        "cohort": {"code": report.cohort.code, "title": report.cohort.title},
        "title": report.title,
        "lead": report.lead,
        "sections": report.sections,
        "frozen_at": now.isoformat(),
    }


def _observation(release: Release, value: Value) -> Observation:
    return Observation(
        community_id=release.community_id,
        release=release,
        indicator=value.indicator,
        age=value.age,
        numerator=value.numerator,
        denominator=value.denominator,
        n=value.n,
        missing=value.missing,
        as_of=release.frozen_at,
        counted={label: list(ids) for label, ids in value.counted.items()},
    )


def _write_figures(release: Release, made: checking.Made) -> None:
    rows = checking.observations_of(release)
    Figure.objects.bulk_create(
        [
            Figure(
                community_id=release.community_id,
                release=release,
                observation=checking.observed(figure, rows),
                indicator=figure.indicator,
                age=figure.age,
                is_shown=figure.is_shown,
                rule=figure.rule,
                value=figure.value,
                of=figure.of,
                n=figure.n,
                missing=figure.missing,
                as_of=datetime.fromisoformat(figure.as_of),
            )
            for figure in made.figures
        ]
    )


def _file(release: Release, name: str, content: bytes) -> ReleaseFile:
    return ReleaseFile(
        community_id=release.community_id,
        release=release,
        name=name,
        content=content,
        sha256=bytes_sha256(content),
    )
