"""An application, its parts with one owner each, the invitations to them, and who replaced whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.applications.states import ApplicationState, InvitationState, PartState
from copractice.calls.models import Call, CallVersion, DeadlineChange
from copractice.calls.states import Party
from copractice.communities.models import Community, Membership, Organization, new_code
from copractice.ledger.models import SameCommunity

LIVE_PARTS = (PartState.INVITED, PartState.IN_PROGRESS, PartState.COMPLETE)


class Application(models.Model):
    """What is reviewed and decided as one; made of parts, so it holds no answer of its own.

    `sha256` is made of the salted hashes of its parts when it is sent, and again when a later part completes.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    deadline_change = models.ForeignKey(
        DeadlineChange, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    in_grace = models.BooleanField(default=False)
    form_key = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="application_in_community"),
            models.UniqueConstraint(fields=["community", "form_key"], name="application_form_sent_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(submitted_at__isnull=False) & ~Q(sha256="")),
                name="application_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="application_withdrawn_has_time",
            ),
            SameCommunity(field="call", name="application_call_same_community"),
            SameCommunity(field="deadline_change", name="application_deadline_change_same_community"),
        ]
        indexes = [models.Index(fields=["call", "state"], name="application_by_call")]

    def __str__(self) -> str:
        return f"Application {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its parties see how far it is."""
        return reverse("application", args=[self.community.slug, self.code])


class Part(models.Model):
    """One party's part: its owner alone reads and writes it; the others learn that it is done or not done.

    `version` is the version of the call that it answers. `salt` is shown to its owner only, with the receipt.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="parts")
    party = models.CharField(max_length=10, choices=Party.choices)
    version = models.ForeignKey(CallVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PartState.choices, default=PartState.INVITED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    organization_name = models.CharField(max_length=160, blank=True)
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deadline_change = models.ForeignKey(
        DeadlineChange, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    salt = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="part_in_community"),
            models.UniqueConstraint(
                fields=["application", "owner"], condition=Q(state__in=LIVE_PARTS), name="part_owner_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(party="employer", state__in=LIVE_PARTS),
                name="part_one_employer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "declined", "replaced"]) | Q(owner__isnull=False),
                name="part_begun_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state="complete") | (Q(completed_at__isnull=False) & ~Q(sha256="")),
                name="part_complete_has_hash",
            ),
            SameCommunity(field="application", name="part_application_same_community"),
            SameCommunity(field="version", name="part_version_same_community"),
            SameCommunity(field="organization", name="part_organization_same_community"),
            SameCommunity(field="deadline_change", name="part_deadline_change_same_community"),
        ]
        indexes = [models.Index(fields=["owner"], name="part_by_owner")]

    def __str__(self) -> str:
        return f"Part {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where its owner fills it."""
        return reverse("part", args=[self.community.slug, self.code])


class Invitation(models.Model):
    """That somebody was asked to fill a part: by a link in a mail, or by a printed code that is typed.

    Only hashes of token and code are stored. Whoever spends it becomes the owner of the part, once.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    is_printed = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part"], condition=Q(state="sent"), name="invitation_one_open"),
            models.CheckConstraint(
                condition=Q(is_printed=True, address="") | (Q(is_printed=False) & ~Q(address="")),
                name="invitation_by_mail_or_print",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_at__isnull=True)
                | (~Q(state="sent") & Q(answered_at__isnull=False)),
                name="invitation_answered_has_time",
            ),
            SameCommunity(field="part", name="invitation_part_same_community"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the lead sees what became of it."""
        return reverse("application", args=[self.community.slug, self.part.application.code])


class Substitution(models.Model):
    """That one party takes another's place, and why; after sending it waits for the staff's yes."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="substitutions")
    old_part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    new_part = models.ForeignKey(Part, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    organization_name = models.CharField(max_length=160, blank=True)
    address = models.EmailField(blank=True)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["old_part"], condition=Q(decided_at__isnull=True), name="substitution_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(new_part__isnull=True) | ~Q(new_part=F("old_part")),
                name="substitution_joins_two",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False) | Q(new_part__isnull=True, decided_by__isnull=True),
                name="substitution_waiting_has_no_part",
            ),
            SameCommunity(field="application", name="substitution_application_same_community"),
            SameCommunity(field="old_part", name="substitution_old_part_same_community"),
            SameCommunity(field="new_part", name="substitution_new_part_same_community"),
            SameCommunity(field="decided_by", name="substitution_decided_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Substitution {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where the lead sees what became of it."""
        return reverse("application", args=[self.community.slug, self.application.code])
