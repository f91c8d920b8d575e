"""A learning, the recommendation that grows from it, every text that was saved, and who was reminded."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.applications.states import SaveKind
from copractice.cohorts.models import Goal, Participant, Seat, Session
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity
from copractice.recommendations.states import Field, Nudge, RecommendationState, Verdict

NOT_OFFERED = Q(state="draft")


class Learning(models.Model):
    """What a participant learned from a goal or in a session; read by its author and the facilitators.

    An organization reads it only when it was used in a recommendation that bears its author's name.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="learning_in_community"),
            models.CheckConstraint(
                condition=Q(goal__isnull=True) | Q(session__isnull=True), name="learning_has_one_source"
            ),
            models.CheckConstraint(
                condition=Q(revision=0, saved_at__isnull=True) | Q(revision__gt=0, saved_at__isnull=False),
                name="learning_saved_has_time",
            ),
            SameCommunity(field="participant", name="learning_participant_same_community"),
            SameCommunity(field="goal", name="learning_goal_same_community"),
            SameCommunity(field="session", name="learning_session_same_community"),
        ]

    def __str__(self) -> str:
        return f"Learning {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its author writes it and others read it."""
        return reverse("learning", args=[self.community.slug, self.code])


class Recommendation(models.Model):
    """Advice of a participant to the organization of their own seat, which must be answered by a date.

    In the cohort's name nobody of the organization or the umbrella learns who wrote it: a young person hands
    it to the facilitators (`handed_at`), and one of them offers it (`offered_by`).
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="recommendations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    title_revision = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=RecommendationState.choices, default=RecommendationState.DRAFT
    )
    in_cohort_name = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_line = models.CharField(max_length=200, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="recommendation_in_community"),
            models.CheckConstraint(
                condition=Q(state="draft", offered_at__isnull=True, due_on__isnull=True)
                | (~Q(state="draft") & Q(offered_at__isnull=False, due_on__isnull=False)),
                name="recommendation_offered_has_date",
            ),
            models.CheckConstraint(
                condition=NOT_OFFERED | (~Q(title="") & ~Q(text="")),
                name="recommendation_offered_says_something",
            ),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | Q(in_cohort_name=True),
                name="recommendation_handed_in_cohort_name",
            ),
            models.CheckConstraint(
                condition=NOT_OFFERED
                | Q(in_cohort_name=True, handed_at__isnull=False, offered_by__isnull=False)
                | Q(in_cohort_name=False, offered_by__isnull=True),
                name="recommendation_in_cohort_name_by_facilitator",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="recommendation_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at__isnull=True)
                | (~Q(verdict="") & Q(verdict_at__isnull=False)),
                name="recommendation_verdict_has_time",
            ),
            SameCommunity(field="learning", name="recommendation_learning_same_community"),
            SameCommunity(field="seat", name="recommendation_seat_same_community"),
            SameCommunity(field="offered_by", name="recommendation_offered_by_same_community"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="recommendation_by_due_date")]

    def __str__(self) -> str:
        return f"Recommendation {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where all who may read it follow it."""
        return reverse("recommendation", args=[self.community.slug, self.code])


class TextVersion(models.Model):
    """One text that was ever sent for a draft, and what became of it; never changed, never thrown away."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    learning = models.ForeignKey(
        Learning, null=True, blank=True, on_delete=models.CASCADE, related_name="versions"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.CASCADE, related_name="versions"
    )
    field = models.CharField(max_length=10, choices=Field.choices, default=Field.TEXT)
    kind = models.CharField(max_length=10, choices=SaveKind.choices)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learning", "revision"],
                condition=Q(learning__isnull=False, revision__isnull=False),
                name="text_version_learning_revision_once",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "field", "revision"],
                condition=Q(recommendation__isnull=False, revision__isnull=False),
                name="text_version_recommendation_revision_once",
            ),
            models.CheckConstraint(
                condition=Q(learning__isnull=True, recommendation__isnull=False)
                | Q(learning__isnull=False, recommendation__isnull=True),
                name="text_version_of_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(kind="saved", revision__isnull=False)
                | (~Q(kind="saved") & Q(revision__isnull=True)),
                name="text_version_saved_has_revision",
            ),
            SameCommunity(field="learning", name="text_version_learning_same_community"),
            SameCommunity(field="recommendation", name="text_version_recommendation_same_community"),
        ]

    def __str__(self) -> str:
        return f"Text version {self.pk}"


class DueChange(models.Model):
    """That the day of an answer moved: from which day to which, why, and by whom; all who read it see that."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="due_changes")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    why = models.JSONField(default=dict)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(new_due_on__gt=models.F("old_due_on")), name="due_change_gives_time"
            ),
            models.CheckConstraint(condition=~Q(why={}), name="due_change_says_why"),
            SameCommunity(field="recommendation", name="due_change_recommendation_same_community"),
            SameCommunity(field="by", name="due_change_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} to {self.new_due_on}"


class Reminder(models.Model):
    """That a reminder of an answer that is owed went out, so that it never goes twice."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="reminders")
    nudge = models.CharField(max_length=12, choices=Nudge.choices)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "nudge"], name="recommendation_reminded_once"),
            SameCommunity(field="recommendation", name="reminder_recommendation_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.nudge} of recommendation {self.recommendation_id}"
