"""Convening, its voters, statements, votes and merges; the frozen analysis; the priorities adopted from it."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from copractice.communities.models import Community, Membership, new_code
from copractice.convening.states import ConveningState, StatementState, VoteValue
from copractice.ledger.models import SameCommunity

ROOM_CODE_LENGTH = 6
ROOM_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # read aloud and typed on a phone: no look-alikes


def new_room_code() -> str:
    """Return a code for the room's wall: 30^6, about 700 million."""
    return "".join(secrets.choice(ROOM_ALPHABET) for _ in range(ROOM_CODE_LENGTH))


class Convening(models.Model):
    """A gathering, in the room or remote, that names and prioritizes what a community should do."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    question = models.JSONField(default=dict)
    held_on = models.DateField()
    headcount = models.PositiveIntegerField(null=True, blank=True)
    room_code = models.CharField(max_length=ROOM_CODE_LENGTH, unique=True, default=new_room_code)
    state = models.CharField(max_length=10, choices=ConveningState.choices, default=ConveningState.DRAFT)
    is_moderated = models.BooleanField(default=True)
    hides_results = models.BooleanField(default=True)
    attribution = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="convening_in_community"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(opened_at__isnull=False),
                name="convening_past_draft_was_opened",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opened_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opened_at")),
                name="convening_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["closed", "adopted"]) | models.Q(closed_at__isnull=False),
                name="convening_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted") | models.Q(adopted_at__isnull=False),
                name="convening_adopted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Convening {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of its results."""
        return reverse("convening", args=[self.community.slug, self.code])


class Voter(models.Model):
    """One voice in a convening: a device with its secret, claimable by a person; never shown to anyone."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="voters")
    key_hash = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="voter_in_community"),
            models.UniqueConstraint(fields=["convening", "key_hash"], name="voter_key_once"),
            models.UniqueConstraint(fields=["convening", "person"], name="voter_person_once"),
            SameCommunity(field="convening", name="voter_convening_same_community"),
        ]

    def __str__(self) -> str:
        return f"Voter {self.pk}"


class Statement(models.Model):
    """One thing somebody said the community should do; numbered within its convening."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=10)
    author = models.ForeignKey(Voter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=StatementState.choices, default=StatementState.WAITING)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="statement_in_community"),
            models.UniqueConstraint(fields=["convening", "number"], name="statement_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="statement_merged_has_target",
            ),
            SameCommunity(field="convening", name="statement_convening_same_community"),
            SameCommunity(field="author", name="statement_author_same_community"),
            SameCommunity(field="merged_into", name="statement_merged_into_same_community"),
        ]

    def __str__(self) -> str:
        return f"Statement {self.number}"


class Vote(models.Model):
    """What one voter last said to one statement: agree 1, pass 0, disagree -1."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=VoteValue.choices)
    at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="vote_in_community"),
            models.UniqueConstraint(fields=["voter", "statement"], name="vote_once"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 0, 1]), name="vote_value_known"),
            SameCommunity(field="voter", name="vote_voter_same_community"),
            SameCommunity(field="statement", name="vote_statement_same_community"),
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class CarriedVote(models.Model):
    """A vote that came along when its statement was merged, and what it replaced: kept to undo the merge."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="+")
    replaced_value = models.SmallIntegerField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged", "vote"], name="carried_vote_once"),
            models.CheckConstraint(
                condition=models.Q(replaced_value__isnull=True, replaced_at__isnull=True)
                | models.Q(replaced_value__isnull=False, replaced_at__isnull=False),
                name="carried_vote_replaced_whole",
            ),
            SameCommunity(field="merged", name="carried_vote_merged_same_community"),
            SameCommunity(field="vote", name="carried_vote_vote_same_community"),
        ]

    def __str__(self) -> str:
        return f"Vote {self.vote_id} from {self.merged_id}"


class Analysis(models.Model):
    """A frozen result: what a method made of the votes at an instant, and how to make it again."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="analyses")
    method = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    seed = models.BigIntegerField(default=0)
    input_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    chart = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="analysis_in_community"),
            SameCommunity(field="convening", name="analysis_convening_same_community"),
        ]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return f"{self.method} {self.version}"


class Priority(models.Model):
    """What a community adopted from a convening: the first link of its chain."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="priorities")
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    reason = models.JSONField(default=dict)
    method = models.CharField(max_length=40)
    turnout = models.JSONField(default=dict)
    adopted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="priority_in_community"),
            models.UniqueConstraint(fields=["convening", "position"], name="priority_position_once"),
            SameCommunity(field="convening", name="priority_convening_same_community"),
            SameCommunity(field="analysis", name="priority_analysis_same_community"),
            SameCommunity(field="adopted_by", name="priority_adopted_by_same_community"),
        ]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return f"Priority {self.position}"

    def get_absolute_url(self) -> str:
        """Return the priority's own public page."""
        return reverse("priority", args=[self.community.slug, self.code])


class PrioritySource(models.Model):
    """A statement that a priority came from, with its counts as they stood at adoption."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="sources")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["priority", "statement"], name="priority_source_once"),
            SameCommunity(field="priority", name="priority_source_priority_same_community"),
            SameCommunity(field="statement", name="priority_source_statement_same_community"),
        ]

    def __str__(self) -> str:
        return f"{self.priority_id} from {self.statement_id}"
