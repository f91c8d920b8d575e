"""Who reviews what: the runs that proposed it, and each assignment with its end and why."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity
from copractice.review.models.reviewers import Reviewer
from copractice.review.states import RunState


class AssignmentRun(models.Model):
    """What the engine was asked and what it answered, kept whole so that it can be made again.

    `failed_because` are the sentences of a shortage. Nothing is assigned until the run is confirmed.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    seed = models.PositiveBigIntegerField()
    input = models.JSONField(default=dict)
    input_sha256 = models.CharField(max_length=64)
    result = models.JSONField(null=True, blank=True)
    share = models.FloatField(default=0.0)
    failed_because = models.JSONField(default=list)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="assignment_run_in_community"),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state__in=["waiting", "proposed"]),
                name="assignment_run_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "confirmed"]) | Q(result__isnull=False),
                name="assignment_run_has_result",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_by__isnull=False, confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_by__isnull=True, confirmed_at__isnull=True)),
                name="assignment_run_confirmed_by_somebody",
            ),
            SameCommunity(field="call", name="assignment_run_call_same_community"),
            SameCommunity(field="made_by", name="assignment_run_made_by_same_community"),
            SameCommunity(field="confirmed_by", name="assignment_run_confirmed_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Assignment run {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is and what it proposes."""
        return reverse("assignment_run", args=[self.community.slug, self.code])


class Assignment(models.Model):
    """That a reviewer reviews an application, until it ended and why; `position` orders the reviewer's list."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="assignments")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(AssignmentRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="assignment_in_community"),
            models.UniqueConstraint(fields=["reviewer", "application"], name="assignment_pair_once"),
            models.UniqueConstraint(fields=["reviewer", "position"], name="assignment_position_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | (Q(until__gte=F("since")) & ~Q(ended_because="")),
                name="assignment_ends_with_reason",
            ),
            SameCommunity(field="reviewer", name="assignment_reviewer_same_community"),
            SameCommunity(field="application", name="assignment_application_same_community"),
            SameCommunity(field="run", name="assignment_run_same_community"),
        ]
        indexes = [models.Index(fields=["application"], name="assignment_by_application")]

    def __str__(self) -> str:
        return f"Assignment {self.code}"
