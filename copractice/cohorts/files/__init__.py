"""What a cohort reads and writes outside."""
