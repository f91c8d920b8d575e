"""A community of practice: its public page, memberships with dates, updates and history."""
