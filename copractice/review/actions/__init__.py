"""What is done in reviewing, split by subject."""
