"""Sessions of a cohort, who was there, and what is handed out."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.cohorts.models.cohort import Cohort, Participant
from copractice.cohorts.states import Presence
from copractice.communities.models import Community, Membership, new_code
from copractice.ledger.models import SameCommunity


class Session(models.Model):
    """One meeting; it goes into calendars, so a canceled one stays and says so, and its number stays."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    agenda = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="session_in_community"),
            models.UniqueConstraint(fields=["cohort", "number"], name="session_number_once"),
            models.UniqueConstraint(fields=["community", "form_key"], name="session_form_sent_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            SameCommunity(field="cohort", name="session_cohort_same_community"),
        ]

    def __str__(self) -> str:
        return f"Session {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of the session."""
        return reverse("cohort_session", args=[self.community.slug, self.code])


class SessionAttendance(models.Model):
    """Whether one person was at one session; no row: not marked yet."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence.choices)
    marked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="session_attendance_in_community"),
            models.UniqueConstraint(fields=["session", "participant"], name="session_attendance_once"),
            SameCommunity(field="session", name="session_attendance_session_same_community"),
            SameCommunity(field="participant", name="session_attendance_participant_same_community"),
            SameCommunity(field="marked_by", name="session_attendance_marked_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.presence} at {self.session_id}"


class Resource(models.Model):
    """Something to read or use, for the whole cohort or for one session; withdrawn it is not shown."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="resources")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    title = models.JSONField(default=dict)
    link = models.URLField(max_length=500)
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "form_key"], name="resource_form_sent_once"),
            SameCommunity(field="cohort", name="resource_cohort_same_community"),
            SameCommunity(field="session", name="resource_session_same_community"),
            SameCommunity(field="added_by", name="resource_added_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Resource {self.code}"
