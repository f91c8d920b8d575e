"""Answers with every version that was ever saved, uploaded files, and receipts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from copractice.applications.models.application import Part
from copractice.applications.states import SaveKind
from copractice.calls.models import Question
from copractice.communities.models import Community, new_code
from copractice.ledger.models import SameCommunity


class Upload(models.Model):
    """A file that answers a question, stored under a random name; its bytes are read through the gate only."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="uploads")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    stored = models.CharField(max_length=80, unique=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="upload_in_community"),
            models.CheckConstraint(condition=Q(size__gte=1), name="upload_not_empty"),
            SameCommunity(field="part", name="upload_part_same_community"),
            SameCommunity(field="question", name="upload_question_same_community"),
        ]

    def __str__(self) -> str:
        return f"Upload {self.code}"


class Answer(models.Model):
    """What a part answers to one question now; for a file, `upload` is the file and `text` stays empty."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="answer_in_community"),
            models.UniqueConstraint(fields=["part", "question"], name="answer_once"),
            SameCommunity(field="part", name="answer_part_same_community"),
            SameCommunity(field="question", name="answer_question_same_community"),
            SameCommunity(field="upload", name="answer_upload_same_community"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class AnswerVersion(models.Model):
    """One text that was ever sent for an answer, and what became of it; never changed, never thrown away.

    `base` is the revision that the browser had. A conflict or a late text is kept here and not in the answer.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=10, choices=SaveKind.choices)
    text = models.TextField(blank=True)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "revision"],
                condition=Q(revision__isnull=False),
                name="answer_version_revision_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="saved", revision__isnull=False)
                | (~Q(kind="saved") & Q(revision__isnull=True)),
                name="answer_version_saved_has_revision",
            ),
            SameCommunity(field="answer", name="answer_version_answer_same_community"),
            SameCommunity(field="upload", name="answer_version_upload_same_community"),
        ]
        indexes = [models.Index(fields=["answer", "-saved_at"], name="answer_version_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} of answer {self.answer_id}"


class Receipt(models.Model):
    """What a party holds in hand: the hash of its own part and of the application that contained it.

    The application's hash is made of salted part hashes, so no receipt lets anyone test guesses of another's
    answers. `content` is what the part's hash was made of, kept so that its owner can make the hash again
    after a later change; it is read by the owner alone.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="receipts")
    part_sha256 = models.CharField(max_length=64)
    application_sha256 = models.CharField(max_length=64)
    content = models.TextField()
    made_at = models.DateTimeField()
    in_grace = models.BooleanField(default=False)

    class Meta:
        constraints = [
            SameCommunity(field="part", name="receipt_part_same_community"),
        ]
        indexes = [models.Index(fields=["part", "-made_at"], name="receipt_newest_first")]

    def __str__(self) -> str:
        return f"Receipt {self.code}"

    def get_absolute_url(self) -> str:
        """Return the receipt's page, for the part's owner and the staff."""
        return reverse("receipt", args=[self.part.community.slug, self.code])
