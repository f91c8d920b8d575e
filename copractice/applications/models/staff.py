"""What staff leave on an application: that it was ruled out or in, and whom they reminded."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from copractice.applications.models.application import Application, Part
from copractice.applications.states import Whom
from copractice.communities.models import Community, Membership
from copractice.ledger.models import SameCommunity


class Ruling(models.Model):
    """That staff ruled an application out as ineligible, or in again, and why; never changed afterwards."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="rulings")
    is_out = models.BooleanField()
    reason = models.TextField()
    ruled_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
            SameCommunity(field="application", name="ruling_application_same_community"),
            SameCommunity(field="ruled_by", name="ruling_ruled_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Ruling {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the page of the application that it speaks of, as its parties see it."""
        return self.application.get_absolute_url()


class Reminder(models.Model):
    """That somebody was reminded of a part, so that nobody is within 48 hours of the last time."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="reminders")
    whom = models.CharField(max_length=10, choices=Whom.choices)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            SameCommunity(field="part", name="reminder_part_same_community"),
        ]
        indexes = [models.Index(fields=["part", "whom", "-sent_at"], name="reminder_newest_first")]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"
