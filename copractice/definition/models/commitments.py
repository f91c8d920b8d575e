"""Commitments that organizations sign: numbered versions, and dated signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.communities.models import Community, Membership, Organization, new_code
from copractice.convening.models import Priority
from copractice.definition.models.definitions import Definition
from copractice.definition.states import CommitmentState, How
from copractice.ledger.models import SameCommunity


class Commitment(models.Model):
    """Something that organizations promise by signing it; what it says stands in its versions."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(
        Definition, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="commitment_in_community"),
            SameCommunity(field="priority", name="commitment_priority_same_community"),
            SameCommunity(field="definition", name="commitment_definition_same_community"),
        ]

    def __str__(self) -> str:
        return f"Commitment {self.code}"

    def get_absolute_url(self) -> str:
        """Return the commitment's own page."""
        return reverse("commitment", args=[self.community.slug, self.code])


class CommitmentVersion(models.Model):
    """One numbered text of a commitment; organizations sign the text that they read, never a later one."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=CommitmentState.choices, default=CommitmentState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    renews_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="commitment_version_in_community"),
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_version_number_once"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state="draft"), name="commitment_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state="published"), name="commitment_version_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="commitment_version_published_has_time",
            ),
            SameCommunity(field="commitment", name="commitment_version_commitment_same_community"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Signature(models.Model):
    """That an organization signed a version, from a day until a day (not included) or without end.

    `name` is the signer's as it stands under the paper or on the page; `recorded_by` is who of the staff
    wrote down a signature that was given on paper. `person` is who signed on the page.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CommitmentVersion, on_delete=models.PROTECT, related_name="signatures")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=120)
    role_title = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices)
    recorded_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="signature_in_community"),
            models.UniqueConstraint(
                fields=["organization", "version"],
                condition=Q(until__isnull=True),
                name="signature_one_live",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="signature_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(how="page", recorded_by__isnull=True)
                | Q(how="paper", recorded_by__isnull=False, person__isnull=True),
                name="signature_on_paper_was_recorded",
            ),
            SameCommunity(field="version", name="signature_version_same_community"),
            SameCommunity(field="organization", name="signature_organization_same_community"),
            SameCommunity(field="recorded_by", name="signature_recorded_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Signature {self.code}"
