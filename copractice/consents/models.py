"""Birth months, guardianships and consents: all that is kept to know whose yes counts for a young person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from copractice.communities.models import Community, Membership, new_code
from copractice.consents.states import Check, ConsentState, Doubt, Purpose, Way
from copractice.ledger.models import SameCommunity


class BirthMonth(models.Model):
    """The month a young person was born in, never the day; an age is reached on the first of the next month."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="birth_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="birth_month_has_no_day"),
        ]

    def __str__(self) -> str:
        return f"Birth month {self.pk}"


class Guardianship(models.Model):
    """That an adult answers for a young person in a community; it counts once staff verified it, until 18.

    `named_from` is the hash of the browser in which the young person named the guardian.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    youth = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    youth_name = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    named_from = models.CharField(max_length=64, blank=True)
    doubt = models.CharField(max_length=20, choices=Doubt.choices, default=Doubt.NONE, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_how = models.CharField(max_length=20, choices=Check.choices, blank=True)
    verified_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="guardianship_in_community"),
            models.UniqueConstraint(
                fields=["community", "youth"],
                condition=Q(until__isnull=True),
                name="guardianship_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(youth=F("guardian")), name="guardianship_joins_two"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="guardianship_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True, verified_how="")
                | (Q(verified_at__isnull=False, verified_by__isnull=False) & ~Q(verified_how="")),
                name="guardianship_verified_whole",
            ),
            SameCommunity(field="verified_by", name="guardianship_verified_by_same_community"),
        ]

    def __str__(self) -> str:
        return f"Guardianship {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where staff see the family."""
        return reverse("guardianship", args=[self.community.slug, self.code])


class Consent(models.Model):
    """One answer to one purpose in one wording: of a person for themself, or of a guardian for a young person."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    guardianship = models.ForeignKey(
        Guardianship, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ConsentState.choices, default=ConsentState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.PAGE)
    recorded_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="consent_in_community"),
            models.UniqueConstraint(
                fields=["community", "person", "purpose", "text_version"],
                condition=Q(guardianship__isnull=True),
                name="consent_own_once",
            ),
            models.UniqueConstraint(
                fields=["guardianship", "purpose", "text_version"],
                condition=Q(guardianship__isnull=False),
                name="consent_of_guardian_once",
            ),
            models.CheckConstraint(
                condition=Q(giver=F("person"), guardianship__isnull=True)
                | (~Q(giver=F("person")) & Q(guardianship__isnull=False)),
                name="consent_of_another_has_guardianship",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="consent_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(way="paper") | Q(recorded_by__isnull=False), name="consent_on_paper_has_recorder"
            ),
            SameCommunity(field="guardianship", name="consent_guardianship_same_community"),
            SameCommunity(field="recorded_by", name="consent_recorded_by_same_community"),
        ]
        indexes = [models.Index(fields=["person", "community"], name="consent_by_person")]

    def __str__(self) -> str:
        return f"Consent {self.code}"

    def get_absolute_url(self) -> str:
        """Return the page where it is answered."""
        return reverse("consent", args=[self.community.slug, self.code])
