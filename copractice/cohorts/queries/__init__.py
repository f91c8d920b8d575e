"""Who sees what of a cohort."""
