"""A community's copy of a framework, its items as a tree, and what is aligned to them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity


class Strength(models.TextChoices):
    """How closely a record serves an item."""

    DIRECT = "direct", _("serves it directly")
    PARTIAL = "partial", _("serves a part of it")
    RELATED = "related", _("is related to it")


class Framework(models.Model):
    """Calls to action, a plan or a quality standard, as a community adopted it."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    adopted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="framework_in_community"),
            models.UniqueConstraint(fields=["community", "key"], name="framework_adopted_once"),
            SameCommunity(field="adopted_by", name="framework_adopted_by_same_community"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page with the framework's items."""
        return reverse("framework", args=[self.community.slug, self.code])


class FrameworkItem(models.Model):
    """One item of a framework: its title, where it was read, and whether it was seen there."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    scale = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    verified = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="framework_item_in_community"),
            models.UniqueConstraint(fields=["framework", "position"], name="framework_item_position_once"),
            SameCommunity(field="framework", name="framework_item_framework_same_community"),
            SameCommunity(field="parent", name="framework_item_parent_same_community"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the item's own page."""
        return reverse("framework_item", args=[self.community.slug, self.code])


class Alignment(models.Model):
    """That a record of the community serves an item, how closely, and why.

    The one reference to a record of any kind: `record` is its model's label, `record_id` its number. No
    foreign key holds it, so the action checks the community, and reads begin at the record's own gate.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(FrameworkItem, on_delete=models.PROTECT, related_name="alignments")
    record = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    strength = models.CharField(max_length=10, choices=Strength.choices)
    rationale = models.JSONField(default=dict)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "record", "record_id"], name="alignment_once"),
            SameCommunity(field="item", name="alignment_item_same_community"),
            SameCommunity(field="made_by", name="alignment_made_by_same_community"),
        ]
        indexes = [models.Index(fields=["community", "record", "record_id"], name="alignment_by_record")]

    def __str__(self) -> str:
        return f"{self.record} {self.record_id} to {self.item_id}"
