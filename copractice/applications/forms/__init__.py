"""What applicants and their parties type."""
