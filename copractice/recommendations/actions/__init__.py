"""What is done with recommendations, split by subject."""
