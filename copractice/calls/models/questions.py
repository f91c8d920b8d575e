"""Which parties a call asks, what it asks each, and the criteria by which answers are read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from copractice.calls.models.call import Call, CallVersion
from copractice.calls.states import YOUTH_AUDIENCES, Audience, Party, QuestionKind
from copractice.communities.models import Community, new_code
from copractice.convening.models import Priority
from copractice.definition.models import Commitment
from copractice.ledger.models import SameCommunity


class PartKind(models.Model):
    """How many parts of one party an application has; the one employer is the lead."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="part_kinds")
    party = models.CharField(max_length=10, choices=Party.choices)
    minimum = models.PositiveSmallIntegerField(default=1)
    maximum = models.PositiveSmallIntegerField(default=1)
    intro = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "party"], name="part_kind_party_once"),
            models.CheckConstraint(
                condition=Q(maximum__gte=1) & Q(maximum__gte=F("minimum")), name="part_kind_room_for_minimum"
            ),
            models.CheckConstraint(
                condition=~Q(party="employer") | Q(minimum=1, maximum=1), name="part_kind_one_employer"
            ),
            SameCommunity(field="call", name="part_kind_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.minimum} to {self.maximum} {self.party}"


class Question(models.Model):
    """One question to one party, as one version asks it; `key` is the same in every version.

    `limit` counts words for text, and megabytes for a file; `smallest` and `largest` bound a number.
    `choices` are texts by language, in order; an answer is a choice's place, from 1.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=10, default=new_code)
    party = models.CharField(max_length=10, choices=Party.choices)
    number = models.PositiveSmallIntegerField()
    text = models.JSONField(default=dict)
    help = models.JSONField(default=dict)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    is_required = models.BooleanField(default=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    smallest = models.IntegerField(null=True, blank=True)
    largest = models.IntegerField(null=True, blank=True)
    choices = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="question_in_community"),
            models.UniqueConstraint(fields=["version", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=~Q(party="youth") | Q(audience__in=YOUTH_AUDIENCES),
                name="question_to_youth_stays_private",
            ),
            models.CheckConstraint(
                condition=Q(kind="choice") & ~Q(choices=[]) | ~Q(kind="choice") & Q(choices=[]),
                name="question_choices_where_one_chooses",
            ),
            models.CheckConstraint(
                condition=Q(smallest__isnull=True) | Q(largest__isnull=True) | Q(largest__gte=F("smallest")),
                name="question_largest_from_smallest",
            ),
            SameCommunity(field="version", name="question_version_same_community"),
        ]
        indexes = [models.Index(fields=["version", "party", "number"], name="question_in_order")]

    def __str__(self) -> str:
        return f"Question {self.key} to {self.party}"


class Criterion(models.Model):
    """What reviewers score from 0 to 4, with an anchor for each score, and why it is asked.

    An informational criterion never enters a total. `question_keys` are the questions that speak to it.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    weight = models.PositiveSmallIntegerField(default=1)
    is_informational = models.BooleanField(default=False)
    anchors = models.JSONField(default=list)
    question_keys = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="criterion_in_community"),
            models.UniqueConstraint(
                fields=["call", "number"], name="criterion_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(is_informational=True) | Q(weight__gte=1), name="criterion_counts_or_informs"
            ),
            SameCommunity(field="call", name="criterion_call_same_community"),
            SameCommunity(field="priority", name="criterion_priority_same_community"),
            SameCommunity(field="commitment", name="criterion_commitment_same_community"),
        ]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return f"Criterion {self.number}"
