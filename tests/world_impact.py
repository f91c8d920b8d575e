"""A reported cohort for the test world: a published release with one figure, a checked one, and a story."""

from dataclasses import dataclass
from datetime import datetime

from copractice.cohorts.models import Cohort, Participant
from copractice.communities.models import Membership, new_code
from copractice.impact.analysis.printing import Printed, content_of
from copractice.impact.models import Figure, Observation, Release, ReleaseFile, Report, Story
from copractice.impact.states import ReleaseState


@dataclass(frozen=True)
class Reported:
    """A report with two releases; the second is checked and nobody outside knows of it."""

    report: Report
    release: Release
    waiting: Release
    figure: Figure
    story: Story


def make_reported(cohort: Cohort, teller: Participant, by: Membership, now: datetime) -> Reported:
    """Make the report of a cohort by plain rows; no check ran."""
    report = Report.objects.create(
        community=cohort.community,
        cohort=cohort,
        title={"en": f"What {cohort.community.slug} did"},
        lead={"en": "They met."},
        form_key=new_code(),
        made_by=by,
        created_at=now,
    )
    release = make_release(report, by, now, number=1, published_at=now, published_by=by)
    return Reported(
        report=report,
        release=release,
        waiting=make_release(report, by, now, number=2, state=ReleaseState.CHECKED),
        figure=release.figures.get(),
        story=Story.objects.create(
            community=cohort.community,
            cohort=cohort,
            participant=teller,
            text="Now I know ten days ahead.",
            language="en",
            purposes=["be_quoted"],
            entered_by=by,
            entered_at=now,
            form_key=new_code(),
        ),
    )


def make_release(report: Report, by: Membership, now: datetime, *, number: int, **more: object) -> Release:
    """Make a release that says one thing: how many organizations stayed."""
    printed = Printed("organizations", "", True, "", "1", "1", "1", "0", now.isoformat())
    code = new_code()
    head = {
        "code": code,
        "number": number,
        "community": report.community.name,
        "time_zone": report.community.time_zone,
        "title": report.title,
        "lead": report.lead,
        "sections": {},
        "frozen_at": now.isoformat(),
    }
    said = {"state": ReleaseState.PUBLISHED, "snapshot": {"young": {}}} | more
    of = {"community": report.community}
    release = Release.objects.create(
        code=code,
        report=report,
        number=number,
        content=content_of(head, [printed]),
        sha256="0" * 64,
        input_sha256="0" * 64,
        audited_sha256="0" * 64,
        frozen_at=now,
        frozen_by=by,
        checked_at=now,
        **of,
        **said,
    )
    ReleaseFile.objects.create(release=release, name="data.csv", content=b"indicator", sha256="0" * 64, **of)
    row = Observation.objects.create(
        release=release, indicator="organizations", numerator=1, denominator=1, n=1, as_of=now, **of
    )
    Figure.objects.create(
        release=release,
        observation=row,
        indicator="organizations",
        is_shown=True,
        value="1",
        of="1",
        n="1",
        missing="0",
        as_of=now,
        **of,
    )
    return release
