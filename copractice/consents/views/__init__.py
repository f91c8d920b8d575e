"""Pages of families, and of staff who check guardians."""
