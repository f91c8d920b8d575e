"""What somebody writes after a session, with everything that was ever saved."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.applications.states import SaveKind
from copractice.cohorts.models.cohort import Participant
from copractice.cohorts.models.sessions import Session
from copractice.communities.models import Community, new_code
from copractice.ledger.models import SameCommunity


class Reflection(models.Model):
    """What one participant writes after one session; read by its author and by facilitators, nobody else."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="reflections")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="reflections")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="reflection_in_community"),
            models.UniqueConstraint(fields=["session", "participant"], name="reflection_once"),
            SameCommunity(field="session", name="reflection_session_same_community"),
            SameCommunity(field="participant", name="reflection_participant_same_community"),
        ]

    def __str__(self) -> str:
        return f"Reflection {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its author writes it."""
        return reverse("reflect", args=[self.community.slug, self.session.code])


class ReflectionVersion(models.Model):
    """One text that was ever sent for a reflection, and what became of it; never changed, never thrown away."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    reflection = models.ForeignKey(Reflection, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=10, choices=SaveKind.choices)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reflection", "revision"],
                condition=Q(revision__isnull=False),
                name="reflection_version_revision_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="saved", revision__isnull=False)
                | (~Q(kind="saved") & Q(revision__isnull=True)),
                name="reflection_version_saved_has_revision",
            ),
            SameCommunity(field="reflection", name="reflection_version_reflection_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of reflection {self.reflection_id}"
