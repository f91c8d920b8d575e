"""A cohort, its seats, who takes part in it and by which invitation, and the goals of a seat."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.applications.models import Answer, Application, Part
from copractice.applications.states import InvitationState
from copractice.calls.models import Call, Criterion
from copractice.cohorts.states import CohortState, ExitReason, ParticipantRole
from copractice.communities.models import Community, Organization, new_code
from copractice.ledger.models import SameCommunity

ENDS_AFTER_START = Q(until__isnull=True) | Q(until__gte=F("since"))
ENDS_WITH_REASON = Q(until__isnull=True, exit_reason="") | (Q(until__isnull=False) & ~Q(exit_reason=""))


class Cohort(models.Model):
    """A group of organizations that meet for some months; from a call, or entered for the past.

    `hotline` stands wherever youth write: this site is not the place to report harm.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    hotline = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=CohortState.choices, default=CohortState.PLANNED)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="cohort_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="cohort_form_sent_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_start"),
            SameCommunity(field="call", name="cohort_call_same_community"),
        ]

    def __str__(self) -> str:
        return f"Cohort {self.code}"

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("cohort", args=[self.community.slug, self.code])


class Seat(models.Model):
    """An organization's place in a cohort, with its umbrella; who left early has a day and a reason."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="seats")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    umbrella = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    exit_reason = models.CharField(max_length=10, choices=ExitReason.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="seat_in_community"),
            models.UniqueConstraint(fields=["cohort", "organization"], name="seat_organization_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(application__isnull=False), name="seat_application_once"
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="seat_ends_after_start"),
            models.CheckConstraint(condition=ENDS_WITH_REASON, name="seat_ends_with_reason"),
            models.CheckConstraint(
                condition=Q(umbrella__isnull=True) | ~Q(umbrella=F("organization")), name="seat_joins_two"
            ),
            SameCommunity(field="cohort", name="seat_cohort_same_community"),
            SameCommunity(field="organization", name="seat_organization_same_community"),
            SameCommunity(field="umbrella", name="seat_umbrella_same_community"),
            SameCommunity(field="application", name="seat_application_same_community"),
        ]

    def __str__(self) -> str:
        return f"Seat {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of the seat, for its leaders, facilitators and the staff."""
        return reverse("seat", args=[self.community.slug, self.code])


class Participant(models.Model):
    """Somebody in a cohort; the person is known once an invitation was accepted.

    `feed_number` is signed into the address of the calendar feed: raising it shuts the old address.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="participants")
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="participants"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ParticipantRole.choices)
    feed_number = models.PositiveIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    exit_reason = models.CharField(max_length=10, choices=ExitReason.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="participant_in_community"),
            models.UniqueConstraint(
                fields=["cohort", "person", "role", "seat"],
                condition=Q(until__isnull=True, person__isnull=False),
                name="participant_once",
            ),
            models.UniqueConstraint(
                fields=["seat", "part"], condition=Q(part__isnull=False), name="participant_part_once"
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="participant_ends_after_start"),
            models.CheckConstraint(condition=ENDS_WITH_REASON, name="participant_ends_with_reason"),
            SameCommunity(field="cohort", name="participant_cohort_same_community"),
            SameCommunity(field="seat", name="participant_seat_same_community"),
            SameCommunity(field="part", name="participant_part_same_community"),
        ]
        indexes = [models.Index(fields=["person"], name="participant_by_person")]

    def __str__(self) -> str:
        return f"Participant {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the person finds sessions, reflections and the calendar."""
        return reverse("my_cohort", args=[self.community.slug, self.cohort.code])

    @property
    def is_youth(self) -> bool:
        """Say whether this is a young person, who is named to nobody outside."""
        return self.role == ParticipantRole.EMPLOYED_YOUTH


class ParticipantInvitation(models.Model):
    """That somebody was asked by mail to take part; only the hash of its token is stored, and it is spent once."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(state="sent"), name="participant_invitation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_at__isnull=True)
                | (~Q(state="sent") & Q(answered_at__isnull=False)),
                name="participant_invitation_answered_has_time",
            ),
            SameCommunity(field="participant", name="participant_invitation_participant_same_community"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.code}"


class Goal(models.Model):
    """What a seat wants to reach; it keeps the criterion it answers and the answer it was taken from."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="goals")
    criterion = models.ForeignKey(
        Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="goal_in_community"),
            models.UniqueConstraint(
                fields=["seat", "answer"],
                condition=Q(until__isnull=True, answer__isnull=False),
                name="goal_from_answer_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="goal_says_something"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="goal_ends_after_start"),
            SameCommunity(field="seat", name="goal_seat_same_community"),
            SameCommunity(field="criterion", name="goal_criterion_same_community"),
            SameCommunity(field="answer", name="goal_answer_same_community"),
        ]

    def __str__(self) -> str:
        return f"Goal {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page of its seat."""
        return self.seat.get_absolute_url()
