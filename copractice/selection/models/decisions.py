"""What people decide on an application, where that differs from a run's advice, and the letters that say it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.applications.models import Application, Part
from copractice.calls.models import Call
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity
from copractice.selection.models.runs import SelectionRun
from copractice.selection.states import DecisionState, Outcome


class Decision(models.Model):
    """What is decided on one application: drafted by one person, approved by another, published with all others.

    `place` orders the waiting list. `run` is whose advice it was drafted from. `promotes` is the decision for
    the waiting list that this one follows: a seat became free. `accept_by` is until when the lead answers.
    `remarks` is what the lead's letter tells of the reviews, in the words of the staff.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    promotes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="promotion"
    )
    run = models.ForeignKey(SelectionRun, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    drafted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    accept_by = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="decision_in_community"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(promotes__isnull=True), name="decision_one_first"
            ),
            models.CheckConstraint(
                condition=Q(promotes__isnull=True) | Q(outcome="selected"), name="decision_promotes_to_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(outcome="waitlisted"),
                name="decision_place_on_waiting_list",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_by__isnull=True, approved_at__isnull=True)
                | (~Q(state="draft") & Q(approved_by__isnull=False, approved_at__isnull=False)),
                name="decision_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("drafted_by")),
                name="decision_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="published") ^ Q(published_at__isnull=True),
                name="decision_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(outcome="selected") | Q(accept_by__isnull=False),
                name="decision_seat_has_accept_by",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, state="published"),
                name="decision_answered_whole",
            ),
            SameCommunity(field="application", name="decision_application_same_community"),
            SameCommunity(field="promotes", name="decision_promotes_same_community"),
            SameCommunity(field="run", name="decision_run_same_community"),
            SameCommunity(field="drafted_by", name="decision_drafted_by_same_community"),
            SameCommunity(field="approved_by", name="decision_approved_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Decision {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the parties of the application read it."""
        return reverse("decision", args=[self.community.slug, self.application.code])


class Override(models.Model):
    """That a decision differs from a run's advice: who said so, why, and what it costs in score."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="overrides")
    run = models.ForeignKey(SelectionRun, on_delete=models.PROTECT, related_name="+")
    advised = models.CharField(max_length=12, choices=Outcome.choices)
    decided = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.TextField()
    cost = models.FloatField(null=True, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(advised=models.F("decided")), name="override_differs"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            SameCommunity(field="decision", name="override_decision_same_community"),
            SameCommunity(field="run", name="override_run_same_community"),
            SameCommunity(field="by", name="override_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Override {self.pk}"


class LetterText(models.Model):
    """What the letters of a call say for one outcome, in each language; staff write it before they publish."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    subject = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "outcome"], name="letter_text_once"),
            SameCommunity(field="call", name="letter_text_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Letter text {self.pk}"


class Letter(models.Model):
    """What one party was told of a decision, word for word, in the party's language.

    `remarks` stand in the lead's letter alone, in the language in which staff wrote them.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="letters")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    remarks = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "part"], name="letter_once"),
            SameCommunity(field="decision", name="letter_decision_same_community"),
            SameCommunity(field="part", name="letter_part_same_community"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its reader finds it again."""
        return reverse("letter", args=[self.community.slug, self.code])
