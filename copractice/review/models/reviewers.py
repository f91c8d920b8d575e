"""How a call is reviewed, by whom, and what ties them to applications."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.communities.models import Community, Membership, Organization, new_code
from copractice.ledger.models import SameCommunity
from copractice.review.states import Grade, Origin, Perspective

ENDS_AFTER_START = Q(until__isnull=True) | Q(until__gte=F("since"))


class ReviewPlan(models.Model):
    """How a call is reviewed: by how many, until when, and what reviewers see of applicants and of each other.

    `perspectives` holds the fewest reviewers of a perspective that each application gets.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="+")
    reviews_each = models.PositiveSmallIntegerField(default=3)
    perspectives = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    hides_applicants = models.BooleanField(default=False)
    shows_peers = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviews_each__gte=1, reviews_each__lte=9), name="review_plan_one_to_nine"
            ),
            SameCommunity(field="call", name="review_plan_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Review plan {self.pk}"


class Reviewer(models.Model):
    """Somebody who reviews for a call; before the ties are declared no application is in sight."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    perspective = models.CharField(max_length=10, choices=Perspective.choices)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=8)
    declared_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="reviewer_in_community"),
            models.UniqueConstraint(fields=["call", "membership"], name="reviewer_once_a_call"),
            models.CheckConstraint(condition=Q(most__gte=F("least")), name="reviewer_most_from_least"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="reviewer_ends_after_start"),
            SameCommunity(field="call", name="reviewer_call_same_community"),
            SameCommunity(field="membership", name="reviewer_membership_same_community"),
        ]

    def __str__(self) -> str:
        return f"Reviewer {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the reviewer finds ties and reviews of this call."""
        return reverse("my_reviews", args=[self.community.slug, self.call.code])


class Tie(models.Model):
    """What ties a reviewer to an organization or to one application, from a time on or until it was ended."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="ties")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grade = models.CharField(max_length=10, choices=Grade.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=True) ^ Q(application__isnull=True),
                name="tie_to_one_of_the_two",
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="tie_ends_after_start"),
            models.UniqueConstraint(
                fields=["reviewer", "organization", "origin"],
                condition=Q(until__isnull=True, organization__isnull=False),
                name="tie_to_organization_once",
            ),
            models.UniqueConstraint(
                fields=["reviewer", "application", "origin"],
                condition=Q(until__isnull=True, application__isnull=False),
                name="tie_to_application_once",
            ),
            SameCommunity(field="reviewer", name="tie_reviewer_same_community"),
            SameCommunity(field="organization", name="tie_organization_same_community"),
            SameCommunity(field="application", name="tie_application_same_community"),
        ]

    def __str__(self) -> str:
        return f"Tie {self.code}"
