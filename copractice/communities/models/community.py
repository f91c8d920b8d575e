"""A community and its memberships, with roles and dates."""

import secrets
import unicodedata

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from copractice.people.models import ALPHABET


def new_code() -> str:
    """Return a random public id of 50 bits, free of look-alike letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def sort_key(name: str) -> str:
    """Return the name without case and accents, by which lists are sorted on any server."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class Role(models.TextChoices):
    """What a person may be in a community; one person may hold several, each with its dates."""

    OWNER = "owner", _("Owner")
    COORDINATOR = "coordinator", _("Coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    REVIEWER = "reviewer", _("Reviewer")
    EVALUATOR = "evaluator", _("Evaluator")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    FUNDER = "funder", _("Funder")
    MEMBER = "member", _("Member")


class Community(models.Model):
    """A community of practice: one tenant; nothing crosses from one to another."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    accent = models.CharField(max_length=7, blank=True)
    headline = models.JSONField(default=dict)
    lead = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    contact_email = models.EmailField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(languages__len__gte=1), name="community_has_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("community", args=[self.slug])


class Membership(models.Model):
    """A person's role in a community from a day on, until a day (not included) or without end."""

    code = models.CharField(max_length=10, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="membership_in_community"),
            models.UniqueConstraint(
                fields=["community", "person", "role"],
                condition=models.Q(until__isnull=True),
                name="membership_role_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["person", "community"], name="membership_by_person")]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"

    def get_absolute_url(self) -> str:
        """Return the page of this role, for its holder and the staff."""
        return reverse("membership", args=[self.community.slug, self.code])
