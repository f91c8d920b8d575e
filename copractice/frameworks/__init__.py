"""Calls to action, plans and quality standards that a community's work is aligned to."""
