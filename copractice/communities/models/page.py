"""What stands on a community's public page: its updates, and its history of public facts."""

from django.db import models
from django.urls import reverse

from copractice.communities.models.community import Community, Membership, new_code
from copractice.ledger.models import SameCommunity


class Update(models.Model):
    """A dated notice on the public page; taking it back keeps it, out of sight."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="updates")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="updates")
    title = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "form_key"], name="update_form_sent_once"),
            SameCommunity(field="author", name="update_author_same_community"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("posted_at")),
                name="update_withdrawn_after_posted",
            ),
        ]
        indexes = [models.Index(fields=["community", "-posted_at"], name="update_newest_first")]

    def __str__(self) -> str:
        return f"Update {self.code}"

    def get_absolute_url(self) -> str:
        """Return the update's own public page."""
        return reverse("update", args=[self.community.slug, self.code])


class History(models.Model):
    """A public fact about what came before, read-only, with the source it was read from."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="history")
    position = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=40)
    sentence = models.JSONField(default=dict)
    source_name = models.CharField(max_length=120)
    source_url = models.URLField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "position"], name="history_position_once"),
        ]
        verbose_name_plural = "history"

    def __str__(self) -> str:
        return f"{self.figure}: {self.source_name}"
