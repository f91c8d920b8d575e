"""What can be said of a community's records without a person deciding: rings of ties, names that resemble."""
