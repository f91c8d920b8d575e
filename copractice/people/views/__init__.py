"""The pages of people: the door, and a person's own settings."""
