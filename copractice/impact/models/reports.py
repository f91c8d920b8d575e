"""A report on one cohort as its writers work on it, and the stories that people told for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.cohorts.models import Cohort, Participant
from copractice.communities.models import Community, Membership, new_code
from copractice.consents.states import Purpose
from copractice.ledger.models import SameCommunity


class Report(models.Model):
    """What is told of a cohort: a title, a lead and sections in Markdown that name figures; never a number itself.

    `sections` holds the text of each section by language. What the public reads are its releases.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    lead = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=32)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="report_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="report_form_sent_once"),
            SameCommunity(field="cohort", name="report_cohort_same_community"),
            SameCommunity(field="made_by", name="report_made_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Report {self.code}"

    def get_absolute_url(self) -> str:
        """Return the public page: the newest release."""
        return reverse("report", args=[self.community.slug, self.code])


class Story(models.Model):
    """A participant's own words about what changed, shown only while every yes it needs stands.

    Two people take out what tells who it is: who entered it and who checked it. `beside` is the indicator it
    stands beside; `purposes` are what the teller must agree to, being quoted among them.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=10)
    beside = models.CharField(max_length=30, blank=True)
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose.choices), default=list)
    entered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(fields=["community", "form_key"], name="story_form_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="story_says_something"),
            models.CheckConstraint(
                condition=Q(purposes__contains=[Purpose.BE_QUOTED.value]), name="story_needs_a_yes_to_quote"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | (Q(checked_at__isnull=False) & ~Q(checked_by=F("entered_by"))),
                name="story_checked_by_another",
            ),
            SameCommunity(field="cohort", name="story_cohort_same_community"),
            SameCommunity(field="participant", name="story_participant_same_community"),
            SameCommunity(field="entered_by", name="story_entered_by_same_community"),
            SameCommunity(field="checked_by", name="story_checked_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Story {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the staff see the stories of its cohort."""
        return reverse("stories", args=[self.community.slug, self.cohort.code])
