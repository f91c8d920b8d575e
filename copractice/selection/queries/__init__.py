"""Which decisions, runs and letters there are, and for whom."""
