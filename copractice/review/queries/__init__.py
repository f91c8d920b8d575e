"""What is read of reviewing, split by subject."""
