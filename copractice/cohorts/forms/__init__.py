"""How cohorts are asked and read."""
