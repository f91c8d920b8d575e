"""A review with its scores, and everything that was ever written into it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.applications.states import SaveKind
from copractice.calls.models import Criterion
from copractice.communities.models import Community, new_code
from copractice.ledger.models import SameCommunity
from copractice.review.models.assignments import Assignment
from copractice.review.states import ReviewState


class Review(models.Model):
    """What one reviewer says of one application; `comment` is for the panel, the other for the applicant.

    `revision` and `applicant_revision` count the saved texts of the two.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT)
    comment = models.TextField(blank=True)
    comment_to_applicant = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    applicant_revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    recused_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="review_in_community"),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
                name="review_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="recused") ^ Q(recused_because=""), name="review_recused_has_reason"
            ),
            SameCommunity(field="assignment", name="review_assignment_same_community"),
        ]

    def __str__(self) -> str:
        return f"Review {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its reviewer reads the application and writes."""
        return reverse("review", args=[self.community.slug, self.code])


class Score(models.Model):
    """What a review gives for one criterion: 0 to 4, or not applicable, or nothing yet; never zero for nothing.

    `revision` counts the saved scores, `comment_revision` the saved comments.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    is_na = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    comment_revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__lte=4), name="score_zero_to_four"
            ),
            models.CheckConstraint(
                condition=Q(is_na=False) | Q(value__isnull=True), name="score_or_not_applicable"
            ),
            SameCommunity(field="review", name="score_review_same_community"),
            SameCommunity(field="criterion", name="score_criterion_same_community"),
        ]

    def __str__(self) -> str:
        return f"Score {self.pk}"


class ReviewVersion(models.Model):
    """One thing that was ever sent for a review, and what became of it; never changed, never thrown away.

    `field` names what it was for: a criterion's score or comment, or a closing text.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    field = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=SaveKind.choices)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "field", "revision"],
                condition=Q(revision__isnull=False),
                name="review_version_revision_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="saved", revision__isnull=False)
                | (~Q(kind="saved") & Q(revision__isnull=True)),
                name="review_version_saved_has_revision",
            ),
            SameCommunity(field="review", name="review_version_review_same_community"),
        ]
        indexes = [models.Index(fields=["review", "field", "-saved_at"], name="review_version_newest_first")]

    def __str__(self) -> str:
        return f"Review version {self.pk}"
