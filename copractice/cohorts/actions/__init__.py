"""What is done in a cohort, one subject a file."""
