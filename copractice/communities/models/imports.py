"""An import from files, what its check found and what it wrote, and the files while they are needed."""

from django.db import models
from django.urls import reverse

from copractice.communities.models.community import Community, Membership, new_code
from copractice.communities.states import ImportState
from copractice.ledger.models import SameCommunity


class Import(models.Model):
    """Rows read from files in the background: checked first, written in one piece, undone if it must be.

    `kind` begins the names of its three tasks. Sentences are kept untranslated beside their values, so
    that each reader gets them in their own language.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    form_path = models.CharField(max_length=200)
    result_path = models.CharField(max_length=200, blank=True)
    context = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    phrase = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="imports")
    form_key = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="import_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="import_form_sent_once"),
            SameCommunity(field="made_by", name="import_made_by_same_community"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["done", "undoing", "undone"])
                | models.Q(finished_at__isnull=False),
                name="import_done_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="undone") | models.Q(undone_at__isnull=False),
                name="import_undone_has_time",
            ),
        ]
        indexes = [models.Index(fields=["community", "-created_at"], name="import_newest_first")]

    def __str__(self) -> str:
        return f"Import {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is and what was found."""
        return reverse("import", args=[self.community.slug, self.code])


class ImportFile(models.Model):
    """One file of an import; its content is dropped when the import is over, its name and hash stay."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "role"], name="import_file_role_once"),
            SameCommunity(field="of", name="import_file_of_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"
