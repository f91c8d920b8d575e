"""Convening: members say what matters, vote on it, and adopt priorities; the first stage of the line."""
