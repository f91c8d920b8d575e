"""Person, who signs in; the random key by which the log knows a person; one-time sign-in links and codes."""

import secrets
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u


def new_typed_code() -> str:
    """Return a random code of 40 bits that is printed or read out, and typed where tries are limited."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def tidy_address(address: str) -> str:
    """Return the one spelling of an e-mail address that is stored and compared.

    Everything is in lower case, and a domain in other letters is in punycode, so that a look-alike shows.
    What is no address at all comes back as it is, for the validator to refuse.
    """
    local, at, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}".lower()


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; without passwords, since sign-in is a code by e-mail."""

    def create_user(self, email: str | None = None, **fields: Any) -> "Person":
        """Create a person and the key that the log uses; the address is stored in its one spelling."""
        person = self.model(email=tidy_address(email) if email else None, **fields)
        person.set_unusable_password()
        person.save(force_insert=True)
        LogKey.objects.create(person=person)
        return person


class Person(AbstractBaseUser):
    """One person of the site; has no page: a name is read through a membership or a later record."""

    email = models.EmailField(null=True, blank=True, unique=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | models.Q(email=Lower("email")),
                name="person_email_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def log_key(self) -> UUID:
        """Return the key that stands for this person in the log; raises LogKey.DoesNotExist after erasure."""
        return self.key.key


class LogKey(models.Model):
    """The one link from a person to their acts; erasing a person drops it and the chain stays valid."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="key")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.key)


class SignInLink(models.Model):
    """An invitation that signs one person in, once; only the hash of its token is stored."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="sign_in_link_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(spent_at__isnull=True) | models.Q(spent_at__lt=models.F("expires_at")),
                name="sign_in_link_spent_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-in link {self.pk}"


class SignInCode(models.Model):
    """A code that staff printed, or read out when mail is dead; typed once, it signs one person in.

    `is_printed` is the way of who has no address; the other kind shows a banner and is told to the person.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    is_printed = models.BooleanField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="sign_in_code_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(spent_at__isnull=True) | models.Q(spent_at__lt=models.F("expires_at")),
                name="sign_in_code_spent_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-in code {self.pk}"
