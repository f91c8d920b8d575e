"""What can be said without a person deciding: rings of ties, names that resemble, what a clock shows."""
