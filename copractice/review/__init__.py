"""Reviewing applications: ties, who reviews what, reviews with their scores, and what they add up to."""
