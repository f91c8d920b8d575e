"""A release: what was counted, what of it may be shown, and the bytes that were published."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.communities.models import Community, Membership, new_code
from copractice.impact.models.reports import Report
from copractice.impact.states import ReleaseState
from copractice.ledger.models import SameCommunity


class Release(models.Model):
    """A report frozen at an instant.

    `snapshot` is what it is made from (texts, and whom the young people's figures are about) and is read by
    nobody; `content` is what may be printed, and every page and file is made from it. `earlier` names the
    releases of the same cohort that the check knew.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReleaseState.choices, default=ReleaseState.DRAFT)
    snapshot = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    input_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    earlier = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    audited_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="release_in_community"),
            models.UniqueConstraint(fields=["report", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(checked_at__isnull=False, findings=[]) & ~Q(audited_sha256=""),
                name="release_checked_without_findings",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "checked"], published_at__isnull=True)
                | Q(
                    state__in=["published", "withdrawn"],
                    published_at__isnull=False,
                    published_by__isnull=False,
                ),
                name="release_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="release_withdrawn_has_time",
            ),
            SameCommunity(field="report", name="release_report_same_community"),
            SameCommunity(field="frozen_by", name="release_frozen_by_same_community"),
            SameCommunity(field="published_by", name="release_published_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Release {self.number} of {self.report_id}"

    def get_absolute_url(self) -> str:
        """Return the release's own page."""
        return reverse("release", args=[self.community.slug, self.code])


class ReleaseFile(models.Model):
    """One file of a release, exactly as it is served: the figures, a page's body, the table, the PDF."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="release_file_once"),
            SameCommunity(field="release", name="release_file_release_same_community"),
        ]

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """An indicator's value as it was computed, with the records it counts; read by nobody outside the check.

    `age` names a group of young people, empty for everybody. `counted` holds ids by kind of record.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="observations")
    indicator = models.CharField(max_length=30)
    age = models.CharField(max_length=10, blank=True)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField(null=True, blank=True)
    n = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField()
    counted = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="observation_in_community"),
            models.UniqueConstraint(fields=["release", "indicator", "age"], name="observation_once"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__lte=models.F("denominator")),
                name="observation_part_of_whole",
            ),
            SameCommunity(field="release", name="observation_release_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} of {self.release_id}"


class Figure(models.Model):
    """What a release prints of an indicator, or that it prints nothing and by which rule.

    `value` is the text as printed, `of` its whole where it may be told; a repeated figure keeps the older
    observation, and with it its date. The ids it counts stand frozen in its observation.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="figures")
    indicator = models.CharField(max_length=30)
    age = models.CharField(max_length=10, blank=True)
    is_shown = models.BooleanField()
    rule = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=40, blank=True)
    of = models.CharField(max_length=20, blank=True)
    n = models.CharField(max_length=20, blank=True)
    missing = models.CharField(max_length=20, blank=True)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="figure_in_community"),
            models.UniqueConstraint(fields=["release", "indicator", "age"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(is_shown=True) & ~Q(value="")
                | Q(is_shown=False, value="", of="", n="", missing="") & ~Q(rule=""),
                name="figure_hidden_is_absent",
            ),
            SameCommunity(field="release", name="figure_release_same_community"),
            SameCommunity(field="observation", name="figure_observation_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.release_id}"

    def get_absolute_url(self) -> str:
        """Return the page with its definition and its way back."""
        return reverse("figure", args=[self.community.slug, self.code])
