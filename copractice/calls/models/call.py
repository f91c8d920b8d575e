"""A call with its timetable, the versions of its text, and every change of its deadline."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.calls.states import CallState, Scope
from copractice.communities.models import Community, Membership, new_code
from copractice.convening.models import Priority
from copractice.ledger.models import SameCommunity


class Call(models.Model):
    """An open call: who may apply until when.

    Times are instants, shown in `time_zone`. `grace_minutes` is silent: what arrives within it is in time.
    `parties_by` is until when parties that were invited before the close may still complete their part.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    time_zone = models.CharField(max_length=64)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()
    grace_minutes = models.PositiveSmallIntegerField(default=30)
    parties_by = models.DateTimeField(null=True, blank=True)
    decides_by = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    minimum_age = models.PositiveSmallIntegerField(default=14)
    hotline = models.JSONField(default=dict)
    contact_email = models.EmailField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="call_in_community"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(parties_by__isnull=True) | Q(parties_by__gte=F("closes_at")),
                name="call_parties_complete_after_close",
            ),
            models.CheckConstraint(
                condition=Q(decides_by__isnull=True) | Q(decides_by__gte=F("closes_at")),
                name="call_decides_after_close",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="call_past_draft_was_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "decided"]) | Q(closed_at__isnull=False),
                name="call_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__gte=14, minimum_age__lte=24), name="call_minimum_age_lawful"
            ),
            SameCommunity(field="priority", name="call_priority_same_community"),
        ]

    def __str__(self) -> str:
        return f"Call {self.code}"

    def get_absolute_url(self) -> str:
        """Return the call's public page."""
        return reverse("call", args=[self.community.slug, self.code])


class CallVersion(models.Model):
    """One version of a call's text with its questions; published versions never change.

    `must_confirm` marks a version that drafts have to confirm before they can be completed.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    summary = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    must_confirm = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="call_version_in_community"),
            models.UniqueConstraint(fields=["call", "number"], name="call_version_number_once"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(published_at__isnull=True), name="call_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="call_version_published_whole",
            ),
            SameCommunity(field="call", name="call_version_call_same_community"),
            SameCommunity(field="published_by", name="call_version_published_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of call {self.call_id}"


class DeadlineChange(models.Model):
    """That a deadline moved: who, why, from when to when, for whom, and every date that moved along."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="deadline_changes")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    reason = models.JSONField(default=dict)
    old_closes_at = models.DateTimeField()
    new_closes_at = models.DateTimeField()
    old_parties_by = models.DateTimeField(null=True, blank=True)
    new_parties_by = models.DateTimeField(null=True, blank=True)
    old_decides_by = models.DateTimeField(null=True, blank=True)
    new_decides_by = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="deadline_change_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="deadline_change_form_sent_once"),
            models.CheckConstraint(
                condition=~Q(old_closes_at=F("new_closes_at")), name="deadline_change_changes"
            ),
            SameCommunity(field="call", name="deadline_change_call_same_community"),
            SameCommunity(field="changed_by", name="deadline_change_changed_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Deadline change {self.code}"
