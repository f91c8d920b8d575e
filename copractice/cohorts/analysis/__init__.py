"""What a cohort's rows add up to."""
