"""The pages that see all stages: the front, a community's page, a person's home, and errors."""
