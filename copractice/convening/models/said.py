"""What is said in a convening: statements, votes on them, merges; choices between two, and dots."""

from django.db import models
from django.db.models.functions import Greatest, Least

from copractice.communities.models import Community, new_code
from copractice.convening.models.convenings import MOST_DOTS, Convening, Voter
from copractice.convening.states import PairChoice, StatementState, VoteValue
from copractice.ledger.models import SameCommunity


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


class Pair(models.Model):
    """What one voter said of two statements that stood side by side: which matters more, or can't decide.

    `propensity` is the chance with which the two were drawn for this voter; none where they came from a file.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="pairs")
    left = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    choice = models.SmallIntegerField(choices=PairChoice.choices)
    propensity = models.FloatField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="pair_in_community"),
            models.UniqueConstraint(
                "voter", Least("left", "right"), Greatest("left", "right"), name="pair_once"
            ),
            models.CheckConstraint(condition=~models.Q(left=models.F("right")), name="pair_of_two"),
            models.CheckConstraint(condition=models.Q(choice__in=[-1, 0, 1]), name="pair_choice_known"),
            models.CheckConstraint(
                condition=models.Q(propensity__isnull=True) | models.Q(propensity__gt=0, propensity__lte=1),
                name="pair_propensity_is_a_chance",
            ),
            SameCommunity(field="voter", name="pair_voter_same_community"),
            SameCommunity(field="left", name="pair_left_same_community"),
            SameCommunity(field="right", name="pair_right_same_community"),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pk}"


class Dot(models.Model):
    """How many of their dots one voter put on a statement."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="dots")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="dot_in_community"),
            models.UniqueConstraint(fields=["voter", "statement"], name="dot_once"),
            models.CheckConstraint(
                condition=models.Q(count__gte=1, count__lte=MOST_DOTS), name="dot_count_within_limits"
            ),
            SameCommunity(field="voter", name="dot_voter_same_community"),
            SameCommunity(field="statement", name="dot_statement_same_community"),
        ]

    def __str__(self) -> str:
        return f"Dot {self.pk}"
