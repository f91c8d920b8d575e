"""Organizations of a community, their dated ties to umbrellas, and who holds which role in them."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from copractice.communities.models.community import Community, new_code
from copractice.ledger.models import SameCommunity


class OrganizationKind(models.TextChoices):
    """What an organization does in a community; one may be several, an umbrella also an employer."""

    EMPLOYER = "employer", _("Employer")
    UMBRELLA = "umbrella", _("Umbrella organization")
    YOUTH_SERVING = "youth_serving", _("Youth-serving organization")
    FACILITATOR = "facilitator", _("Facilitator")
    FUNDER = "funder", _("Funder")


class AffiliationRole(models.TextChoices):
    """What a person is in an organization."""

    LEADER = "leader", _("Organization leader")
    SUPERVISOR = "supervisor", _("Supervisor")
    UMBRELLA_LEAD = "umbrella_lead", _("Umbrella lead")
    EXECUTIVE = "executive", _("Executive")
    EMPLOYED_YOUTH = "employed_youth", _("Employed youth")


def one(column: str) -> Func:
    """Return a range that holds one id: equality for an exclusion constraint, without any extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def days() -> Func:
    """Return the days from `since` up to `until`, which is not included."""
    return Func(F("since"), F("until"), function="daterange")


def role_once_at_a_time(role: AffiliationRole) -> ExclusionConstraint:
    """Return the constraint that a person holds this role in an organization once on any day."""
    return ExclusionConstraint(
        name=f"affiliation_{role.value}_once_at_a_time",
        expressions=[
            (one("organization"), RangeOperators.OVERLAPS),
            (one("person"), RangeOperators.OVERLAPS),
            (days(), RangeOperators.OVERLAPS),
        ],
        condition=Q(role=role.value),
    )


ENDS_AFTER_START = Q(until__isnull=True) | Q(until__gte=F("since"))


class Organization(models.Model):
    """An organization as a community knows it; its facts are public unless it is marked as not shown."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="organizations")
    name = models.CharField(max_length=160)
    sort_name = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=20, choices=OrganizationKind.choices), default=list)
    city = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    is_public = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="organization_in_community"),
            models.UniqueConstraint(fields=["community", "sort_name"], name="organization_name_once"),
            models.CheckConstraint(condition=Q(kinds__len__gte=1), name="organization_has_a_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the organization's page."""
        return reverse("organization", args=[self.community.slug, self.code])

    @property
    def kinds_in_words(self) -> str:
        """Return what the organization does, in the reader's language."""
        return ", ".join(str(OrganizationKind(kind).label) for kind in self.kinds)

    @property
    def place(self) -> str:
        """Return city and county, as far as they are known."""
        return ", ".join(part for part in (self.city, self.county) if part)


class OrganizationLink(models.Model):
    """That an organization belongs under an umbrella, from a day until a day (not included) or without end."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="umbrella_links")
    umbrella = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="member_links")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            SameCommunity(field="organization", name="organization_link_organization_same_community"),
            SameCommunity(field="umbrella", name="organization_link_umbrella_same_community"),
            models.CheckConstraint(
                condition=~Q(organization=F("umbrella")), name="organization_link_joins_two"
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="organization_link_ends_after_start"),
            ExclusionConstraint(
                name="organization_link_once_at_a_time",
                expressions=[
                    (one("organization"), RangeOperators.OVERLAPS),
                    (one("umbrella"), RangeOperators.OVERLAPS),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} under {self.umbrella_id}"


class Affiliation(models.Model):
    """A person's role in an organization, with its days; the name is read through the person's membership."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="affiliations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=AffiliationRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="affiliation_in_community"),
            SameCommunity(field="organization", name="affiliation_organization_same_community"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="affiliation_ends_after_start"),
            *[role_once_at_a_time(role) for role in AffiliationRole],
        ]
        indexes = [models.Index(fields=["person", "community"], name="affiliation_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.role}"

    def get_absolute_url(self) -> str:
        """Return the page of this row, for the person and the staff."""
        return reverse("affiliation", args=[self.community.slug, self.code])

    @property
    def is_youth(self) -> bool:
        """Say whether this ties a young person to an employer."""
        return self.role == AffiliationRole.EMPLOYED_YOUTH
