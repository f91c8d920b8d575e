"""What is typed about definitions and commitments, by staff, members and who signs."""
