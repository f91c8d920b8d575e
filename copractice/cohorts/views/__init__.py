"""Pages of a cohort."""
