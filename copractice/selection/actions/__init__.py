"""What is done in selecting."""
