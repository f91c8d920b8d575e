"""Which calls, versions and deadlines may a person read; every read of this package begins here."""
