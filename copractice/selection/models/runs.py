"""What the engine advised and on what it was asked, and draws that anybody can check."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.calls.models import Call
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity


class SelectionRun(models.Model):
    """What the engine was asked for a call and what it answered, kept whole so that it can be made again.

    `rules` are what staff chose on the form; `input` what the engine was given. `failed_because` are the words
    of a conflict: the rules leave no cohort. Without `done_at` it is at work.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    seed = models.PositiveBigIntegerField()
    rules = models.JSONField(default=dict)
    input = models.JSONField(default=dict)
    input_sha256 = models.CharField(max_length=64)
    result = models.JSONField(null=True, blank=True)
    share = models.FloatField(default=0.0)
    sentence = models.CharField(max_length=120, blank=True)
    failed_because = models.JSONField(default=dict)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="selection_run_in_community"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(done_at__isnull=True), name="selection_run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, result__isnull=True)
                | Q(done_at__isnull=False, result__isnull=True) & ~Q(failed_because={})
                | Q(done_at__isnull=False, result__isnull=False, failed_because={}),
                name="selection_run_answers_or_says_why",
            ),
            SameCommunity(field="call", name="selection_run_call_same_community"),
            SameCommunity(field="made_by", name="selection_run_made_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Selection run {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is and what it advises."""
        return reverse("selection_run", args=[self.community.slug, self.code])


class Draw(models.Model):
    """A draw among applications: the document is published with its hash before the number exists.

    `beacon` is the public number once it is known; `picked` what it drew.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(SelectionRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()
    commitment = models.CharField(max_length=64)
    committed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField()
    beacon = models.TextField(blank=True)
    picked_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    picked_at = models.DateTimeField(null=True, blank=True)
    picked = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(picked_at__isnull=True), name="draw_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(picked_at__isnull=True, picked__isnull=True, picked_by__isnull=True, beacon="")
                | Q(picked_at__isnull=False, picked__isnull=False, picked_by__isnull=False) & ~Q(beacon=""),
                name="draw_picked_whole",
            ),
            SameCommunity(field="call", name="draw_call_same_community"),
            SameCommunity(field="run", name="draw_run_same_community"),
            SameCommunity(field="committed_by", name="draw_committed_by_same_community"),
            SameCommunity(field="picked_by", name="draw_picked_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Draw {self.code}"

    def get_absolute_url(self) -> str:
        """Return the public page of the draw."""
        return reverse("draw", args=[self.community.slug, self.code])
