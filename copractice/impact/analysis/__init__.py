"""What a cohort's records add up to, and what of it may be shown."""
