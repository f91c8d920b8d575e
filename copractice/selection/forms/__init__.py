"""What is typed in selecting."""
