"""Assessments of a cohort, baseline, endline and surveys: names and answers, never the text of an instrument."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.applications.states import SaveKind
from copractice.cohorts.models.cohort import Cohort, Participant, Seat
from copractice.cohorts.states import Asks, AssessmentKind, Missing
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity

FOLLOWS = Q(kind=AssessmentKind.ENDLINE, follows__isnull=False) | (
    ~Q(kind=AssessmentKind.ENDLINE) & Q(follows__isnull=True)
)
OF_ONE = Q(seat__isnull=False, participant__isnull=True, entered_by__isnull=False) | Q(
    seat__isnull=True, participant__isnull=False, entered_by__isnull=True
)


class Assessment(models.Model):
    """What is asked of the organizations or the people of a cohort, and from when to when.

    `items` is a list of what is asked: a key that stays, the words by language, the kind of answer, and for a
    choice its options. `counted` is written once it is closed: for each group how many were asked, how many
    answered, and the ids of those whose answers count; it is what results are computed from.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=10, choices=AssessmentKind.choices)
    asks = models.CharField(max_length=15, choices=Asks.choices)
    title = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    items = models.JSONField(default=list)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    counted = models.JSONField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="assessment_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="assessment_form_sent_once"),
            models.UniqueConstraint(
                fields=["follows"], condition=Q(follows__isnull=False), name="assessment_followed_once"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="assessment_closes_later"),
            models.CheckConstraint(condition=FOLLOWS, name="assessment_endline_follows"),
            models.CheckConstraint(
                condition=~Q(kind=AssessmentKind.SURVEY, asks=Asks.ORGANIZATIONS),
                name="assessment_survey_asks_people",
            ),
            SameCommunity(field="cohort", name="assessment_cohort_same_community"),
            SameCommunity(field="follows", name="assessment_follows_same_community"),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page with how many answered, and with the results."""
        return reverse("assessment", args=[self.community.slug, self.code])


class AssessmentAnswer(models.Model):
    """One value of one item, of a seat or of a participant; a row without a value keeps why there is none.

    A number on the scale stands in `number`; the key of an option, or words, in `text`.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="scores")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    item = models.CharField(max_length=10)
    number = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    missing = models.CharField(max_length=15, choices=Missing.choices, blank=True)
    entered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="assessment_answer_in_community"),
            models.UniqueConstraint(
                fields=["assessment", "seat", "item"],
                condition=Q(seat__isnull=False),
                name="assessment_seat_answer_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "participant", "item"],
                condition=Q(participant__isnull=False),
                name="assessment_participant_answer_once",
            ),
            models.CheckConstraint(condition=OF_ONE, name="assessment_answer_of_one"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1, number__lte=5),
                name="assessment_answer_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(missing="") | Q(number__isnull=True, text=""),
                name="assessment_answer_value_or_reason",
            ),
            SameCommunity(field="assessment", name="assessment_answer_assessment_same_community"),
            SameCommunity(field="seat", name="assessment_answer_seat_same_community"),
            SameCommunity(field="participant", name="assessment_answer_participant_same_community"),
            SameCommunity(field="entered_by", name="assessment_answer_entered_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.item} of assessment {self.assessment_id}"


class AssessmentAnswerVersion(models.Model):
    """Words that were ever sent for an item, and what became of them; never changed, never thrown away."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(AssessmentAnswer, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=10, choices=SaveKind.choices)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            SameCommunity(field="answer", name="assessment_answer_version_answer_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} text of {self.answer_id}"
