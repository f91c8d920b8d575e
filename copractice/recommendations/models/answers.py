"""What an organization answers to a recommendation, the steps it takes, and the evidence for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from copractice.communities.models import Community, new_code
from copractice.ledger.models import SameCommunity
from copractice.recommendations.models.recommendations import Recommendation
from copractice.recommendations.states import Answer, Change, StepState


class Response(models.Model):
    """An organization's answer: adopted, adapted or declined; `name` is who stands for it, as printed.

    `reason` says what is done differently when adapted and why not when declined.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="response")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="response_in_community"),
            models.CheckConstraint(
                condition=Q(answer="adopted") | ~Q(reason=""), name="response_differing_has_a_reason"
            ),
            SameCommunity(field="recommendation", name="response_recommendation_same_community"),
        ]

    def __str__(self) -> str:
        return f"Response {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of the recommendation that it answers."""
        return self.recommendation.get_absolute_url()


class Step(models.Model):
    """Something that an organization does because of a recommendation, and what kind of change it is."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="steps")
    title = models.CharField(max_length=160)
    owner = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Change.choices)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    form_key = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="step_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="step_form_sent_once"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="step_ended_has_time",
            ),
            SameCommunity(field="response", name="step_response_same_community"),
        ]

    def __str__(self) -> str:
        return f"Step {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of the recommendation that it follows from."""
        return self.response.get_absolute_url()


class Evidence(models.Model):
    """What shows that a step happened: a note, a link or a file, which is stored under a random name."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="evidence")
    note = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    stored = models.CharField(max_length=80, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    form_key = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="evidence_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="evidence_form_sent_once"),
            models.UniqueConstraint(fields=["stored"], condition=~Q(stored=""), name="evidence_stored_once"),
            models.CheckConstraint(
                condition=~Q(note="") | ~Q(link="") | ~Q(stored=""), name="evidence_shows_something"
            ),
            models.CheckConstraint(
                condition=Q(stored="", size=0) | (~Q(stored="") & Q(size__gte=1)),
                name="evidence_file_not_empty",
            ),
            SameCommunity(field="step", name="evidence_step_same_community"),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of the recommendation that it belongs to."""
        return self.step.get_absolute_url()
