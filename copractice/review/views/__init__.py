"""The pages of reviewing, split by reader."""
