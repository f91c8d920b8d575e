"""A shared definition, its numbered versions, and what members said of them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.communities.models import Community, Membership, new_code
from copractice.convening.models import Priority
from copractice.definition.states import ObjectionState, VersionState
from copractice.ledger.models import SameCommunity


class Definition(models.Model):
    """A term that a community defines for itself; what it says stands in its versions."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="definition_in_community"),
            SameCommunity(field="priority", name="definition_priority_same_community"),
        ]

    def __str__(self) -> str:
        return f"Definition {self.code}"

    def get_absolute_url(self) -> str:
        """Return the definition's own page."""
        return reverse("definition", args=[self.community.slug, self.code])


class DefinitionVersion(models.Model):
    """One numbered text of a definition: drafted, put to the members, adopted, and one day superseded.

    A version that the members' words turned into the next one is superseded without having been adopted.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=VersionState.choices, default=VersionState.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    consults_until = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adoption_note = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="definition_version_in_community"),
            models.UniqueConstraint(fields=["definition", "number"], name="definition_version_number_once"),
            models.UniqueConstraint(
                fields=["definition"],
                condition=Q(state__in=["draft", "in_consultation"]),
                name="definition_version_one_in_work",
            ),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state="adopted"), name="definition_version_one_adopted"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False, consults_until__isnull=False),
                name="definition_version_past_draft_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(consults_until__isnull=True) | Q(consults_until__gt=models.F("opened_at")),
                name="definition_version_consults_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="definition_version_adopted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded")
                | Q(state="adopted", adopted_at__isnull=False)
                | Q(state__in=["draft", "in_consultation"], adopted_at__isnull=True),
                name="definition_version_adopted_has_time",
            ),
            SameCommunity(field="definition", name="definition_version_definition_same_community"),
            SameCommunity(field="adopted_by", name="definition_version_adopted_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        """Return the version's own page."""
        return reverse("definition_version", args=[self.community.slug, self.code])


class Comment(models.Model):
    """What a member says of a version while it is in consultation; taking it back keeps it, out of sight."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=10)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="comment_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="comment_form_sent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("at")),
                name="comment_withdrawn_after_written",
            ),
            SameCommunity(field="version", name="comment_version_same_community"),
            SameCommunity(field="author", name="comment_author_same_community"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.code}"


class Objection(models.Model):
    """Why a member cannot agree to a version, and how it was settled; one that is open stops the adoption."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="objections")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=10)
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    resolution = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="objection_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="objection_form_sent_once"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="objection_settled_has_time_and_name",
            ),
            SameCommunity(field="version", name="objection_version_same_community"),
            SameCommunity(field="author", name="objection_author_same_community"),
            SameCommunity(field="settled_by", name="objection_settled_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Objection {self.code}"

    def get_absolute_url(self) -> str:
        """Return the objection's place on the page of its version."""
        return f"{self.version.get_absolute_url()}#o{self.code}"
