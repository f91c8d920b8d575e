"""The scores of a call as the engine corrected them, kept with what they were made of."""

from django.db import models

from copractice.calls.models import Call
from copractice.communities.models import Community
from copractice.ledger.models import SameCommunity


class CalibratedScores(models.Model):
    """The newest correction of a call's scores for strict and mild reviewers, kept whole to be made again.

    `input` holds each review that counts as [application, reviewer, score]; `result` the engine's checks and,
    where they pass, each application with its corrected score and error.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    input = models.JSONField()
    input_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            SameCommunity(field="call", name="calibrated_scores_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Calibrated scores {self.pk}"
