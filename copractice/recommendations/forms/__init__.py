"""What is asked about recommendations, split by subject."""
