"""Which records may a person read; every read of this package begins here."""

from copractice.communities.queries.texts import Reading, read_text

__all__ = ["Reading", "read_text"]
