"""A convening and its voters; the code that stands on the wall of its room."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from copractice.communities.models import Community, new_code
from copractice.convening.states import ConveningState
from copractice.ledger.models import SameCommunity

ROOM_CODE_LENGTH = 6
ROOM_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # read aloud and typed on a phone: no look-alikes

MOST_DOTS = 20
MOST_SEATS = 20


def new_room_code() -> str:
    """Return a code for the room's wall: 30^6, about 700 million."""
    return "".join(secrets.choice(ROOM_ALPHABET) for _ in range(ROOM_CODE_LENGTH))


class Convening(models.Model):
    """A gathering, in the room or remote, that names and prioritizes what a community should do.

    Beside voting it may ask to compare two at a time (`has_pairs`) and to place dots, `dots_each` to everybody
    (none if 0), from which `seats` statements are chosen in proportion.
    """

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
    has_pairs = models.BooleanField(default=False)
    dots_each = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=6)
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
            models.CheckConstraint(
                condition=models.Q(dots_each__lte=MOST_DOTS), name="convening_dots_within_limits"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__gte=1, seats__lte=MOST_SEATS), name="convening_seats_within_limits"
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
