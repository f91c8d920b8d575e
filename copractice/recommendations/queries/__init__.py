"""Which recommendations, learnings and steps there are, and who reads them, split by subject."""
