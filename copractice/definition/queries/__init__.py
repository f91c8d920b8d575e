"""Which records may a person read; every read of this package begins here."""
