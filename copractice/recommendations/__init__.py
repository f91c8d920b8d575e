"""Learnings, recommendations to one's own organization, answers owed by a date, steps with evidence."""
