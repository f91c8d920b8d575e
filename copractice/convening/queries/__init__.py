"""Which convenings, statements and priorities may a person read."""
