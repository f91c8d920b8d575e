"""What came of a convening: frozen analyses, and the priorities adopted with the statements behind them."""

from django.db import models
from django.urls import reverse

from copractice.communities.models import Community, Membership, new_code
from copractice.convening.models.convenings import Convening
from copractice.convening.models.said import Statement
from copractice.ledger.models import SameCommunity


class Analysis(models.Model):
    """A frozen result: what a method made of the votes at an instant, and how to make it again."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="analyses")
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    seed = models.BigIntegerField(default=0)
    input_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    chart = models.TextField(blank=True)
    kept_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="analysis_in_community"),
            SameCommunity(field="convening", name="analysis_convening_same_community"),
        ]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return f"{self.method} {self.version}"


class Priority(models.Model):
    """What a community adopted from a convening: the first link of its chain."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="priorities")
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    reason = models.JSONField(default=dict)
    method = models.CharField(max_length=40)
    turnout = models.JSONField(default=dict)
    adopted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="priority_in_community"),
            models.UniqueConstraint(fields=["convening", "position"], name="priority_position_once"),
            SameCommunity(field="convening", name="priority_convening_same_community"),
            SameCommunity(field="analysis", name="priority_analysis_same_community"),
            SameCommunity(field="adopted_by", name="priority_adopted_by_same_community"),
        ]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return f"Priority {self.position}"

    def get_absolute_url(self) -> str:
        """Return the priority's own public page."""
        return reverse("priority", args=[self.community.slug, self.code])


class PrioritySource(models.Model):
    """A statement that a priority came from, with its counts as they stood at adoption."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="sources")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority", "statement"], name="priority_source_once"),
            SameCommunity(field="priority", name="priority_source_priority_same_community"),
            SameCommunity(field="statement", name="priority_source_statement_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} from {self.statement_id}"
