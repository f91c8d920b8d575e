"""What stands beside a call's text: answers to frequent questions, and information sessions."""

from django.db import models
from django.db.models import F, Q

from copractice.calls.models.call import Call
from copractice.communities.models import Community, new_code
from copractice.ledger.models import SameCommunity


class Faq(models.Model):
    """A question that people asked about a call, with the answer for all; taking it back keeps it, out of sight."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="faqs")
    question = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "form_key"], name="faq_form_sent_once"),
            SameCommunity(field="call", name="faq_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Faq {self.code}"


class InformationSession(models.Model):
    """A public meeting about a call; it goes into calendars, so a canceled one stays and says so."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="information_sessions")
    title = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    link = models.URLField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    canceled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "form_key"], name="information_session_form_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="information_session_ends_after_start"
            ),
            SameCommunity(field="call", name="information_session_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Information session {self.code}"
